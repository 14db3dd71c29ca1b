import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import type { Facts } from "../../lib/kubernetes/facts.ts";
import {
  compileSelection,
  type Scope,
  type Selection,
} from "../../lib/kubernetes/select.ts";
import { judgeWhen, type Verdict } from "../../lib/kubernetes/when.ts";
import { type Claim, claimsOf, finding, KIND, pruneClaims } from "./claims.ts";
import type { FieldName } from "./codes.ts";
import { once } from "./once.ts";
import type { Rule, Spec } from "./schema.ts";

/** One rule of the spec, ready for many Namespaces. */
export interface CompiledRule {
  readonly index: number;
  readonly claims: Readonly<Record<FieldName, readonly Claim[]>>;
  /** Whether the labels and annotations of a Namespace decide if it applies. */
  readonly volatile: boolean;
  /** Whether it is for this Namespace in this cluster. */
  applies(item: Item): boolean;
  /** What its `select` and `when` have to say, after the last `applies`. */
  findings(): readonly Result[];
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
    return compileRule({ index, claims }, selection, () =>
      judgeWhen(rule.when, facts, { functionKind: KIND, where }),
    );
  });
}

function compileRule(
  rule: Pick<CompiledRule, "index" | "claims">,
  selection: Selection,
  judge: () => Verdict,
): CompiledRule {
  let verdict: Verdict | undefined;
  return {
    ...rule,
    volatile: selection.volatile,
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
      const text = `${claim.where}: ${message}`;
      problems.push(finding(rule, { severity: "error", message: text }));
      return undefined;
    }),
    factFindings: () => problems,
  };
}
