/** What is longer is no name, and comparing it would take long. */
const LONGEST = 253;
/** Of more words than these nobody is told which one was meant. */
const MOST = 1000;

/**
 * Edits (insert, delete, replace, swap of neighbours) from `a` to `b`; infinite
 * where they are more than `most`.
 */
export function distance(a: string, b: string, most = LONGEST): number {
  if (a.length > LONGEST || b.length > LONGEST) return Number.POSITIVE_INFINITY;
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
    // What is less later comes from one of these rows.
    if (Math.min(...row, ...next) > most) return Number.POSITIVE_INFINITY;
    last = row;
    row = next;
  }
  const edits = at(row, b.length);
  return edits > most ? Number.POSITIVE_INFINITY : edits;
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
  let compared = 0;
  for (const candidate of known) {
    if (++compared > MOST) return undefined;
    const other = fold(candidate);
    if (Math.abs(other.length - folded.length) >= least) continue;
    const edits = distance(folded, other, least - 1);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}
