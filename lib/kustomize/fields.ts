/**
 * Everything that a Kustomization may hold, as Kustomize 5.8 decodes it. What is
 * not in these tables is refused, so that a new Kustomize is looked at before
 * anything it reads is called known.
 * Source: kustomize api v0.21.1, types.Kustomization and the types of its fields.
 */

/** What a value must look like. */
export type Shape =
  | "string"
  | "boolean"
  | "integer"
  /** A mapping of strings. */
  | "strings"
  /** A mapping of anything. */
  | "values"
  | { readonly list: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const list = (inner: Shape): Shape => ({ list: inner });
const fields = (inner: Readonly<Record<string, Shape>>): Shape => ({
  fields: inner,
});

const TEXTS = list("string");
const GVK = { group: "string", version: "string", kind: "string" } as const;
const RES_ID = { ...GVK, name: "string", namespace: "string" } as const;
const SELECTOR = fields({
  ...RES_ID,
  annotationSelector: "string",
  labelSelector: "string",
});
const PATCH = fields({
  path: "string",
  patch: "string",
  target: SELECTOR,
  options: fields({ allowNameChange: "boolean", allowKindChange: "boolean" }),
});
const FIELD_OPTIONS = fields({
  delimiter: "string",
  index: "integer",
  encoding: "string",
  create: "boolean",
});
const REPLACEMENT = {
  source: fields({ ...RES_ID, fieldPath: "string", options: FIELD_OPTIONS }),
  sourceValue: "string",
  targets: list(
    fields({
      select: SELECTOR,
      reject: list(SELECTOR),
      fieldPaths: TEXTS,
      options: FIELD_OPTIONS,
    }),
  ),
} as const;
const GENERATOR_OPTIONS = {
  labels: "strings",
  annotations: "strings",
  disableNameSuffixHash: "boolean",
  immutable: "boolean",
} as const;
const GENERATOR = {
  namespace: "string",
  name: "string",
  behavior: "string",
  literals: TEXTS,
  files: TEXTS,
  envs: TEXTS,
  env: "string",
  options: fields(GENERATOR_OPTIONS),
} as const;
const IMAGE = fields({
  name: "string",
  newName: "string",
  tagSuffix: "string",
  newTag: "string",
  digest: "string",
});
const METADATA = fields({
  name: "string",
  namespace: "string",
  labels: "strings",
  annotations: "strings",
});

/**
 * What a field of a Kustomization does to a build: `loads` brings objects from
 * elsewhere, `makes` makes them of what stands here, `changes` sets fields of
 * objects, `renames` also their names or kinds, `configures` says how other
 * fields work, `runs` calls a function or a chart, `harmless` none of these.
 */
export type Effect =
  | "loads"
  | "makes"
  | "changes"
  | "renames"
  | "configures"
  | "runs"
  | "harmless";

/** A field of a Kustomization. */
export interface Field {
  readonly shape: Shape;
  readonly effect: Effect;
}

const field = (effect: Effect, shape: Shape): Field => ({ effect, shape });

/** The fields of a Kustomization, the deprecated ones too. */
export const FIELDS: Readonly<Record<string, Field>> = {
  apiVersion: field("harmless", "string"),
  kind: field("harmless", "string"),
  metadata: field("harmless", METADATA),
  openapi: field("configures", "strings"),
  namePrefix: field("renames", "string"),
  nameSuffix: field("renames", "string"),
  // Of a Namespace it is the name.
  namespace: field("renames", "string"),
  commonLabels: field("changes", "strings"),
  labels: field(
    "changes",
    list(
      fields({
        pairs: "strings",
        includeSelectors: "boolean",
        includeTemplates: "boolean",
        fields: list(fields({ ...GVK, path: "string", create: "boolean" })),
      }),
    ),
  ),
  commonAnnotations: field("changes", "strings"),
  patchesStrategicMerge: field("changes", TEXTS),
  // With options.allowNameChange or allowKindChange they rename.
  patchesJson6902: field("renames", list(PATCH)),
  patches: field("renames", list(PATCH)),
  images: field("changes", list(IMAGE)),
  imageTags: field("changes", list(IMAGE)),
  // Into metadata.name, too.
  replacements: field(
    "renames",
    list(fields({ ...REPLACEMENT, path: "string" })),
  ),
  replicas: field(
    "changes",
    list(fields({ name: "string", count: "integer" })),
  ),
  vars: field(
    "changes",
    list(
      fields({
        name: "string",
        objref: fields({ ...RES_ID, apiVersion: "string" }),
        fieldref: fields({ fieldPath: "string" }),
      }),
    ),
  ),
  sortOptions: field(
    "harmless",
    fields({
      order: "string",
      legacySortOptions: fields({ orderFirst: TEXTS, orderLast: TEXTS }),
    }),
  ),
  resources: field("loads", TEXTS),
  components: field("loads", TEXTS),
  // Which fields of custom resources are references to names.
  crds: field("configures", TEXTS),
  bases: field("loads", TEXTS),
  configMapGenerator: field("makes", list(fields(GENERATOR))),
  secretGenerator: field(
    "makes",
    list(fields({ ...GENERATOR, type: "string" })),
  ),
  helmGlobals: field(
    "configures",
    fields({ chartHome: "string", configHome: "string" }),
  ),
  helmCharts: field(
    "runs",
    list(
      fields({
        name: "string",
        version: "string",
        repo: "string",
        releaseName: "string",
        namespace: "string",
        additionalValuesFiles: TEXTS,
        valuesFile: "string",
        valuesInline: "values",
        valuesMerge: "string",
        includeCRDs: "boolean",
        skipHooks: "boolean",
        apiVersions: TEXTS,
        kubeVersion: "string",
        nameTemplate: "string",
        skipTests: "boolean",
        debug: "boolean",
        devel: "boolean",
      }),
    ),
  ),
  helmChartInflationGenerator: field(
    "runs",
    list(
      fields({
        chartName: "string",
        chartVersion: "string",
        chartRepoUrl: "string",
        chartHome: "string",
        chartRepoName: "string",
        helmBin: "string",
        helmHome: "string",
        values: "string",
        valuesLocal: "values",
        valuesMerge: "string",
        releaseName: "string",
        releaseNamespace: "string",
        extraArgs: TEXTS,
      }),
    ),
  ),
  generatorOptions: field("configures", fields(GENERATOR_OPTIONS)),
  configurations: field("configures", TEXTS),
  generators: field("runs", TEXTS),
  transformers: field("runs", TEXTS),
  validators: field("runs", TEXTS),
  buildMetadata: field("harmless", TEXTS),
};

/** The names that Kustomize looks for in a folder; two of them are an error. */
export const FILE_NAMES: readonly string[] = [
  "kustomization.yaml",
  "kustomization.yml",
  "Kustomization",
];
