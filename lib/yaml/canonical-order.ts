const DIGIT = /[0-9]/;
/** Go counts in 64 bits; other digits than ASCII's it counts in its own way. */
const UNCOUNTABLE = /[0-9]{18}|[^\P{Nd}0-9]/u;
const LETTER = /^\p{L}$/u;

/**
 * Keys in the order of go-yaml v2, in which Kustomize prints them: by code
 * point, letters behind all else, runs of digits by value. Throws `RangeError`
 * where that order runs in a circle: Kustomize's output then varies.
 */
export function canonicalOrder(keys: readonly string[]): string[] {
  const split = keys.map((key) => ({ key, characters: [...key] }));
  split.sort((a, b) => (isLess(a.characters, b.characters) ? -1 : 1));
  if (keys.some((key) => DIGIT.test(key) || UNCOUNTABLE.test(key))) {
    assertOrdered(split.map(({ characters }) => characters));
    if (keys.some((key) => UNCOUNTABLE.test(key))) {
      throw new RangeError("a key holds digits that Kustomize does not count");
    }
  }
  return split.map(({ key }) => key);
}

function assertOrdered(keys: readonly (readonly string[])[]): void {
  for (const [index, key] of keys.entries()) {
    for (let before = 0; before < index; before++) {
      const other = keys[before] ?? [];
      if (isLess(other, key) && !isLess(key, other)) continue;
      throw new RangeError(
        `Kustomize prints the keys ${other.join("")} and ${key.join("")} in varying order`,
      );
    }
  }
}

function isLess(a: readonly string[], b: readonly string[]): boolean {
  const at = a.findIndex((character, index) => character !== b[index]);
  if (at < 0 || at >= b.length) return at < 0 && a.length < b.length;
  const [x = "", y = ""] = [a[at], b[at]];
  const [left, right] = [LETTER.test(x), LETTER.test(y)];
  if (left !== right) return right;
  if (left) return codePoint(x) < codePoint(y);
  const zero = x === "0" || y === "0";
  const lead = zero && followsNonZero(a, at) ? "1" : "0";
  const [p, q] = [digitsAt(a, at), digitsAt(b, at)];
  const [n, m] = [BigInt(lead + p), BigInt(lead + q)];
  if (n !== m) return n < m;
  if (p.length !== q.length) return p.length < q.length;
  return codePoint(x) < codePoint(y);
}

/** Whether the digits in front hold another than 0. */
function followsNonZero(key: readonly string[], from: number): boolean {
  for (let at = from - 1; at >= 0 && DIGIT.test(key[at] ?? ""); at--) {
    if (key[at] !== "0") return true;
  }
  return false;
}

function digitsAt(key: readonly string[], from: number): string {
  let end = from;
  while (DIGIT.test(key[end] ?? "")) end++;
  return key.slice(from, end).join("");
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
