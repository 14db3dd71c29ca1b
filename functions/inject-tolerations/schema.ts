import * as v from "valibot";
import { described, mappingOf, strict } from "../../lib/krm/schema.ts";
import { Exclude, Select, When } from "../../lib/kubernetes/schema.ts";

const Text = v.pipe(v.string(), v.minLength(1, "must not be empty"));

/** One toleration of a rule. */
export const RuleToleration = strict({
  key: v.optional(
    described(
      v.string(),
      "Key of the taint; left out, with operator Exists, it means every key.",
    ),
  ),
  operator: v.optional(
    described(
      v.picklist(["Equal", "Exists", "Lt", "Gt"]),
      "How the taint's value is compared; Equal where it is left out. Lt and Gt need comparisonOperators.",
    ),
  ),
  value: v.optional(
    described(v.string(), "Value of the taint; facts are filled in."),
  ),
  effect: v.optional(
    described(
      v.picklist(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
      "Effect of the taint; every effect where it is left out.",
    ),
  ),
  tolerationSeconds: v.optional(
    described(
      v.pipe(v.number(), v.integer("must be a whole number")),
      "How long a pod may stay on a node that gets the taint; only with NoExecute.",
    ),
  ),
});
export type RuleToleration = v.InferOutput<typeof RuleToleration>;

const Allowed = v.optional(
  described(
    v.array(RuleToleration),
    "Where it is set and not empty, every toleration of every workload must be covered by one of these, after the rules were applied.",
  ),
);

const Severity = v.picklist(["error", "warning", "ignore"]);

/** One rule: which workloads, and where their pods may or must run. */
export const Rule = strict({
  select: v.optional(Select),
  exclude: v.optional(Exclude),
  when: v.optional(
    described(When, "Clusters the rule is for; all where it is left out."),
  ),
  reason: v.optional(
    described(v.string(), "Why the rule exists; explain shows it."),
  ),
  tolerations: v.optional(
    described(v.array(RuleToleration), "Tolerations that the pods have."),
  ),
  nodeSelector: v.optional(
    described(
      mappingOf(v.string(), v.string()),
      "Labels of the nodes the pods run on; a different value in a workload is an error. Facts are filled in.",
    ),
  ),
  priorityClassName: v.optional(
    described(
      Text,
      "Priority class of the pods, set where they have none. Facts are filled in.",
    ),
  ),
  allowed: v.optional(
    described(
      v.array(RuleToleration),
      "Tolerations that are allowed to the workloads of this rule beside those of spec.allowed.",
    ),
  ),
});
export type Rule = v.InferOutput<typeof Rule>;

const dotted =
  "dotted, with [] after a list for each of its elements and * for each entry of a mapping";

/** A place in objects of a kind that the built-in table lacks. */
export const ExtraPlace = strict({
  group: described(v.string(), "API group of the kind; empty for core."),
  kind: described(Text, "The kind."),
  path: described(
    Text,
    `Path of the PodSpec or of the tolerations, ${dotted}: spec.pools[].template.spec`,
  ),
  shape: described(
    v.picklist(["podSpec", "tolerations"]),
    "podSpec: the path leads to a PodSpec. tolerations: it leads to a list of tolerations.",
  ),
});
export type ExtraPlace = v.InferOutput<typeof ExtraPlace>;

const ValuePath = v.pipe(
  v.string(),
  v.regex(
    /^[^.[\]]+(\[\])?(\.[^.[\]]+(\[\])?)*$/,
    "must be a dotted path such as controller.tolerations",
  ),
);

/** A place in the values of a chart. */
export const ChartValue = strict({
  tolerations: described(ValuePath, `Path of the tolerations, ${dotted}.`),
  nodeSelector: v.optional(
    described(ValuePath, "Path of the node selector of the same pods."),
  ),
  priorityClassName: v.optional(
    described(ValuePath, "Path of the priority class of the same pods."),
  ),
  runs: v.optional(
    described(
      Text,
      "Kind of workload that runs there; select and exclude see it.",
    ),
  ),
  defaults: v.optional(
    described(
      v.array(RuleToleration),
      "What the chart has there by default: Helm replaces lists, so it is repeated.",
    ),
  ),
});
export type ChartValue = v.InferOutput<typeof ChartValue>;

/** A chart that the built-in table lacks, or has otherwise. */
export const ExtraChart = strict({
  chart: described(Text, "Name of the chart."),
  repository: v.optional(
    described(
      Text,
      "Address of its repository, to tell apart charts of one name.",
    ),
  ),
  values: described(
    v.array(v.union([ValuePath, ChartValue])),
    "Paths of tolerations in the chart's values, or mappings that name neighbours too; an empty list for a chart that runs no pods.",
  ),
});
export type ExtraChart = v.InferOutput<typeof ExtraChart>;

const HelmReleases = strict({
  unknownChart: v.optional(
    described(
      Severity,
      "How bad a HelmRelease is that a rule selects and whose chart is not known.",
    ),
    "warning",
  ),
  charts: v.optional(
    described(
      v.array(ExtraChart),
      "Charts beside those of the built-in table; they go before it.",
    ),
  ),
});

/** `spec` of InjectTolerations. */
export const Spec = strict({
  rules: v.optional(
    described(v.array(Rule), "Rules, each for the workloads it selects."),
  ),
  onConflict: v.optional(
    described(
      v.picklist(["keep", "replace", "error"]),
      "What happens where a workload tolerates the same key and effect with another operator, value or time: keep the workload's, replace it, or report it.",
    ),
    "error",
  ),
  allowed: Allowed,
  broad: v.optional(
    described(
      Severity,
      "How bad a toleration is that defeats every taint (Exists without a key), in any workload. Where it is left out: a warning, for workloads that a rule selects.",
    ),
  ),
  extendedResources: v.optional(
    described(
      v.boolean(),
      "Pods that request an extended resource such as nvidia.com/gpu tolerate the taint of that name.",
    ),
    false,
  ),
  namespaceDefaults: v.optional(
    described(
      v.boolean(),
      "Workloads get the tolerations of their Namespace's annotation scheduler.alpha.kubernetes.io/defaultTolerations.",
    ),
    true,
  ),
  comparisonOperators: v.optional(
    described(
      v.boolean(),
      "Takes the operators Lt and Gt, which need Kubernetes 1.35 and its feature gate TaintTolerationComparisonOperators.",
    ),
    false,
  ),
  places: v.optional(
    described(
      v.array(ExtraPlace),
      "Places in kinds that the built-in table lacks.",
    ),
  ),
  helmReleases: v.optional(
    described(HelmReleases, "How HelmReleases are treated."),
  ),
});
export type Spec = v.InferOutput<typeof Spec>;
