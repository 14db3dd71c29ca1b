import { equal } from "./equal.ts";

/** How an element of one list relates to the other list; indexes. */
export interface Alignment {
  /** Index in the old list; absent for an added element. */
  readonly before?: number;
  /** Index in the new list; absent for a removed element. */
  readonly after?: number;
  /** Where in the old list an added element goes: before this index. */
  readonly place: number;
}

/** Comparisons that an alignment may cost; longer middles are paired in order. */
const MOST = 10_000;

/**
 * Pairs two lists: equal elements with each other, in order and as many as
 * possible; between them the others in order; the rest is added or removed.
 */
export function align(
  before: readonly unknown[],
  after: readonly unknown[],
): Alignment[] {
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && equal(before[head], after[head])) head++;
  let tail = 0;
  while (
    tail < least - head &&
    equal(before.at(-1 - tail), after.at(-1 - tail))
  ) {
    tail++;
  }
  const old = before.slice(head, before.length - tail);
  const young = after.slice(head, after.length - tail);
  const anchors = [
    ...range(head).map((index): Pair => [index, index]),
    ...common(old, young).map(([b, a]): Pair => [b + head, a + head]),
    ...range(tail).map(
      (index): Pair => [
        before.length - tail + index,
        after.length - tail + index,
      ],
    ),
    [before.length, after.length] as Pair,
  ];
  return between(anchors);
}

type Pair = readonly [number, number];

/** The anchors, and what lies between them paired in order. */
function between(anchors: readonly Pair[]): Alignment[] {
  const steps: Alignment[] = [];
  let [old, young] = [0, 0];
  for (const [b, a] of anchors) {
    while (old < b || young < a) {
      const place = old;
      const removed = old < b ? { before: old++ } : {};
      const added = young < a ? { after: young++ } : {};
      steps.push({ place, ...removed, ...added });
    }
    steps.push({ place: b, before: b, after: a });
    [old, young] = [b + 1, a + 1];
  }
  steps.pop();
  return steps;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** A longest common subsequence, as pairs of indexes. */
function common(old: readonly unknown[], young: readonly unknown[]): Pair[] {
  const width = young.length + 1;
  if (old.length * young.length > MOST) return [];
  const lengths = new Uint16Array((old.length + 1) * width);
  const at = (b: number, a: number): number => lengths[b * width + a] ?? 0;
  const same = old.map((x) => young.map((y) => equal(x, y)));
  for (let b = old.length - 1; b >= 0; b--) {
    for (let a = young.length - 1; a >= 0; a--) {
      lengths[b * width + a] = same[b]?.[a]
        ? at(b + 1, a + 1) + 1
        : Math.max(at(b + 1, a), at(b, a + 1));
    }
  }
  const pairs: Pair[] = [];
  let [b, a] = [0, 0];
  while (b < old.length && a < young.length) {
    if (same[b]?.[a]) pairs.push([b++, a++]);
    else if (at(b + 1, a) >= at(b, a + 1)) b++;
    else a++;
  }
  return pairs;
}
