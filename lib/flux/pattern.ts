/**
 * Whether a shell pattern matches all of a text, as Flux's fork of Go's
 * `path.Match` has it: `*` stands for any text, also with a slash; `?` for a
 * character, `[a-z]` and `[^a-z]` for one of a set, `\` before one that means
 * itself. `undefined` for a pattern that Go calls bad, as far as it looked.
 * Source: github.com/fluxcd/pkg/envsubst 1.7.1, path.Match.
 */
export function matchesPattern(
  pattern: string,
  text: Uint8Array,
): boolean | undefined {
  try {
    return matches([...pattern], Buffer.from(text));
  } catch (error) {
    if (error instanceof BadPattern) return undefined;
    throw error;
  }
}

class BadPattern extends Error {}

/** A piece of a pattern: what a star may stand before, without one. */
interface Chunk {
  readonly star: boolean;
  readonly letters: readonly string[];
}

function matches(pattern: readonly string[], text: Buffer): boolean {
  const chunks = chunksOf(pattern);
  let at = 0;
  for (const [index, { star, letters }] of chunks.entries()) {
    const last = index === chunks.length - 1;
    if (star && letters.length === 0) return true;
    const here = behind(letters, text, at);
    if (here !== undefined && (here === text.length || !last)) {
      at = here;
      continue;
    }
    const later = star ? findLater(letters, text, at, last) : undefined;
    if (later === undefined) return false;
    at = later;
  }
  return at === text.length;
}

function findLater(
  letters: readonly string[],
  text: Buffer,
  from: number,
  last: boolean,
): number | undefined {
  for (let at = from + 1; at <= text.length; at++) {
    const end = behind(letters, text, at);
    if (end !== undefined && (!last || end === text.length)) return end;
  }
  return undefined;
}

function chunksOf(pattern: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < pattern.length; ) {
    const star = pattern[at] === "*";
    while (pattern[at] === "*") at++;
    const start = at;
    for (let inSet = false; at < pattern.length; at++) {
      const letter = pattern[at];
      if (letter === "\\" && at + 1 < pattern.length) at++;
      else if (letter === "[") inSet = true;
      else if (letter === "]") inSet = false;
      else if (letter === "*" && !inSet) break;
    }
    chunks.push({ star, letters: pattern.slice(start, at) });
  }
  return chunks;
}

/** Where a chunk that begins at an offset ends; `undefined` for no match. */
function behind(
  letters: readonly string[],
  text: Buffer,
  from: number,
): number | undefined {
  let at = from;
  for (let next = 0; next < letters.length; ) {
    if (at >= text.length) return undefined;
    const letter = letters[next] ?? "";
    if (letter === "[") {
      const one = characterAt(text, at);
      const set = setAt(letters, next + 1, one.code);
      if (!set.matched) return undefined;
      at += one.length;
      next = set.end;
    } else if (letter === "?") {
      at += characterAt(text, at).length;
      next++;
    } else {
      if (letter === "\\") next++;
      const literal = letters[next];
      if (literal === undefined) throw new BadPattern();
      const bytes = Buffer.from(literal);
      if (!text.subarray(at, at + bytes.length).equals(bytes)) return undefined;
      at += bytes.length;
      next++;
    }
  }
  return at;
}

/** A character of UTF-8, or a byte that is none, as U+FFFD. */
function characterAt(
  text: Buffer,
  at: number,
): { code: number; length: number } {
  for (const length of [1, 2, 3, 4]) {
    const bytes = text.subarray(at, at + length);
    const read = bytes.toString();
    if (bytes.length === length && Buffer.from(read).equals(bytes)) {
      return { code: read.codePointAt(0) ?? 0, length };
    }
  }
  return { code: 0xfffd, length: 1 };
}

/** A set of characters, from behind its bracket. */
function setAt(
  letters: readonly string[],
  from: number,
  code: number,
): { matched: boolean; end: number } {
  let at = from;
  const negated = letters[at] === "^";
  if (negated) at++;
  let matched = false;
  for (let ranges = 0; ranges === 0 || letters[at] !== "]"; ranges++) {
    const low = memberAt(letters, at);
    at = low.end;
    let high = low.code;
    if (letters[at] === "-") {
      const other = memberAt(letters, at + 1);
      high = other.code;
      at = other.end;
    }
    if (low.code <= code && code <= high) matched = true;
  }
  return { matched: matched !== negated, end: at + 1 };
}

function memberAt(
  letters: readonly string[],
  from: number,
): { code: number; end: number } {
  let at = from;
  const letter = letters[at];
  if (letter === undefined || letter === "-" || letter === "]") {
    throw new BadPattern();
  }
  if (letter === "\\") at++;
  const code = letters[at]?.codePointAt(0);
  // Its bracket must still come.
  if (code === undefined || at + 1 >= letters.length) throw new BadPattern();
  return { code, end: at + 1 };
}
