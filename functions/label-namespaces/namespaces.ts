import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { apiServerProblems } from "./checks.ts";
import { judge } from "./judge.ts";
import { podSecurityProblems } from "./known.ts";
import { edited, type Namespace, namespaceOf } from "./namespace.ts";
import type { Plan } from "./plan.ts";
import type { CompiledRule } from "./rules.ts";
import type { Run } from "./run.ts";
import { type Settled, settle } from "./settle.ts";

/** A Namespace after all rules, and whether any of them selected it. */
export interface Labelled extends Settled {
  readonly selected: boolean;
}

/** Applies every rule to one Namespace, then checks what came out. */
export function labelNamespace(source: Item, run: Run): Labelled {
  const applying = new Set(run.rules.filter((rule) => rule.applies(source)));
  const before = namespaceOf(source);
  let plan: Plan;
  let settled: Settled;
  // A label that one rule sets may make another one apply. Rules are taken in
  // until none joins, so that a second run finds nothing left to do.
  do {
    plan = run.planFor(applying);
    settled = settle(before, plan, run);
  } while (joins(settled.item, applying, run));
  const namespace = edited(before, settled.item);
  const judged = judge(namespace, source, plan, run);
  const results: Result[] = [
    ...settled.results,
    ...judged,
    ...apiServerProblems(namespace, run.keys),
    ...levelProblems(namespace, judged),
  ];
  return { item: namespace.item, results, selected: plan.selected };
}

/** Takes in the rules that apply to a Namespace now; whether there are any. */
function joins(item: Item, applying: Set<CompiledRule>, run: Run): boolean {
  const before = applying.size;
  for (const rule of run.rules) {
    if (rule.volatile && rule.applies(item)) applying.add(rule);
  }
  return applying.size > before;
}

/** A label that a rule found fault with already is not told twice. */
function levelProblems(
  namespace: Namespace,
  judged: readonly Result[],
): Result[] {
  const problems = podSecurityProblems(namespace);
  if (problems.length === 0) return problems;
  const told = new Set(judged.map(({ field }) => field?.path));
  return problems.filter(({ field }) => !told.has(field?.path));
}
