/**
 * @typedef {{ name: string, kind: string, constant: string }} Names
 */

/**
 * Files of a new function's folder, by path inside it.
 * @param {Names} names
 * @returns {Record<string, string>}
 */
export function functionFiles(names) {
  return {
    "index.ts": index(names),
    "schema.ts": schema(),
    "README.md": readme(names),
    "cases/typical/input.yaml": resourceList(names, NAMESPACE),
    "cases/no-op/input.yaml": resourceList(names, CONFIG_MAP),
    "cases/invalid-config/input.yaml": resourceList(names, NAMESPACE, "selct"),
    "cases/awkward-input/input.yaml": resourceList(names, AWKWARD),
  };
}

/**
 * Files of its first example, by path inside the example's folder.
 * @param {Omit<Names, "constant">} names
 * @returns {Record<string, string>}
 */
export function exampleFiles({ name, kind }) {
  const folder = `examples/${name}-basic`;
  return {
    "README.md": `# ${kind} in one kustomization

\`\`\`sh
kustomize build --enable-alpha-plugins --enable-exec ${folder}
\`\`\`
`,
    "kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- namespace.yaml
transformers:
- ${name}.yaml
`,
    [`${name}.yaml`]: `# yaml-language-server: $schema=../../dist/schemas/${kind}.json
apiVersion: flux-platform.dev/v1alpha1
kind: ${kind}
metadata:
  name: ${name}
  annotations:
    config.kubernetes.io/function: |
      exec:
        path: ../../dist/${name}
spec: {}
`,
    "namespace.yaml": NAMESPACE,
    "expected/output.yaml": NAMESPACE,
  };
}

const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: team-a
`;

const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
`;

/** What readers and writers of YAML like to change. */
const AWKWARD = `kind:   Namespace   # first
apiVersion: 'v1'
metadata: { name: "team-a", labels: {} }
mode: 0644
`;

/** @param {Names} names */
function index({ kind, constant }) {
  return `import { defineFunction } from "../../lib/krm/define.ts";

/** TODO: what it is for. */
export const ${constant} = defineFunction({
  kind: "${kind}",
  summary: "TODO: one sentence for --help and the README's table.",
  get schema() {
    const { Spec }: typeof import("./schema.ts") = require("./schema.ts");
    return Spec;
  },
  rules: {},
  run: (items) => ({ items, results: [] }),
});
`;
}

function schema() {
  return `import * as v from "valibot";
import { strict } from "../../lib/krm/schema.ts";
import { Select } from "../../lib/kubernetes/schema.ts";

/** \`spec\` of the config. */
export const Spec = strict({ select: v.optional(Select) });
export type Spec = v.InferOutput<typeof Spec>;
`;
}

/** @param {Names} names */
function readme({ name, kind }) {
  return `# ${name}

TODO: why a platform needs it, in two sentences.

## Before and after

TODO: the smallest example that shows it. A whole one is in
[examples/${name}-basic](../../examples/${name}-basic).

## Options

\`spec\` of \`kind: ${kind}\`:

<!-- options:begin -->
<!-- options:end -->

## Rules

TODO: a section for every rule code.

## What it does not do

TODO
`;
}

/**
 * @param {Names} names
 * @param {string} object its one item
 * @param {string} field of the config
 */
function resourceList({ name, kind }, object, field = "select") {
  const indented = object.trimEnd().replaceAll("\n", "\n  ");
  return `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- ${indented}
functionConfig:
  apiVersion: flux-platform.dev/v1alpha1
  kind: ${kind}
  metadata:
    name: ${name}
  spec:
    ${field}: [{ names: ["team-*"] }]
`;
}
