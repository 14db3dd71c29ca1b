import { type Item, isMapping } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { textOf } from "../../lib/kubernetes/match.ts";
import { type Claim, finding } from "./claims.ts";
import { codeOf, type FieldName } from "./codes.ts";
import { type CompiledRule, claimsByKey, type Job } from "./rules.ts";

/** A Namespace after the edits of its rules, and what came up. */
export interface Settled {
  readonly item: Item;
  readonly results: readonly Result[];
}

/** The value a key is to have, or the claims that contradict each other. */
type Decision =
  | { readonly claim: Claim; readonly value: string }
  | { readonly conflict: string }
  | undefined;

/**
 * Writes what the rules give to one Namespace. Keys that two rules contradict
 * each other about stay as they are, and an error names both.
 */
export function settle(
  item: Item,
  rules: readonly CompiledRule[],
  job: Job,
): Settled {
  let settled: Settled = { item, results: [] };
  for (const field of ["labels", "annotations"] as const) {
    if (!isWritable(item, field)) continue;
    for (const [key, claims] of claimsByKey(rules, field)) {
      const existing = textOf(item[field], key);
      const decision = decide(claims, existing, job);
      settled = carryOut(settled, { field, key, decision, job, source: item });
    }
  }
  return settled;
}

/** Whether labels (or annotations) are a mapping, or there are none. */
export function isWritable(item: Item, field: FieldName): boolean {
  const metadata = item.get(["metadata"]) ?? {};
  return isMapping(metadata) && isMapping(metadata[field] ?? {});
}

const STRENGTH: Readonly<Record<Claim["mode"], number>> = {
  protect: 2,
  enforce: 2,
  default: 1,
  require: 0,
  forbid: 0,
};

function decide(
  claims: readonly Claim[],
  existing: string | undefined,
  job: Job,
): Decision {
  const givers = claims.filter(({ mode }) => STRENGTH[mode] > 0);
  const conflict = contradiction(claims, givers);
  if (conflict) return { conflict };
  // A default says nothing where another rule, or the file, gives the value.
  const strong = givers.filter(({ mode }) => STRENGTH[mode] === 2);
  const chosen = strong.length > 0 ? strong : givers;
  if (strong.length === 0 && existing !== undefined) return undefined;
  const [first, ...others] = chosen.map((claim) => ({
    claim,
    value: job.valueOf(claim),
  }));
  if (!first) return undefined;
  const all = [first, ...others];
  if (all.some(({ value }) => value === undefined)) return undefined;
  const other = others.find(({ value }) => value !== first.value);
  if (other) {
    return {
      conflict: `${first.claim.where} gives it ${first.value}, ${other.claim.where} gives it ${other.value}`,
    };
  }
  const protects = all.find(({ claim }) => claim.mode === "protect") ?? first;
  return { claim: protects.claim, value: first.value ?? "" };
}

/** One rule forbids what another one sets or requires. */
function contradiction(
  claims: readonly Claim[],
  givers: readonly Claim[],
): string | undefined {
  const forbids = claims.find(({ mode }) => mode === "forbid");
  if (!forbids) return undefined;
  const [gives] = givers;
  if (gives) return `${gives.where} sets it, ${forbids.where} forbids it`;
  const requires = claims.find(({ mode }) => mode === "require");
  if (!requires) return undefined;
  return `${requires.where} requires it, ${forbids.where} forbids it`;
}

interface Step {
  readonly field: FieldName;
  readonly key: string;
  readonly decision: Decision;
  readonly job: Job;
  /** The Namespace as it came in, which exceptions are matched with. */
  readonly source: Item;
}

function carryOut(settled: Settled, step: Step): Settled {
  const { field, key, decision, source } = step;
  if (!decision) return settled;
  const path = ["metadata", field, key];
  if ("conflict" in decision) {
    const message = `two rules contradict each other about ${key}: ${decision.conflict}`;
    const about = { item: source, field: { path }, message };
    const code = codeOf(field, "CONFLICT");
    const result = finding(code, { severity: "error", ...about });
    return { ...settled, results: [...settled.results, result] };
  }
  const { claim, value } = decision;
  const existing = settled.item[field][key];
  if (existing === value) return settled;
  const stands = textOf(settled.item[field], key) !== undefined;
  if (claim.mode === "protect" && stands) return settled;
  if (step.job.exceptions.suspends(claim.code, source)) return settled;
  const { where: rule, reason } = claim;
  const why = reason === undefined ? { rule } : { rule, reason };
  return { ...settled, item: settled.item.set(path, value, why) };
}
