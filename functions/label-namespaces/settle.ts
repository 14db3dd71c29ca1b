import { type Item, own } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { textOf } from "../../lib/kubernetes/match.ts";
import type { Namespace } from "./namespace.ts";
import type { Plan, Term } from "./plan.ts";
import { codeOf, type FieldName, finding } from "./policy.ts";
import type { Run } from "./run.ts";

/** A Namespace after the edits of its rules, and what came up. */
export interface Settled {
  readonly item: Item;
  readonly results: readonly Result[];
}

/**
 * Writes what the rules give to one Namespace. Keys that two rules contradict
 * each other about stay as they are, and an error names both.
 */
export function settle(
  namespace: Namespace,
  plan: Plan,
  { frame }: Run,
): Settled {
  const { item: source, writable } = namespace;
  let item = source;
  const results: Result[] = [];
  for (const { field, terms } of plan.fields) {
    if (!writable[field]) continue;
    for (const term of terms.values()) {
      const { key, path } = term;
      const existing = own(namespace[field], key);
      const stands = textOf(namespace[field], key) !== undefined;
      const decision = term.decide(stands);
      if (!decision) continue;
      if ("conflict" in decision) {
        results.push(conflict(source, field, term, decision.conflict));
        continue;
      }
      const { claim, value } = decision;
      if (existing === value || (claim.mode === "protect" && stands)) continue;
      if (frame.suspends(claim.why.code, source)) continue;
      item = item.set(path, value, claim.why);
    }
  }
  return { item, results };
}

function conflict(
  item: Item,
  field: FieldName,
  { key, path }: Term,
  why: string,
): Result {
  return finding(codeOf(field, "CONFLICT"), {
    item,
    message: `two rules contradict each other about ${key}: ${why}`,
    field: { path },
  });
}
