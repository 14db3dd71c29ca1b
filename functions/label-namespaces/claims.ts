import { askedAt, type Why } from "../../lib/krm/why.ts";
import { PRUNE } from "../../lib/kubernetes/well-known.ts";
import { expression } from "../../lib/pattern.ts";
import { type Aspect, codeOf, type FieldName } from "./policy.ts";
import type { Rule, Setting, Spec } from "./schema.ts";

/** What one rule says of one key. */
export interface Claim {
  readonly key: string;
  /** Where it stands in the spec, for messages: `rules[0].labels.team`. */
  readonly where: string;
  /** What an edit that follows it is told to be for. */
  readonly why: Why;
  readonly mode: "enforce" | "default" | "protect" | "require" | "forbid";
  /** The value as written, its facts not yet filled in. */
  readonly value?: string;
  readonly pattern?: string | undefined;
  readonly allowed?: readonly string[] | undefined;
}

const CODES: Readonly<Record<Claim["mode"], Aspect>> = {
  enforce: "ENFORCE",
  default: "DEFAULT",
  protect: "PROTECTED",
  require: "MISSING",
  forbid: "FORBIDDEN",
};

/** The reason of a claim whose rule states none. */
const REASONS: Readonly<Record<Claim["mode"], string>> = {
  enforce: "the rule gives every Namespace this value",
  default: "the rule gives this value where there is none",
  protect: "the rule keeps this value",
  require: "the rule requires it",
  forbid: "the rule forbids it",
};

/** The claims of the rule at `index` on labels or annotations. */
export function claimsOf(rule: Rule, index: number, field: FieldName): Claim[] {
  return Object.entries(rule[field] ?? {}).map(([key, setting]) => {
    const long = longForm(setting);
    const why = {
      code: codeOf(field, CODES[long.mode]),
      at: { path: ["spec", "rules", index, field, key] },
      reason: rule.reason ?? REASONS[long.mode],
    };
    return { key, where: askedAt(why), why, ...long };
  });
}

function longForm(setting: Setting): Exclude<Setting, string> {
  return typeof setting === "string"
    ? { mode: "enforce", value: setting }
    : setting;
}

const KEPT: Why = {
  code: "NS-PRUNE",
  at: { path: ["spec", "preventDeletion"] },
  reason: "Flux must not delete a Namespace that leaves the repository",
};

/** What `preventDeletion` asks for. */
export function pruneClaims(spec: Spec): Claim[] {
  if (!spec.preventDeletion) return [];
  return [
    {
      key: PRUNE,
      where: "preventDeletion",
      why: KEPT,
      mode: "enforce",
      value: "disabled",
    },
  ];
}

/** Why `value` breaks the claim's pattern or allowed values. */
export function constraintProblem(
  claim: Claim,
  value: string,
): string | undefined {
  const { allowed, pattern } = claim;
  if (allowed && !allowed.includes(value)) {
    return `must be ${allowed.join(" or ")}`;
  }
  if (pattern !== undefined && !expression(pattern)(value)) {
    return `must match ${pattern}`;
  }
  return undefined;
}
