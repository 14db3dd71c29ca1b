import type { Severity } from "../../lib/krm/result.ts";
import { policyOf } from "../../lib/policy/policy.ts";
import { fixed, type Rule, suspendable } from "../../lib/policy/rule.ts";
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

/** Aspects that no exception suspends: the API server refuses all the same. */
const FIXED: ReadonlySet<string> = new Set(["CONFLICT", "INVALID", "UNPROVEN"]);

/** Aspects whose findings are no errors. */
const SEVERITIES: Readonly<Partial<Record<Aspect, Severity>>> = {
  "NEAR-MISS": "warning",
  UNPROVEN: "info",
};

/** The rules about single keys, of labels and of annotations. */
function aboutKeys(field: FieldName): Readonly<Record<string, Rule>> {
  const what = field === "labels" ? "A label" : "An annotation";
  const aspects = Object.keys(ABOUT_KEYS) as Aspect[];
  const rows = aspects.map((aspect): [string, Rule] => [
    codeOf(field, aspect),
    {
      says: `${what} ${ABOUT_KEYS[aspect]}.`,
      suspendable: !FIXED.has(aspect),
      severity: SEVERITIES[aspect] ?? "error",
    },
  ]);
  return Object.fromEntries(rows);
}

const TABLE: Readonly<Record<string, Rule>> = {
  ...aboutKeys("labels"),
  ...aboutKeys("annotations"),
  ...suspendable("error", {
    "NS-PRUNE": "A Namespace is protected from deletion by Flux.",
    "NS-PROPAGATE": "Workloads carry labels of their Namespace.",
  }),
  ...suspendable("warning", {
    "NS-UNDECLARED": "A namespace is used and not declared.",
    "NS-PROPAGATE-KEPT": "A workload has another value than its Namespace.",
  }),
  ...fixed("error", {
    "NS-LABEL-RESERVED":
      "A label that a controller writes stands in the source.",
    "NS-NAME-INVALID": "A Namespace has a name that the API server refuses.",
    "NS-METADATA-INVALID": "metadata, labels or annotations is not a mapping.",
    "NS-CONFIG": "The config contradicts itself or the API server's rules.",
  }),
};

/** The rules of this function. */
export const policy = policyOf("LabelNamespaces", TABLE, {
  on: {
    "NS-PRUNE": (spec: Spec) => spec.preventDeletion,
    "NS-UNDECLARED": (spec: Spec) => spec.undeclared !== "ignore",
    "NS-PROPAGATE": (spec: Spec) => spec.propagate?.length,
    "NS-PROPAGATE-KEPT": (spec: Spec) => spec.propagate?.length,
  },
});

/** A finding of this function. */
export const { finding } = policy;
