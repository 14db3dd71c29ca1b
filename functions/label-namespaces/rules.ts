import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import type { Exceptions } from "../../lib/kubernetes/exceptions.ts";
import type { Facts } from "../../lib/kubernetes/facts.ts";
import {
  compileSelection,
  type Scope,
  type Selection,
} from "../../lib/kubernetes/select.ts";
import { judgeWhen, type Verdict } from "../../lib/kubernetes/when.ts";
import { type Claim, claimsOf, finding, KIND, pruneClaims } from "./claims.ts";
import type { FieldName } from "./codes.ts";
import type { Rule, Spec } from "./schema.ts";

/** One rule of the spec, ready for many Namespaces. */
export interface CompiledRule {
  readonly claims: Readonly<Record<FieldName, readonly Claim[]>>;
  /** Whether it is for this Namespace in this cluster. */
  applies(item: Item): boolean;
  /** What its `select` and `when` have to say, after the last `applies`. */
  findings(): readonly Result[];
}

/** What the run of a spec shares. */
export interface Job {
  readonly rules: readonly CompiledRule[];
  readonly exceptions: Exceptions;
  /** A claim's value with its facts; `undefined` where one is not known. */
  valueOf(claim: Claim): string | undefined;
  /** Facts that `valueOf` did not find, each claim once. */
  factFindings(): readonly Result[];
}

/** The rules of a spec; without any, one that is for every Namespace. */
export function compileRules(
  spec: Spec,
  scope: Scope,
  facts: Facts,
): CompiledRule[] {
  const rules: readonly Rule[] = spec.rules?.length ? spec.rules : [{}];
  const prune = pruneClaims(spec);
  return rules.map((rule, index) => {
    const where = `rules[${index}]`;
    const selection = compileSelection(rule, where, scope);
    const claims = {
      labels: claimsOf(rule, index, "labels"),
      annotations: [...claimsOf(rule, index, "annotations"), ...prune],
    };
    return compileRule(claims, selection, () =>
      judgeWhen(rule.when, facts, { functionKind: KIND, where }),
    );
  });
}

function compileRule(
  claims: CompiledRule["claims"],
  selection: Selection,
  judge: () => Verdict,
): CompiledRule {
  let verdict: Verdict | undefined;
  return {
    claims,
    applies(item) {
      if (!selection.selects(item)) return false;
      verdict ??= judge();
      return verdict.applies;
    },
    findings() {
      const { applies } = verdict ?? judge();
      const selected = applies ? selection.findings(KIND) : [];
      return [...(verdict?.results ?? []), ...selected];
    },
  };
}

/** Claims of the rules that are for one Namespace, by key. */
export function claimsByKey(
  rules: readonly CompiledRule[],
  field: FieldName,
): Map<string, Claim[]> {
  const byKey = new Map<string, Claim[]>();
  for (const claim of rules.flatMap((rule) => rule.claims[field])) {
    byKey.set(claim.key, [...(byKey.get(claim.key) ?? []), claim]);
  }
  return byKey;
}

/** Values of claims, looked up when first asked for. */
export function valuesOf(facts: Facts): Pick<Job, "valueOf" | "factFindings"> {
  const values = new Map<Claim, string | undefined>();
  const problems: Result[] = [];
  return {
    valueOf(claim) {
      if (values.has(claim)) return values.get(claim);
      const found = facts.resolve(claim.value ?? "");
      const value = "value" in found ? found.value : undefined;
      if ("problem" in found) {
        const { rule, message } = found.problem;
        const text = `${claim.where}: ${message}`;
        problems.push(finding(rule, { severity: "error", message: text }));
      }
      values.set(claim, value);
      return value;
    },
    factFindings: () => problems,
  };
}
