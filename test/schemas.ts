import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import { parse } from "yaml";
import type { KubernetesObject } from "../lib/krm/item.ts";
import { fluxCrds } from "../tools/engines/flux-crds.mjs";

/** A structural schema, as CRDs have it: the keywords that are used here. */
interface Structural {
  readonly properties?: Readonly<Record<string, Structural>>;
  readonly additionalProperties?: boolean | Structural;
  readonly items?: Structural;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly [keyword: string]: unknown;
}

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema: { readonly openAPIV3Schema: Structural };
    }[];
  };
}

const strings = { type: "object", additionalProperties: { type: "string" } };

/** CRDs leave `metadata` to the API server; these fields are for authors. */
const METADATA: Structural = {
  type: "object",
  properties: {
    name: { type: "string", minLength: 1 },
    namespace: { type: "string", minLength: 1 },
    labels: strings,
    annotations: strings,
    finalizers: { type: "array", items: { type: "string" } },
  },
  required: ["name"],
};

/**
 * The schemas of Flux's kinds by apiVersion and kind, from its CRDs. A field
 * that they don't have is an error; rules in CEL are left to the API server.
 */
export class FluxSchemas {
  readonly #validators = new Map<string, ValidateFunction>();

  /** Throws where the CRDs are not installed. */
  constructor(files = fluxCrds()) {
    if (!files) throw new Error("Flux's CRDs are missing");
    // Formats and `x-kubernetes-…` are not JSON Schema's; patterns are Go's.
    const ajv = new Ajv({
      allErrors: true,
      strict: false,
      validateFormats: false,
      unicodeRegExp: false,
    });
    for (const file of files) {
      const { spec }: Crd = parse(readFileSync(file, "utf8"));
      for (const { name, served, schema } of spec.versions) {
        if (!served) continue;
        const key = keyOf(`${spec.group}/${name}`, spec.names.kind);
        const whole = wholeObject(schema.openAPIV3Schema);
        this.#validators.set(key, ajv.compile(whole));
      }
    }
  }

  /** Kinds that there is a schema for, as `apiVersion kind`. */
  get kinds(): string[] {
    return [...this.#validators.keys()].sort();
  }

  /** A line per error, such as `/spec: must have … 'interval'`. */
  errors(object: KubernetesObject): string[] {
    const key = keyOf(object.apiVersion, object.kind);
    const validate = this.#validators.get(key);
    if (!validate) return [`no schema for ${key}`];
    if (validate(object)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const field = params.additionalProperty ?? "";
      return `${instancePath || "/"}: ${message}${field && ` '${field}'`}`;
    });
  }
}

function keyOf(apiVersion: unknown, kind: unknown): string {
  return `${apiVersion} ${kind}`;
}

function wholeObject(schema: Structural): Structural {
  const properties = { ...schema.properties, metadata: METADATA };
  const required = ["apiVersion", "kind", "metadata"];
  return closed({ ...schema, properties, required });
}

/**
 * The schema without room for fields that it doesn't name. `allOf` and the
 * like hold no fields of their own in a structural schema: they stay.
 */
function closed(schema: Structural): Structural {
  const { properties, additionalProperties, items, ...rest } = schema;
  const open =
    schema["x-kubernetes-preserve-unknown-fields"] === true || !properties;
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, one]) => [key, closed(one)]),
      ),
    }),
    ...(typeof additionalProperties === "object"
      ? { additionalProperties: closed(additionalProperties) }
      : { additionalProperties: additionalProperties ?? open }),
    ...(items && { items: closed(items) }),
  };
}
