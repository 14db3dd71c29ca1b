import { policyOf } from "../../lib/policy/policy.ts";
import { fixed, rule } from "../../lib/policy/rule.ts";
import type { Spec } from "./schema.ts";

const anyRule = (
  { rules = [] }: Spec,
  has: (one: NonNullable<Spec["rules"]>[number]) => unknown,
): boolean => rules.some(has);

/** The rules of this function. */
export const policy = policyOf("InjectTolerations", {
  "TOL-INJECT": rule("Workloads have the tolerations of the rules."),
  "TOL-NODE-SELECTOR": rule(
    "Workloads run on the nodes of the rules' nodeSelector.",
    "error",
    (spec: Spec) => anyRule(spec, ({ nodeSelector }) => nodeSelector),
  ),
  "TOL-PRIORITY": rule(
    "Workloads without a priority class get the rules'.",
    "error",
    (spec: Spec) => anyRule(spec, (one) => one.priorityClassName),
  ),
  "TOL-RESOURCE": rule(
    "Pods that request an extended resource tolerate its taint.",
    "error",
    ({ extendedResources }: Spec) => extendedResources,
  ),
  "TOL-NAMESPACE": rule(
    "Workloads have the default tolerations of their Namespace.",
    "error",
    ({ namespaceDefaults }: Spec) => namespaceDefaults,
  ),
  "TOL-CONFLICT": rule(
    "A workload tolerates the same taint in another way than a rule.",
    "error",
    ({ onConflict }: Spec) => onConflict === "error",
  ),
  "TOL-BROAD": rule(
    "A toleration without a key defeats every taint.",
    "warning",
    ({ broad }: Spec) => broad !== "ignore",
  ),
  "TOL-NOT-ALLOWED": rule(
    "A toleration is not covered by the allowed ones.",
    "error",
    (spec: Spec) =>
      !!spec.allowed?.length || anyRule(spec, ({ allowed }) => allowed),
  ),
  "TOL-NO-FIELD": rule(
    "A place has no field for what a rule wants.",
    "warning",
  ),
  "TOL-PLACE-UNKNOWN": rule(
    "A kind that the table lacks seems to hold a PodSpec.",
    "warning",
  ),
  "TOL-CHART-UNKNOWN": rule(
    "The chart of a HelmRelease is not known.",
    "warning",
    ({ helmReleases }: Spec) => helmReleases?.unknownChart !== "ignore",
  ),
  "TOL-CHART-VERSION": rule(
    "The table was read from another version of the chart.",
    "warning",
  ),
  "TOL-CHART-REPOSITORY": rule(
    "A chart comes from another repository than the one in the table.",
    "info",
  ),
  "TOL-VALUES-FROM": rule(
    "valuesFrom may hold what the written values replace.",
    "warning",
  ),
  "TOL-RULE-CONFLICT": fixed("Two rules give one workload different values."),
  "TOL-INVALID": fixed(
    "A field of an object is not what the API server takes.",
  ),
  "TOL-CONFIG": fixed(
    "The config contradicts itself or the API server's rules.",
  ),
});
export type Code = keyof typeof policy.rules;

/** A finding of this function. */
export const { finding } = policy;
