import { formatPath, type Result } from "../../lib/krm/result.ts";
import {
  type About,
  finding as newFinding,
} from "../../lib/kubernetes/finding.ts";
import { type Aspect, codeOf, type FieldName } from "./codes.ts";
import type { Rule, Setting, Spec } from "./schema.ts";

/** Kind of this function's config. */
export const KIND = "LabelNamespaces";

/** What one rule says of one key. */
export interface Claim {
  readonly key: string;
  /** Where it stands in the spec, `rules[0].labels.team`. */
  readonly where: string;
  readonly mode: "enforce" | "default" | "protect" | "require" | "forbid";
  /** Code of the rule that the edit follows, for exceptions. */
  readonly code: string;
  /** The value as written, its facts not yet filled in. */
  readonly value?: string;
  readonly pattern?: string | undefined;
  readonly allowed?: readonly string[] | undefined;
  readonly reason?: string | undefined;
}

const CODES: Readonly<Record<Claim["mode"], Aspect>> = {
  enforce: "ENFORCE",
  default: "DEFAULT",
  protect: "PROTECTED",
  require: "MISSING",
  forbid: "FORBIDDEN",
};

/** The claims of the rule at `index` on labels or annotations. */
export function claimsOf(rule: Rule, index: number, field: FieldName): Claim[] {
  return Object.entries(rule[field] ?? {}).map(([key, setting]) => {
    const long = longForm(setting);
    return {
      key,
      where: formatPath(["rules", index, field, key]),
      code: codeOf(field, CODES[long.mode]),
      ...long,
      reason: rule.reason,
    };
  });
}

function longForm(setting: Setting): Exclude<Setting, string> {
  return typeof setting === "string"
    ? { mode: "enforce", value: setting }
    : setting;
}

/** What `preventDeletion` asks for. */
export function pruneClaims(spec: Spec): Claim[] {
  if (!spec.preventDeletion) return [];
  return [
    {
      key: "kustomize.toolkit.fluxcd.io/prune",
      where: "preventDeletion",
      mode: "enforce",
      code: "NS-PRUNE",
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
  if (pattern !== undefined && !anchored(pattern).test(value)) {
    return `must match ${pattern}`;
  }
  return undefined;
}

/** A pattern that must match the whole value; throws where it is malformed. */
export function anchored(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

/** A finding of this function. */
export function finding(rule: string, about: About): Result {
  return newFinding(KIND, rule, about);
}
