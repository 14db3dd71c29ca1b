import type { Codes } from "../../lib/kubernetes/exceptions.ts";
import { SHARED_RULES } from "../../lib/kubernetes/shared-rules.ts";

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

const OTHERS = {
  "NS-LABEL-RESERVED": "A label that a controller writes stands in the source.",
  "NS-NAME-INVALID": "A Namespace has a name that the API server refuses.",
  "NS-METADATA-INVALID": "metadata, labels or annotations is not a mapping.",
  "NS-PRUNE": "A Namespace is protected from deletion by Flux.",
  "NS-UNDECLARED": "A namespace is used and not declared.",
  "NS-PROPAGATE": "Workloads carry labels of their Namespace.",
  "NS-PROPAGATE-KEPT": "A workload has another value than its Namespace.",
  "NS-CONFIG": "The config contradicts itself or the API server's rules.",
};

/** Every code of this function, with one line each; few runs need them. */
export function rules(): Readonly<Record<string, string>> {
  const aspects = Object.entries(ABOUT_KEYS) as [Aspect, string][];
  const aboutKeys = aspects.flatMap(([aspect, text]) => [
    [codeOf("labels", aspect), `A label ${text}.`],
    [codeOf("annotations", aspect), `An annotation ${text}.`],
  ]);
  return { ...Object.fromEntries(aboutKeys), ...OTHERS, ...SHARED_RULES };
}

/** Codes no exception can suspend: the API server would refuse all the same. */
export const FIXED: ReadonlySet<string> = new Set([
  ...(["labels", "annotations"] as const).flatMap((field) => [
    codeOf(field, "CONFLICT"),
    codeOf(field, "INVALID"),
    codeOf(field, "UNPROVEN"),
  ]),
  "NS-LABEL-RESERVED",
  "NS-NAME-INVALID",
  "NS-METADATA-INVALID",
  "NS-CONFIG",
  ...Object.keys(SHARED_RULES),
]);

/** Codes that a GuardrailException may name. */
export const SUSPENDABLE: Codes = {
  has: (code) => Object.hasOwn(rules(), code) && !FIXED.has(code),
};
