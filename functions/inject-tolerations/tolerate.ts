import { type Item, mapping } from "../../lib/krm/item.ts";
import type { Path, Result } from "../../lib/krm/result.ts";
import { askedAt, type Why } from "../../lib/krm/why.ts";
import { hasPlaceholder } from "../../lib/kubernetes/facts.ts";
import { type Merge, merge } from "../../lib/kubernetes/merge-tolerations.ts";
import {
  type Repeated,
  repeatedAt,
  type Spot,
} from "../../lib/kubernetes/pods/spots.ts";
import {
  covers,
  equal,
  formatToleration,
  isBroad,
  isToleration,
  type Toleration,
  tolerationProblems,
} from "../../lib/kubernetes/tolerations.ts";
import { type Code, finding } from "./policy.ts";
import type { Change, Run } from "./run.ts";
import type { Want } from "./wants.ts";

/** What is wanted at one spot, and what may be there in the end. */
export interface Demand {
  readonly tolerations: readonly Want[];
  readonly allowed: readonly Toleration[] | undefined;
}

/** Merges tolerations into the list at a spot, and judges the outcome. */
export function tolerate(
  item: Item,
  spot: Spot,
  demand: Demand,
  run: Run,
): Change {
  const path = spot.tolerations;
  const value = item.get(path) ?? undefined;
  if (value === undefined && spot.existingOnly) return { item, results: [] };
  if (value !== undefined && !Array.isArray(value)) {
    return { item, results: [notList(item, path, value)] };
  }
  const entries: readonly unknown[] = value ?? [];
  const invalid = entries.flatMap((entry, index) =>
    invalidities(item, [...path, index], entry, run),
  );
  const own = entries.filter(isToleration);
  // A list that can't be understood is left alone.
  if (own.length < entries.length) return { item, results: invalid };
  const repeated = own.length > 0 ? [] : repeatedAt(spot, item.get(path));
  const base = [...own, ...repeated.map(({ toleration }) => toleration)];
  const merged = settle(item, base, demand.tolerations, run);
  const written = write(item, path, merged, repeated);
  const final = merged.writes.length > 0 ? merged.list : own;
  return {
    item: written,
    results: [
      ...invalid,
      ...conflicts(item, path, { base, merged, run }),
      ...judgements(written, spot, final, { demand, run }),
    ],
  };
}

function notList(item: Item, path: Path, current: unknown): Result {
  return finding("TOL-INVALID", {
    message: "must be a list of tolerations",
    item,
    field: { path, current },
  });
}

function invalidities(
  item: Item,
  path: Path,
  entry: unknown,
  run: Run,
): Result[] {
  return tolerationProblems(entry, run.settings)
    .filter(({ field }) => !field || !hasPlaceholder(mapping(entry)[field]))
    .map(({ field, message }) => {
      const at = field ? [...path, field] : path;
      return finding("TOL-INVALID", {
        message,
        item,
        field: { path: at, current: item.get(at) },
      });
    });
}

/** A merge together with the wishes that no exception suspends. */
export interface Settled extends Merge {
  readonly wants: readonly Want[];
}

/** Merges; what would change and is suspended for this item is left out. */
export function settle(
  item: Item,
  base: readonly Toleration[],
  wants: readonly Want[],
  run: Run,
): Settled {
  const merged = merge(base, wants, run.spec.onConflict);
  const codes = new Set<Code>();
  for (const { wish } of [...merged.writes, ...merged.conflicts]) {
    const code = wants[wish]?.origin.code;
    if (code && run.frame.suspends(code, item)) codes.add(code);
  }
  if (codes.size === 0) return { ...merged, wants };
  const kept = wants.filter(({ origin }) => !codes.has(origin.code));
  return { ...merge(base, kept, run.spec.onConflict), wants: kept };
}

function write(
  item: Item,
  path: Path,
  merged: Settled,
  repeated: readonly Repeated[],
): Item {
  if (merged.writes.length === 0) return item;
  let written = item;
  repeated.forEach(({ toleration, reason }, index) => {
    written = written.set([...path, index], toleration, repeat(reason));
  });
  for (const { index, wish } of merged.writes) {
    const want = merged.wants[wish];
    if (!want) continue;
    written = written.set([...path, index], want.toleration, want.origin);
  }
  return written;
}

/** A list that is written replaces the chart's, so it has to say both. */
function repeat(reason: string): Why {
  return {
    code: "TOL-INJECT",
    at: { path: ["spec", "helmReleases"] },
    reason,
  };
}

/** TOL-CONFLICT for each wish that something in the list stands against. */
export function conflicts(
  item: Item,
  path: Path,
  about: {
    readonly base: readonly Toleration[];
    readonly merged: Settled;
    readonly run: Run;
  },
): Result[] {
  const { base, merged, run } = about;
  if (run.spec.onConflict !== "error" || merged.conflicts.length === 0)
    return [];
  if (run.frame.suspends("TOL-CONFLICT", item)) return [];
  return merged.conflicts.flatMap(({ index, wish }) => {
    const want = merged.wants[wish];
    const found = merged.list[index];
    if (!want || !found) return [];
    const there = item.get([...path, index]) !== undefined;
    const { toleration, origin } = want;
    const source = index < base.length ? "" : " (from another source)";
    return finding("TOL-CONFLICT", {
      message: `tolerates ${formatToleration(found)}${source}, ${askedAt(origin)} wants ${formatToleration(toleration)}; make them agree, or set onConflict`,
      item,
      field: {
        path: there ? [...path, index] : path,
        current: found,
        proposed: toleration,
      },
    });
  });
}

/** TOL-BROAD and TOL-NOT-ALLOWED of a list as it is in the end. */
export function judgements(
  item: Item,
  spot: Spot,
  list: readonly Toleration[],
  about: { readonly demand: Demand; readonly run: Run },
): Result[] {
  const path = spot.tolerations;
  const { demand, run } = about;
  const suspended = (code: Code) => run.frame.suspends(code, item);
  const isList = Array.isArray(item.get(path));
  return list.flatMap((toleration, index) => {
    const at = isList ? [...path, index] : path;
    const field = { path: at, current: toleration };
    const text = formatToleration(toleration);
    const results: Result[] = [];
    const { broad } = run;
    const isOdd = isBroad(toleration) && !isDefault(spot, toleration);
    if (broad !== "ignore" && isOdd && !suspended("TOL-BROAD")) {
      const message = `Exists without a key defeats every ${[toleration.effect, "taint"].filter(Boolean).join(" ")}; name the keys that are meant`;
      const about = { severity: broad, message, item, field };
      results.push(finding("TOL-BROAD", about));
    }
    const allowed = demand.allowed?.some((wide) => covers(wide, toleration));
    if (allowed === false && !suspended("TOL-NOT-ALLOWED")) {
      const message = `${text} is not allowed; allowed are ${listed(demand.allowed)}`;
      results.push(finding("TOL-NOT-ALLOWED", { message, item, field }));
    }
    return results;
  });
}

/** What a chart has by itself is no choice of its release. */
function isDefault(spot: Spot, toleration: Toleration): boolean {
  return (spot.defaults ?? []).some((one) => equal(one.toleration, toleration));
}

function listed(list: readonly Toleration[] = []): string {
  return list.map(formatToleration).join(", ") || "none";
}
