/**
 * Order of keys in go-yaml, and so in everything Kustomize prints: code
 * points, letters behind other characters (before them behind a digit), runs
 * of digits by value. Not transitive for some keys with leading zeros.
 */
export function naturalOrder(a: string, b: string): number {
  const least = Math.min(a.length, b.length);
  let at = 0;
  while (at < least && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  const x = a.charCodeAt(at);
  const y = b.charCodeAt(at);
  // Most keys part at two characters whose order needs nothing else.
  if (isAsciiLetter(x) && isAsciiLetter(y)) return x - y;
  return byCodePoints(a, b);
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function byCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const length = Math.min(left.length, right.length);
  let behindDigit = false;
  for (let index = 0; index < length; index++) {
    const [x = "", y = ""] = [left[index], right[index]];
    if (x === y) {
      behindDigit = isDigit(x);
      continue;
    }
    if (isLetter(x) !== isLetter(y))
      return isLetter(x) === behindDigit ? -1 : 1;
    if (isLetter(x)) return codePoints(x, y);
    return byNumber(left, right, index) || codePoints(x, y);
  }
  return left.length - right.length;
}

/** Compares the digits from `from` on: by value, then by their number. */
function byNumber(
  left: readonly string[],
  right: readonly string[],
  from: number,
): number {
  const zero = left[from] === "0" || right[from] === "0";
  const lead = zero && followsNonZero(left, from) ? "1" : "";
  const [x, y] = [digitsAt(left, from), digitsAt(right, from)];
  const [p, q] = [BigInt(`0${lead}${x}`), BigInt(`0${lead}${y}`)];
  return p === q ? x.length - y.length : p < q ? -1 : 1;
}

function followsNonZero(text: readonly string[], from: number): boolean {
  for (let at = from - 1; at >= 0 && isDigit(text[at] ?? ""); at--) {
    if (text[at] !== "0") return true;
  }
  return false;
}

function digitsAt(text: readonly string[], from: number): string {
  let end = from;
  while (isDigit(text[end] ?? "")) end++;
  return text.slice(from, end).join("");
}

function codePoints(x: string, y: string): number {
  return (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function isLetter(character: string): boolean {
  return /^\p{L}$/u.test(character);
}
