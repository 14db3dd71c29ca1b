import { SHARED_RULES } from "../../lib/kubernetes/shared-rules.ts";

/** Kind of this function's config. */
export const KIND = "CheckPlatform";

/** The design decisions, one line each; the README has a section for each. */
export const DECISIONS = {
  "NS-OUTSIDE":
    "No flow that prunes, and nothing under platform/, owns a Namespace or a Secret.",
  "NS-CREATE": "No HelmRelease creates its namespace.",
  "NS-PRUNE": "Flux never deletes a Namespace.",
  "SEC-ONE":
    "The Secrets of a cluster are in one file, encrypted, and hold what is asked of them.",
  "CRD-KEEP": "Charts bring their CRDs, and nothing takes CRDs away.",
  "CLU-PROFILE":
    "A cluster is its profile, facts, choices, secrets and tenants.",
  "FLUX-LOCK": "Flux runs under its multi-tenancy lock-down.",
  "RBAC-STD":
    "The standard bindings are there, and no tenant is stronger than its boundary.",
  "KUST-AFTER": "Nothing runs after the guardrails.",
  "KUST-NS-RENAME":
    "No namespace is set where Namespaces are among the objects.",
  "RENDER-BYPASS":
    "Everything that a flow applies went through the guardrails.",
  "TEN-LAYER":
    "Tenants use what is declared for them, and the platform depends on none of them.",
  "EXCEPTION-UNKNOWN": "A GuardrailException names a rule that does not exist.",
} as const;
export type Code = keyof typeof DECISIONS;

/** All of them, in the order in which they are judged. */
export const CODES = Object.keys(DECISIONS) as readonly Code[];

const OTHERS = {
  "CHECK-SKIPPED":
    "Rules that read the repository's files are not judged here.",
} as const;

/** Every code of this function, with one line each. */
export const RULES: Readonly<Record<string, string>> = {
  ...DECISIONS,
  ...OTHERS,
  ...SHARED_RULES,
};

/** Codes no exception can suspend. */
export const FIXED: ReadonlySet<string> = new Set([
  "EXCEPTION-UNKNOWN",
  ...Object.keys(OTHERS),
  ...Object.keys(SHARED_RULES),
]);

/** Codes that a GuardrailException may name. */
export const SUSPENDABLE: ReadonlySet<string> = new Set(
  CODES.filter((code) => !FIXED.has(code)),
);
