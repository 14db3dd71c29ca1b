import type { Path } from "../../lib/krm/result.ts";
import type { Claim } from "./claims.ts";
import { type Decision, decide } from "./decide.ts";
import { type Meant, speller } from "./near.ts";
import { once } from "./once.ts";
import type { FieldName } from "./policy.ts";
import type { CompiledRule, Values } from "./rules.ts";

/** What the rules that are for a Namespace say of it. */
export interface Plan {
  /** Whether there is any such rule. */
  readonly selected: boolean;
  /** Labels, then annotations. */
  readonly fields: readonly FieldPlan[];
}

/** What they say of its labels, or of its annotations. */
export interface FieldPlan {
  readonly field: FieldName;
  /** By key, in the order of the rules. */
  readonly terms: ReadonlyMap<string, Term>;
  /** Those that can be broken: their values are judged. */
  readonly judged: readonly Term[];
  /** What a key of the Namespace is a misspelling of. */
  meant(key: string): Meant | undefined;
}

/** What they say of one key. */
export interface Term {
  readonly key: string;
  readonly path: Path;
  readonly claims: readonly Claim[];
  /** What to write, whether the key stands there or not. */
  decide(stands: boolean): Decision;
}

/**
 * Plans for what applies to a Namespace. One is made for each set of rules:
 * most Namespaces of a build have the same.
 */
export function plansOf(
  rules: readonly CompiledRule[],
  values: Values,
): (applying: ReadonlySet<CompiledRule>) => Plan {
  const plans = new Map<string, Plan>();
  return (applying) => {
    const chosen = rules.filter((rule) => applying.has(rule));
    const id = chosen.map(({ index }) => index).join();
    const plan = plans.get(id) ?? planOf(chosen, values);
    plans.set(id, plan);
    return plan;
  };
}

function planOf(rules: readonly CompiledRule[], values: Values): Plan {
  return {
    selected: rules.length > 0,
    fields: [
      fieldPlan(rules, "labels", values),
      fieldPlan(rules, "annotations", values),
    ],
  };
}

function fieldPlan(
  rules: readonly CompiledRule[],
  field: FieldName,
  values: Values,
): FieldPlan {
  const byKey = new Map<string, Claim[]>();
  for (const claim of rules.flatMap((rule) => rule.claims[field])) {
    const before = byKey.get(claim.key);
    if (before) before.push(claim);
    else byKey.set(claim.key, [claim]);
  }
  const terms = new Map<string, Term>();
  for (const [key, claims] of byKey) {
    const path = ["metadata", field, key];
    const deciding = once((stands: boolean) => decide(claims, stands, values));
    terms.set(key, { key, path, claims, decide: deciding });
  }
  const judged = [...terms.values()].filter(({ claims }) =>
    claims.some(isBreakable),
  );
  return { field, terms, judged, meant: once(speller(byKey)) };
}

/** Whether anything but the edit of a claim's value can be asked of it. */
function isBreakable({ mode, allowed, pattern }: Claim): boolean {
  const given = mode === "enforce" || mode === "default";
  return !given || allowed !== undefined || pattern !== undefined;
}
