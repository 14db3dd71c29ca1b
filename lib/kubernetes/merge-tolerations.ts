import { covers, equal, sameTaint, type Toleration } from "./tolerations.ts";

/** What happens to a wish for a taint that a list treats differently. */
export type OnConflict = "keep" | "replace" | "error";

/** A toleration that a list should have. */
export interface Wish {
  readonly toleration: Toleration;
  /** True where it is added beside a conflicting one and never replaces. */
  readonly yields?: boolean;
}

/** How a list and wishes come together; numbers are indexes. */
export interface Merge {
  readonly list: readonly Toleration[];
  /** Elements of `list` that come from a wish, in order. */
  readonly writes: readonly { readonly index: number; readonly wish: number }[];
  /** Elements of the old list in the way of a wish that was dropped. */
  readonly conflicts: readonly {
    readonly index: number;
    readonly wish: number;
  }[];
}

/**
 * Adds what `existing` does not cover, in the order of the wishes: first those
 * that yield, then the others, so that merging a second time finds nothing to
 * do. Existing tolerations are neither reordered nor dropped; `replace` puts a
 * wish in the place of the first one it conflicts with.
 */
export function merge(
  existing: readonly Toleration[],
  wishes: readonly Wish[],
  onConflict: OnConflict,
): Merge {
  const asked = wishes.map(({ toleration, yields }, wish) => {
    return { toleration, yields: yields === true, wish };
  });
  const firm = asked.filter((one) => !one.yields && !isRedundant(one, asked));
  const draft: Draft = { list: [...existing], writes: [], conflicts: [] };
  const replaces = onConflict === "replace";
  if (replaces) replaceAll(draft, firm);
  for (const one of asked.filter(({ yields }) => yields)) {
    const beaten = replaces && isBeaten(one, firm);
    if (!beaten && !isCovered(draft, one)) put(draft, draft.list.length, one);
  }
  for (const one of firm) {
    if (isCovered(draft, one)) continue;
    const index = conflictOf(draft, one, firm);
    if (index < 0) put(draft, draft.list.length, one);
    else draft.conflicts.push({ index, wish: one.wish });
  }
  draft.writes.sort((a, b) => a.index - b.index);
  return draft;
}

interface Draft {
  readonly list: Toleration[];
  readonly writes: { index: number; wish: number }[];
  readonly conflicts: { index: number; wish: number }[];
}

/** What is replaced may have covered another wish, so until nothing changes. */
function replaceAll(draft: Draft, firm: readonly Asked[]): void {
  for (let again = true; again; ) {
    again = false;
    for (const one of firm) {
      if (isCovered(draft, one)) continue;
      const index = conflictOf(draft, one, firm);
      if (index < 0) continue;
      put(draft, index, one);
      again = true;
    }
  }
}

function put(draft: Draft, index: number, { toleration, wish }: Asked): void {
  draft.list[index] = toleration;
  draft.writes.push({ index, wish });
}

function isCovered(draft: Draft, { toleration }: Asked): boolean {
  return draft.list.some((found) => covers(found, toleration));
}

interface Asked {
  readonly toleration: Toleration;
  readonly yields: boolean;
  readonly wish: number;
}

/** Another wish covers it; of two equal ones the first stays. */
function isRedundant(one: Asked, all: readonly Asked[]): boolean {
  return all.some((other) => {
    if (other.wish === one.wish || other.yields) return false;
    if (!covers(other.toleration, one.toleration)) return false;
    const mutual = covers(one.toleration, other.toleration);
    return !mutual || other.wish < one.wish;
  });
}

/** A wish that yields gives way to a firm one for the same taint. */
function isBeaten(one: Asked, firm: readonly Asked[]): boolean {
  return firm.some(
    ({ toleration }) =>
      sameTaint(toleration, one.toleration) &&
      !covers(one.toleration, toleration),
  );
}

/** What other wishes ask for is no conflict: a list may hold two values. */
function conflictOf(
  { list }: Draft,
  one: Asked,
  firm: readonly Asked[],
): number {
  return list.findIndex(
    (found) =>
      sameTaint(found, one.toleration) &&
      !firm.some(({ toleration }) => equal(toleration, found)),
  );
}
