import { readDocuments } from "../krm/documents.ts";
import { type KubernetesObject, mapping, text } from "../krm/item.ts";
import { InputError } from "../krm/list.ts";
import type { Path } from "../krm/result.ts";
import { encode } from "../yaml/text.ts";
import type { Kustomization } from "./read.ts";

/**
 * What a kustomization reads from elsewhere. A `resource` is a file or a folder
 * that is built, a `component` a folder, a `config` inline YAML, a file or a
 * folder, a `patch` inline YAML or a file, a `file` a file. Only of a `resource`
 * and a `component` may the folder be one of another repository; each file may be
 * a URL, which Kustomize downloads.
 */
export interface Load {
  readonly as: "resource" | "component" | "config" | "patch" | "file";
  /** What is written: a path from the kustomization's folder, a URL, or YAML. */
  readonly text: string;
  /** Where it is written, in the kustomization's body. */
  readonly path: Path;
}

/**
 * The objects of a text that Kustomize takes for YAML instead of a path:
 * whatever reads as objects, on one line too. `undefined` for a path.
 */
export function inlineObjects(written: string): KubernetesObject[] | undefined {
  try {
    const objects = readDocuments(encode(written));
    return objects.length > 0 ? objects : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** How the texts of one field are found. */
interface Source {
  readonly field: string;
  readonly as: Load["as"];
  /** Below the field, or each of its entries; the entry itself without. */
  readonly keys?: readonly string[];
  /** The path of an entry such as `key=path`. */
  readonly behindKey?: true;
}

/** Source: Kustomize 5.8, what KustTarget and its loaders read. */
const SOURCES: readonly Source[] = [
  { field: "openapi", as: "file", keys: ["path"] },
  { field: "resources", as: "resource" },
  { field: "components", as: "component" },
  { field: "crds", as: "file" },
  { field: "configurations", as: "file" },
  { field: "generators", as: "config" },
  { field: "transformers", as: "config" },
  { field: "validators", as: "config" },
  { field: "patches", as: "file", keys: ["path"] },
  { field: "patchesJson6902", as: "file", keys: ["path"] },
  { field: "patchesStrategicMerge", as: "patch" },
  { field: "replacements", as: "file", keys: ["path"] },
  ...["configMapGenerator", "secretGenerator"].flatMap((field): Source[] => [
    { field, as: "file", keys: ["files"], behindKey: true },
    { field, as: "file", keys: ["envs"] },
  ]),
  {
    field: "helmCharts",
    as: "file",
    keys: ["valuesFile", "additionalValuesFiles"],
  },
  { field: "helmChartInflationGenerator", as: "file", keys: ["values"] },
];

/** Everything that a kustomization reads, in the order of the table. */
export function loadsOf({ body }: Kustomization): Load[] {
  return SOURCES.flatMap((source) =>
    entriesOf(body, source).map(({ text: written, path }) => ({
      as: source.as,
      text: source.behindKey ? written.replace(/^[^=]*=/, "") : written,
      path,
    })),
  );
}

type Written = Omit<Load, "as">;

function entriesOf(body: KubernetesObject, { field, keys }: Source): Written[] {
  return textsIn(body[field], [field], keys);
}

/** The texts of a value: itself, of each entry of a list, or below keys. */
function textsIn(
  value: unknown,
  path: Path,
  keys: readonly string[] | undefined,
): Written[] {
  if (Array.isArray(value)) {
    return value.flatMap((inner, index) =>
      textsIn(inner, [...path, index], keys),
    );
  }
  if (keys) {
    return keys.flatMap((key) =>
      textsIn(mapping(value)[key], [...path, key], undefined),
    );
  }
  const found = text(value);
  return found === "" ? [] : [{ text: found, path }];
}
