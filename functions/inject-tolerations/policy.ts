import type { Item } from "../../lib/krm/item.ts";
import type { Path, Result } from "../../lib/krm/result.ts";
import { policyOf } from "../../lib/policy/policy.ts";
import { fixed, suspendable } from "../../lib/policy/rule.ts";
import type { Spec } from "./schema.ts";

const TABLE = {
  ...suspendable("error", {
    "TOL-INJECT": "Workloads have the tolerations of the rules.",
    "TOL-NODE-SELECTOR":
      "Workloads run on the nodes of the rules' nodeSelector.",
    "TOL-PRIORITY": "Workloads without a priority class get the rules'.",
    "TOL-RESOURCE":
      "Pods that request an extended resource tolerate its taint.",
    "TOL-NAMESPACE":
      "Workloads have the default tolerations of their Namespace.",
    "TOL-CONFLICT":
      "A workload tolerates the same taint in another way than a rule.",
    "TOL-NOT-ALLOWED": "A toleration is not covered by the allowed ones.",
  }),
  ...suspendable("warning", {
    "TOL-BROAD": "A toleration without a key defeats every taint.",
    "TOL-NO-FIELD": "A place has no field for what a rule wants.",
    "TOL-PLACE-UNKNOWN": "A kind that the table lacks seems to hold a PodSpec.",
    "TOL-CHART-UNKNOWN": "The chart of a HelmRelease is not known.",
    "TOL-CHART-VERSION":
      "The table was read from another version of the chart.",
    "TOL-VALUES-FROM": "valuesFrom may hold what the written values replace.",
  }),
  ...suspendable("info", {
    "TOL-CHART-REPOSITORY":
      "A chart comes from another repository than the one in the table.",
  }),
  ...fixed("error", {
    "TOL-RULE-CONFLICT": "Two rules give one workload different values.",
    "TOL-INVALID": "A field of an object is not what the API server takes.",
    "TOL-CONFIG": "The config contradicts itself or the API server's rules.",
  }),
};

/** The rules of this function. */
export const policy = policyOf("InjectTolerations", TABLE, {
  on: {
    "TOL-RESOURCE": (spec: Spec) => spec.extendedResources,
    "TOL-NAMESPACE": (spec: Spec) => spec.namespaceDefaults,
    "TOL-BROAD": ({ broad }: Spec) => broad !== "ignore",
    "TOL-NOT-ALLOWED": ({ allowed, rules = [] }: Spec) =>
      allowed?.length || rules.some((one) => one.allowed),
    "TOL-CONFLICT": ({ onConflict }: Spec) => onConflict === "error",
    "TOL-CHART-UNKNOWN": ({ helmReleases }: Spec) =>
      helmReleases?.unknownChart !== "ignore",
    "TOL-NODE-SELECTOR": ({ rules = [] }: Spec) =>
      rules.some(({ nodeSelector }) => nodeSelector),
    "TOL-PRIORITY": ({ rules = [] }: Spec) =>
      rules.some((rule) => rule.priorityClassName),
  },
});
export type Code = keyof typeof policy.rules;

/** A finding of this function. */
export const { finding } = policy;

/** Says that a path can't be followed. */
export function notMapping(item: Item, path: Path): Result {
  return finding("TOL-INVALID", {
    message: "must be a mapping; nothing can be written below it",
    item,
    field: { path, current: item.get(path) },
  });
}
