import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { apiServerProblems } from "./checks.ts";
import { judge } from "./judge.ts";
import { podSecurityProblems } from "./known.ts";
import type { CompiledRule, Job } from "./rules.ts";
import { type Settled, settle } from "./settle.ts";

/** A Namespace after all rules, and whether any of them selected it. */
export interface Labelled extends Settled {
  readonly selected: boolean;
}

/** Applies every rule to one Namespace, then checks what came out. */
export function labelNamespace(source: Item, job: Job): Labelled {
  const { rules, settled } = settleAll(source, job);
  const { item } = settled;
  const judged = judge(item, source, rules, job);
  const told = new Set(judged.map(({ field }) => field?.path));
  const levels = podSecurityProblems(item).filter(
    ({ field }) => !told.has(field?.path),
  );
  const results: Result[] = [
    ...settled.results,
    ...judged,
    ...apiServerProblems(item),
    ...levels,
  ];
  return { item, results, selected: rules.length > 0 };
}

/**
 * A label that one rule sets may make another one apply. Rules are taken in
 * until none joins, so that a second run finds nothing left to do.
 */
function settleAll(
  source: Item,
  job: Job,
): { rules: readonly CompiledRule[]; settled: Settled } {
  const applying = new Set<CompiledRule>();
  let settled: Settled = { item: source, results: [] };
  for (;;) {
    const before = applying.size;
    for (const rule of job.rules) {
      if (rule.applies(settled.item)) applying.add(rule);
    }
    const rules = job.rules.filter((rule) => applying.has(rule));
    if (before === applying.size) return { rules, settled };
    settled = settle(source, rules, job);
  }
}
