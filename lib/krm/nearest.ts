/** Edits (insert, delete, replace, swap of neighbours) from `a` to `b`. */
export function distance(a: string, b: string): number {
  let last: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + (same ? 0 : 1),
      );
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, at(last, j - 2) + 1);
      next.push(best);
    }
    last = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

/**
 * The word of `known` that `word` was probably meant to be, compared without
 * regard to case, `-` and `_`; `undefined` where none is close (a third of the
 * length, at least one edit).
 */
export function nearest(
  word: string,
  known: Iterable<string>,
): string | undefined {
  const fold = (text: string): string =>
    text.toLowerCase().replaceAll(/[-_]/g, "");
  const folded = fold(word);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const edits = distance(folded, fold(candidate));
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}
