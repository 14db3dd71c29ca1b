/**
 * What a function is called: `require-owners`, `RequireOwners`, `requireOwners`,
 * and its first rule `REQUIRE-OWNERS`.
 * @typedef {{ name: string, kind: string, constant: string, code: string }} Names
 */

/**
 * Files of a new function's folder, by path inside it: one rule on the frame of
 * lib/policy, whose finding, exception and selection are shown by cases.
 * @param {Names} names
 * @returns {Record<string, string>}
 */
export function functionFiles(names) {
  const input = (/** @type {string[]} */ items, field = "select") =>
    resourceList(names, items, field);
  const { code } = names;
  return {
    "index.ts": index(names),
    "policy.ts": policy(names),
    "schema.ts": SCHEMA,
    "README.md": readme(names),
    "cases/typical/input.yaml": input([NAMESPACE]),
    "cases/exception/input.yaml": input([NAMESPACE, exception(code)]),
    "cases/selection/input.yaml": input([OWNED, CONFIG_MAP]),
    "cases/no-op/input.yaml": input([OWNED]),
    "cases/invalid-config/input.yaml": input([NAMESPACE], "selct"),
    "cases/awkward-input/input.yaml": input([AWKWARD]),
  };
}

/**
 * Files of its first example, by path inside the example's folder.
 * @param {Pick<Names, "name" | "kind">} names
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
spec:
  select:
  - names: ["team-*"]
`,
    "namespace.yaml": OWNED,
    "expected/output.yaml": OWNED,
  };
}

const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: team-a
`;

const OWNED = `apiVersion: v1
kind: Namespace
metadata:
  annotations:
    owner: jane@example.com
  name: team-b
`;

/** Nobody selects it. */
const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
`;

/** What readers and writers of YAML like to change. */
const AWKWARD = `kind:   Namespace   # first
apiVersion: 'v1'
metadata: { name: "team-a", annotations: { owner: 'x' } }
mode: 0644
`;

/** @param {string} code */
function exception(code) {
  return `apiVersion: flux-platform.dev/v1alpha1
kind: GuardrailException
metadata:
  name: team-a-is-new
  annotations:
    config.kubernetes.io/local-config: "true"
spec:
  rule: ${code}
  target:
    names: [team-a]
  owner: jane@example.com
  reason: the team is being set up
  expires: "2026-12-31"
`;
}

/** @param {Names} names */
function index({ constant, code }) {
  return `import {
  type Context,
  defineFunction,
  type Outcome,
} from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import { isLocalConfig } from "../../lib/kubernetes/local-config.ts";
import { policy } from "./policy.ts";
import { Spec } from "./schema.ts";

/** TODO: what it is for. */
export const ${constant} = defineFunction({
  kind: policy.kind,
  role: "guards",
  summary: "TODO: one sentence for --help and the README's table.",
  schema: Spec,
  rules: policy.rules,
  run,
});

function run(items: readonly Item[], spec: Spec, context: Context): Outcome {
  const frame = policy.frame({ items, spec, context });
  const selected = frame.select(spec, []);
  // TODO: what breaks the rule.
  const findings = items
    .filter((item) => !isLocalConfig(item) && selected.applies(item))
    .filter((item) => !item.annotations.owner)
    .flatMap((item) =>
      frame.tell("${code}", {
        item,
        message: "has no owner: name one in the annotation",
        field: { path: ["metadata", "annotations", "owner"] },
      }),
    );
  return {
    items,
    results: [
      ...findings,
      ...selected.findings(),
      ...frame.exceptionFindings(),
    ],
  };
}
`;
}

/** @param {Names} names */
function policy({ kind, code }) {
  return `import { policyOf } from "../../lib/policy/policy.ts";
import { suspendable } from "../../lib/policy/rule.ts";

/** The rules of this function. */
export const policy = policyOf(
  "${kind}",
  suspendable("error", {
    "${code}": "TODO: what holds, in one line.",
  }),
);
`;
}

const SCHEMA = `import * as v from "valibot";
import { described, strict } from "../../lib/krm/schema.ts";
import { Exclude, Select, When } from "../../lib/kubernetes/schema.ts";

/** \`spec\` of the config. */
export const Spec = strict({
  select: v.optional(Select),
  exclude: v.optional(Exclude),
  when: v.optional(
    described(When, "Clusters it is for; all where it is left out."),
  ),
});
export type Spec = v.InferOutput<typeof Spec>;
`;

/** What a README says of the rules that all functions share. */
const SHARED = {
  "SELECT-NOTHING":
    "An entry of `select` matches no object of this build. Correct it, or set\n`optional: true`.",
  "SELECT-UNKNOWN":
    "`namespaceLabels` asks for a Namespace that is not in this build.",
  "FACT-UNKNOWN": "A value names a fact of the cluster that is not known.",
  "FACT-CONFLICT":
    "Two sources give one fact of the cluster two values. Make them agree.",
  "WHEN-SKIPPED":
    "There is a `when`, and the cluster is not known here: nothing is judged.",
  "EXCEPTION-INVALID": "A GuardrailException can't be understood.",
  "EXCEPTION-EXPIRING": "A GuardrailException ends within 14 days.",
  "EXCEPTION-EXPIRED":
    "A GuardrailException has ended; its rule is in force again.",
  "EXCEPTION-UNUSED": "A GuardrailException suspends nothing. Remove it.",
  "KRM-LIST":
    "An object holds a list of objects, which nothing would judge. Write them one by\none.",
  "KRM-KIND": "An object has no plain `apiVersion` and `kind`.",
  "KRM-LOCAL":
    'The mark of local-config is written so that tools read it differently. Write\n`"true"` or `"false"`.',
  "KRM-LOCAL-CONFIG":
    "No finding: an object that only functions read is marked, so that Kustomize\ndoes not print it.",
  "KRM-DUPLICATE": "A function adds an object that is among the items already.",
};

/** @param {Names} names */
function readme({ name, kind, code }) {
  const shared = Object.entries(SHARED).map(
    ([rule, says]) => `### ${rule}\n\n${says}\n`,
  );
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

### ${code}

TODO: what breaks it, why that matters, and the way out. A GuardrailException may
suspend it.

${shared.join("\n")}
## What it does not do

TODO
`;
}

/**
 * @param {Names} names
 * @param {string[]} objects its items
 * @param {string} field of the config
 */
function resourceList({ name, kind }, objects, field) {
  const items = objects.map(
    (object) => `- ${object.trimEnd().replaceAll("\n", "\n  ")}`,
  );
  return `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
${items.join("\n")}
functionConfig:
  apiVersion: flux-platform.dev/v1alpha1
  kind: ${kind}
  metadata:
    name: ${name}
  spec:
    ${field}: [{ names: ["team-*"] }]
`;
}
