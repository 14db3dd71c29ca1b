import type { Result } from "../../lib/krm/result.ts";
import {
  type About,
  finding as newFinding,
} from "../../lib/kubernetes/finding.ts";
import { SHARED_RULES } from "../../lib/kubernetes/shared-rules.ts";

/** Kind of this function's config. */
export const KIND = "InjectTolerations";

const SUSPENDABLE_RULES = {
  "TOL-INJECT": "Workloads have the tolerations of the rules.",
  "TOL-NODE-SELECTOR": "Workloads run on the nodes of the rules' nodeSelector.",
  "TOL-PRIORITY": "Workloads without a priority class get the rules'.",
  "TOL-RESOURCE": "Pods that request an extended resource tolerate its taint.",
  "TOL-NAMESPACE": "Workloads have the default tolerations of their Namespace.",
  "TOL-CONFLICT":
    "A workload tolerates the same taint in another way than a rule.",
  "TOL-BROAD": "A toleration without a key defeats every taint.",
  "TOL-NOT-ALLOWED": "A toleration is not covered by the allowed ones.",
  "TOL-NO-FIELD": "A place has no field for what a rule wants.",
  "TOL-PLACE-UNKNOWN": "A kind that the table lacks seems to hold a PodSpec.",
  "TOL-CHART-UNKNOWN": "The chart of a HelmRelease is not known.",
  "TOL-CHART-VERSION": "The table was read from another version of the chart.",
  "TOL-CHART-REPOSITORY":
    "A chart comes from another repository than the one in the table.",
  "TOL-VALUES-FROM": "valuesFrom may hold what the written values replace.",
} as const;

const FIXED_RULES = {
  "TOL-RULE-CONFLICT": "Two rules give one workload different values.",
  "TOL-INVALID": "A field of an object is not what the API server takes.",
  "TOL-CONFIG": "The config contradicts itself or the API server's rules.",
  ...SHARED_RULES,
} as const;

/** Codes that a GuardrailException may name. */
export type Suspendable = keyof typeof SUSPENDABLE_RULES;
export type Code = Suspendable | keyof typeof FIXED_RULES;

/** Every code of this function, with one line each. */
export const RULES: Readonly<Record<string, string>> = {
  ...SUSPENDABLE_RULES,
  ...FIXED_RULES,
};

export const SUSPENDABLE: ReadonlySet<string> = new Set(
  Object.keys(SUSPENDABLE_RULES),
);

/** Codes no exception can suspend: the API server would refuse all the same. */
export const FIXED: ReadonlySet<string> = new Set(Object.keys(FIXED_RULES));

/** A finding of this function. */
export function finding(rule: Code, about: About): Result {
  return newFinding(KIND, rule, about);
}
