import type { Facts } from "../../../lib/kubernetes/facts.ts";
import type { Mistake } from "./fill.ts";
import { clash, merged } from "./merge.ts";

/** An entry of `overrides`: what it is for, and a partial spec. */
export interface Override {
  readonly profiles?: readonly string[] | undefined;
  readonly clusters?: readonly string[] | undefined;
}

/** A spec with its overrides, and where each was found. */
export interface Overridden {
  readonly value: unknown;
  /** Positions of the overrides that were applied, the weakest first. */
  readonly applied: readonly number[];
  readonly problems: readonly Mistake[];
}

/**
 * `base` with the overrides for this cluster. One that names clusters is
 * stronger than one that names profiles; two of equal strength must agree.
 */
export function applyOverrides(
  base: unknown,
  overrides: readonly Override[],
  facts: Facts,
): Overridden {
  const problems: Mistake[] = [];
  const meant = [...overrides.keys()].filter((index) => {
    const judged = judge(overrides[index] ?? {}, index, facts);
    if (typeof judged === "boolean") return judged;
    problems.push(judged);
    return false;
  });
  const isStrong = (index: number) => overrides[index]?.clusters !== undefined;
  const weak = meant.filter((index) => !isStrong(index));
  const strong = meant.filter(isStrong);
  for (const level of [weak, strong]) {
    problems.push(...conflicts(level, overrides));
  }
  const applied = [...weak, ...strong];
  const parts = applied.map((index) => partOf(overrides[index] ?? {}));
  const value = parts.reduce((before, part) => merged(before, part), base);
  return { value, applied, problems };
}

function partOf({ profiles: _p, clusters: _c, ...part }: Override): object {
  return part;
}

/** Whether the entry is for this cluster, or why nobody can say. */
function judge(
  { profiles, clusters }: Override,
  index: number,
  facts: Facts,
): boolean | Mistake {
  const conditions = [
    ["cluster.profile", profiles],
    ["cluster.name", clusters],
  ] as const;
  for (const [variable, wanted] of conditions) {
    if (!wanted) continue;
    const found = facts.lookup(variable);
    if ("problem" in found) return unknown(found.problem, index);
    if (!wanted.includes(found.value)) return false;
  }
  return true;
}

function unknown(
  problem: { readonly rule: string; readonly message: string },
  index: number,
): Mistake {
  const path = ["overrides", index];
  if (problem.rule === "FACT-CONFLICT") {
    const { message } = problem;
    return { rule: "FACT-CONFLICT", path, message };
  }
  const message = `is not applied: ${problem.message}; render knows the cluster`;
  return { rule: "WHEN-SKIPPED", severity: "info", path, message };
}

function conflicts(
  level: readonly number[],
  overrides: readonly Override[],
): Mistake[] {
  return level.flatMap((index, position) =>
    level.slice(position + 1).flatMap((other): Mistake[] => {
      const [a, b] = [overrides[index] ?? {}, overrides[other] ?? {}];
      const where = clash(partOf(a), partOf(b));
      if (where === undefined) return [];
      return [
        {
          rule: "TEN-OVERRIDE-CONFLICT",
          path: ["overrides", other],
          message: `overrides[${index}] and overrides[${other}] give ${where} different values, and both are for this cluster: say it in one of them`,
        },
      ];
    }),
  );
}
