import { isDeepStrictEqual } from "node:util";

/** How an element of one list relates to the other list; indexes. */
export interface Alignment {
  /** Index in the old list; absent for an added element. */
  readonly before?: number;
  /** Index in the new list; absent for a removed element. */
  readonly after?: number;
  /** Where in the old list an added element goes: before this index. */
  readonly place: number;
}

/**
 * Pairs two lists: what is equal at the start and the end stays, the middle is
 * paired in order, the rest of it is added or removed.
 */
export function align(
  before: readonly unknown[],
  after: readonly unknown[],
): Alignment[] {
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && isDeepStrictEqual(before[head], after[head])) head++;
  let tail = 0;
  while (
    tail < least - head &&
    isDeepStrictEqual(before.at(-1 - tail), after.at(-1 - tail))
  ) {
    tail++;
  }
  const steps: Alignment[] = [];
  const old = before.length - tail;
  const young = after.length - tail;
  for (let index = 0; index < Math.max(old, young); index++) {
    steps.push({
      place: Math.min(index, old),
      ...(index < old ? { before: index } : {}),
      ...(index < young ? { after: index } : {}),
    });
  }
  for (let index = tail; index > 0; index--) {
    const place = before.length - index;
    steps.push({ place, before: place, after: after.length - index });
  }
  return steps;
}
