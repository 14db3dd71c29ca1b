import {
  type ConversionConfig,
  type JsonSchema,
  toJsonSchema,
} from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { functions } from "../../functions/index.ts";
import {
  API_VERSION,
  type Documented,
  type FunctionDefinition,
} from "../../lib/krm/define.ts";
import { ExceptionSpec } from "../../lib/kubernetes/schema.ts";

/** Kinds that functions read and that are no function's config. */
export const resources: readonly Documented[] = [
  {
    kind: "GuardrailException",
    summary: "Suspends one rule for its targets until a date.",
    schema: ExceptionSpec,
  },
  ...functions.flatMap(({ resources: own }) => own ?? []),
];

/** The JSON Schema of a `spec`. */
export function specSchema(schema: GenericSchema): JsonSchema {
  const { $schema: _, ...rest } = toJsonSchema(schema, CONVERSION);
  return rest;
}

const CONVERSION: ConversionConfig = {
  // Editors' YAML support knows this one best.
  target: "draft-07",
  typeMode: "input",
  // A check that JSON Schema can't say is left to the function.
  errorMode: "ignore",
  overrideSchema({ valibotSchema, jsonSchema }) {
    // What lib/krm/schema.ts calls strict: a mapping whose rest is never.
    const { rest } = valibotSchema as { rest?: GenericSchema };
    if (rest?.type !== "never") return undefined;
    return { ...jsonSchema, additionalProperties: false };
  },
};

/** The JSON Schema of a function's config, the whole document. */
export function configSchema(one: FunctionDefinition): JsonSchema {
  const spec = specSchema(one.schema);
  return documentSchema(one, one.steps ? withSteps(spec) : spec);
}

/** By kind, the JSON Schema of every document of this project. */
export function allSchemas(): ReadonlyMap<string, JsonSchema> {
  return new Map([
    ...functions.map((one) => [one.kind, configSchema(one)] as const),
    ...resources.map((one) => {
      return [one.kind, documentSchema(one, specSchema(one.schema))] as const;
    }),
  ]);
}

/** A pipeline's schema, where a step's `spec` is that of its kind. */
function withSteps(spec: JsonSchema): JsonSchema {
  const single = functions.filter(({ steps }) => !steps);
  const step: JsonSchema = {
    oneOf: [{ required: ["kind"] }, { required: ["configRef"] }],
    properties: { kind: { enum: single.map(({ kind }) => kind) } },
    allOf: single.map(({ kind, schema }) => ({
      if: { properties: { kind: { const: kind } }, required: ["kind"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { spec: specSchema(schema) } },
    })),
  };
  const steps: JsonSchema = { properties: { functions: { items: step } } };
  return { allOf: [spec, steps] };
}

function documentSchema(
  { kind, summary }: Pick<Documented, "kind" | "summary">,
  spec: JsonSchema,
): JsonSchema {
  const strings: JsonSchema = {
    type: "object",
    additionalProperties: { type: "string" },
  };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: kind,
    description: summary,
    type: "object",
    properties: {
      apiVersion: { const: API_VERSION },
      kind: { const: kind },
      metadata: {
        type: "object",
        properties: {
          name: { type: "string" },
          annotations: strings,
          labels: strings,
        },
        required: ["name"],
      },
      spec,
    },
    required: ["apiVersion", "kind", "metadata", "spec"],
    additionalProperties: false,
  };
}
