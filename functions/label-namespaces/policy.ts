import type { Severity } from "../../lib/krm/result.ts";
import { policyOf } from "../../lib/policy/policy.ts";
import { fixed, rule } from "../../lib/policy/rule.ts";
import type { Spec } from "./schema.ts";

/** The two mappings of metadata that rules speak of. */
export type FieldName = "labels" | "annotations";

/** What can be said of a label and, under another code, of an annotation. */
const ABOUT_KEYS = {
  ENFORCE: "always has the value of the rule",
  DEFAULT: "gets the value of the rule where it is absent",
  PROTECTED: "has the value of the rule, and another one is an error",
  MISSING: "is required and absent",
  VALUE: "has a value that the rule does not allow",
  FORBIDDEN: "must not be there",
  CONFLICT: "gets two values from two rules",
  "NEAR-MISS": "is spelt almost like one that a rule sets",
  UNPROVEN: "has a value that only Flux knows",
  INVALID: "is not what the API server takes",
} as const;
export type Aspect = keyof typeof ABOUT_KEYS;

/** The code of an aspect: `NS-LABEL-MISSING`, `NS-ANNOTATION-MISSING`. */
export function codeOf(field: FieldName, aspect: Aspect): string {
  return `NS-${field === "labels" ? "LABEL" : "ANNOTATION"}-${aspect}`;
}

/** Aspects that the API server refuses all the same, or nobody can judge. */
const FIXED: ReadonlySet<string> = new Set(["CONFLICT", "INVALID", "UNPROVEN"]);

/** Aspects whose findings are no errors. */
const SEVERITIES: Readonly<Partial<Record<Aspect, Severity>>> = {
  "NEAR-MISS": "warning",
  UNPROVEN: "info",
};

const aspects = (["labels", "annotations"] as const).flatMap((field) =>
  (Object.keys(ABOUT_KEYS) as Aspect[]).map((aspect) => {
    const what = field === "labels" ? "A label" : "An annotation";
    const make = FIXED.has(aspect) ? fixed : rule;
    const says = `${what} ${ABOUT_KEYS[aspect]}.`;
    return [codeOf(field, aspect), make<Spec>(says, SEVERITIES[aspect])];
  }),
);

/** The rules of this function. */
export const policy = policyOf<Spec, string>("LabelNamespaces", {
  ...Object.fromEntries(aspects),
  "NS-LABEL-RESERVED": fixed(
    "A label that a controller writes stands in the source.",
  ),
  "NS-NAME-INVALID": fixed(
    "A Namespace has a name that the API server refuses.",
  ),
  "NS-METADATA-INVALID": fixed(
    "metadata, labels or annotations is not a mapping.",
  ),
  "NS-PRUNE": rule<Spec>(
    "A Namespace is protected from deletion by Flux.",
    "error",
    ({ preventDeletion }) => preventDeletion === true,
  ),
  "NS-UNDECLARED": rule<Spec>(
    "A namespace is used and not declared.",
    "warning",
    (spec) => spec.undeclared !== "ignore",
  ),
  "NS-PROPAGATE": rule<Spec>(
    "Workloads carry labels of their Namespace.",
    "error",
    propagates,
  ),
  "NS-PROPAGATE-KEPT": rule<Spec>(
    "A workload has another value than its Namespace.",
    "warning",
    propagates,
  ),
  "NS-CONFIG": fixed(
    "The config contradicts itself or the API server's rules.",
  ),
});

function propagates({ propagate = [] }: Spec): boolean {
  return propagate.length > 0;
}

/** A finding of this function. */
export const { finding } = policy;
