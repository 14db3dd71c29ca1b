import type { Result } from "../../lib/krm/result.ts";
import type { Facts } from "../../lib/kubernetes/facts.ts";
import type { Frame, Selected } from "../../lib/policy/frame.ts";
import { type Claim, claimsOf, pruneClaims } from "./claims.ts";
import { once } from "./once.ts";
import { type FieldName, finding } from "./policy.ts";
import type { Rule, Spec } from "./schema.ts";

/** One rule of the spec, ready for many Namespaces. */
export interface CompiledRule extends Selected {
  readonly index: number;
  readonly claims: Readonly<Record<FieldName, readonly Claim[]>>;
}

/** The rules of a spec; without any, one that is for every Namespace. */
export function compileRules(spec: Spec, frame: Frame<string>): CompiledRule[] {
  const rules: readonly Rule[] = spec.rules?.length ? spec.rules : [{}];
  const prune = pruneClaims(spec);
  return rules.map((rule, index) => ({
    index,
    claims: {
      labels: claimsOf(rule, index, "labels"),
      annotations: [...claimsOf(rule, index, "annotations"), ...prune],
    },
    ...frame.select(rule, ["rules", index]),
  }));
}

/** What claims give, and which facts that took. */
export interface Values {
  /** A claim's value with its facts; `undefined` where one is not known. */
  valueOf(claim: Claim): string | undefined;
  /** Facts that `valueOf` did not find, each claim once. */
  factFindings(): readonly Result[];
}

/** Values of claims, looked up when first asked for. */
export function valuesOf(facts: Facts): Values {
  const problems: Result[] = [];
  return {
    valueOf: once((claim) => {
      const found = facts.resolve(claim.value ?? "");
      if ("value" in found) return found.value;
      const { rule, message } = found.problem;
      const field = { path: claim.why.at.path };
      problems.push(finding(rule, { message, field }));
      return undefined;
    }),
    factFindings: () => problems,
  };
}
