import * as v from "valibot";
import { described, mappingOf, strict } from "../../lib/krm/schema.ts";
import { Exclude, Select, When } from "../../lib/kubernetes/schema.ts";

const Value = described(
  v.string(),
  `The value; \${cluster.name}, \${cluster.profile} and \${cluster.facts.<key>} are filled in.`,
);

const constraints = {
  pattern: v.optional(
    described(
      v.string(),
      "Regular expression (RE2) that the whole value must match.",
    ),
  ),
  allowed: v.optional(
    described(
      v.pipe(v.array(v.string()), v.minLength(1, "must name at least one")),
      "The only values that are allowed.",
    ),
  ),
};

const Given = strict({
  mode: described(
    v.picklist(["enforce", "default", "protect"]),
    "enforce: always this value. default: only where the key is absent. protect: set where absent; another value is an error.",
  ),
  value: Value,
  ...constraints,
});

const Required = strict({
  mode: described(v.literal("require"), "The key must be there."),
  ...constraints,
});

const Forbidden = strict({
  mode: described(v.literal("forbid"), "The key must not be there."),
});

/** What a rule says of one key: a value to enforce, or a mode. */
export const Setting = v.union([
  described(v.string(), "A plain value is enforced."),
  v.variant("mode", [Given, Required, Forbidden]),
]);
export type Setting = v.InferOutput<typeof Setting>;

const Settings = mappingOf(v.string(), Setting);

/** One rule: which Namespaces, and what their labels and annotations are. */
export const Rule = strict({
  select: v.optional(Select),
  exclude: v.optional(Exclude),
  when: v.optional(
    described(When, "Clusters the rule is for; all where it is left out."),
  ),
  reason: v.optional(
    described(v.string(), "Why the rule exists; explain shows it."),
  ),
  labels: v.optional(
    described(
      Settings,
      "Labels by key: a value, or a mode with its value, pattern and allowed values.",
    ),
  ),
  annotations: v.optional(
    described(Settings, "Annotations by key, as labels."),
  ),
});
export type Rule = v.InferOutput<typeof Rule>;

/** `spec` of LabelNamespaces. */
export const Spec = strict({
  rules: v.optional(
    described(v.array(Rule), "Rules, each for the Namespaces it selects."),
  ),
  preventDeletion: v.optional(
    described(
      v.boolean(),
      "Sets kustomize.toolkit.fluxcd.io/prune: disabled on every Namespace that a rule selects (on all without rules), so that Flux never deletes one.",
    ),
  ),
  undeclared: v.optional(
    described(
      v.picklist(["error", "warning", "ignore"]),
      "How bad a namespace is that is used and not declared. Where it is left out: an error for a whole cluster (the items hold a PlatformCluster), else a warning.",
    ),
  ),
  propagate: v.optional(
    described(
      v.array(v.string()),
      "Labels that workloads and their pod templates get from their Namespace, where they lack them; selectors are never touched.",
    ),
  ),
});
export type Spec = v.InferOutput<typeof Spec>;
