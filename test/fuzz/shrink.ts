/** Tries that a shrinking may cost. */
const MOST = 3000;

/**
 * Takes parts away while what is left still fails: halves, then quarters, down
 * to single ones, until none can go.
 */
export function shrinkList<T>(
  parts: readonly T[],
  stillFails: (parts: readonly T[]) => boolean,
): readonly T[] {
  let left = parts;
  let tries = 0;
  for (let size = Math.ceil(left.length / 2); size >= 1; ) {
    let shorter = false;
    for (let at = 0; at < left.length && tries < MOST; ) {
      const fewer = [...left.slice(0, at), ...left.slice(at + size)];
      tries++;
      if (stillFails(fewer)) {
        left = fewer;
        shorter = true;
      } else at += size;
    }
    if (size === 1 && !shorter) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
    if (tries >= MOST) break;
  }
  return left;
}

/** The text with fewer lines that still fails. */
export function shrinkLines(
  text: string,
  stillFails: (text: string) => boolean,
): string {
  const fails = (parts: readonly string[]) => stillFails(parts.join(""));
  return shrinkList(text.split(/(?<=\n)/), fails).join("");
}
