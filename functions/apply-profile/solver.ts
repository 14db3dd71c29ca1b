/** A component that is there, or is not. */
export type Literal = readonly [name: string, there: boolean];

/** One of the literals must hold; `text` says why, as people read it. */
export interface Clause {
  readonly any: readonly Literal[];
  readonly text: string;
}

type Assignment = ReadonlyMap<string, boolean>;

/**
 * Whether components can be there or not so that every clause holds.
 * Davis, Putnam, Logemann and Loveland: forced moves first, then both ways.
 */
export function isPossible(
  clauses: readonly Clause[],
  assumed: Assignment = new Map(),
): boolean {
  const known = new Map(assumed);
  for (let forced = true; forced; ) {
    forced = false;
    for (const { any } of clauses) {
      if (any.some(([name, there]) => known.get(name) === there)) continue;
      const open = any.filter(([name]) => !known.has(name));
      const [first] = open;
      if (!first) return false;
      if (open.length > 1) continue;
      known.set(first[0], first[1]);
      forced = true;
    }
  }
  const next = clauses
    .filter(({ any }) => !any.some(([n, there]) => known.get(n) === there))
    .flatMap(({ any }) => any.filter(([name]) => !known.has(name)))[0];
  if (!next) return true;
  return [true, false].some((there) =>
    isPossible(clauses, new Map(known).set(next[0], there)),
  );
}

/** Clauses that can't hold together, none of which can be spared. */
export function contradiction(clauses: readonly Clause[]): Clause[] {
  let core = [...clauses];
  for (const clause of clauses) {
    const rest = core.filter((one) => one !== clause);
    if (!isPossible(rest)) core = rest;
  }
  return core;
}
