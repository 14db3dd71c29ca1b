/**
 * What a text is asked with that somebody wrote into a config or a
 * kustomization. No text makes either of them take more than a time that grows
 * with it and with what was written.
 */

/** Whether a text is what was asked for. */
export type Matches = (text: string) => boolean;

const compiled = new Map<string, Matches>();

/**
 * Whether all of a text matches a regular expression, as Go has it and Kustomize
 * anchors it: without looking ahead, and without references back. Throws where it
 * is none.
 * Source: Kustomize, api/types/selector.go.
 */
export function expression(pattern: string): Matches {
  const known = compiled.get(pattern);
  if (known) return known;
  const matches = compile(pattern);
  compiled.set(pattern, matches);
  return matches;
}

/** Why `what`, which holds a pattern, can't be used. */
export function patternProblem(
  what: string,
  pattern: string,
): string | undefined {
  try {
    expression(pattern);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const why = said
      .replace("error parsing regexp: ", "")
      .replace(/: `.*/s, "");
    return `${what} ${pattern} is no regular expression that RE2 takes: ${why}`;
  }
}

const ONE = String.raw`(?:[\w-]|\[(?:\w-\w|\w)+-?\])`;
const COUNTED = String.raw`(?:${ONE}(?:\{\d{1,3}\})?)*`;
/** What every engine reads alike and in linear time, as at most one part repeats. */
const PLAIN = new RegExp(`^${COUNTED}(?:${ONE}[*+?]${COUNTED})?$`);
const SHORT = 100;

function compile(pattern: string): Matches {
  const anchored = `^(?:${pattern})$`;
  if (pattern.length <= SHORT && PLAIN.test(pattern)) {
    const plain = new RegExp(anchored);
    return (text) => plain.test(text);
  }
  // It takes a seventh of a start to load.
  const { RE2JS }: typeof import("re2js") = require("re2js");
  const regex = RE2JS.compile(anchored);
  return (text) => regex.matcher(text).find();
}

/** Whether a glob has a wildcard. */
export function isGlob(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/**
 * Whether a glob matches all of a text: `*` stands for any text, `?` for one
 * character. Behind a star the first place where the next piece fits is as good
 * as any later one, so that nothing is tried twice.
 */
export function glob(pattern: string): Matches {
  const [head = "", ...pieces] = pattern.split(/\*+/);
  const tail = pieces.pop();
  if (tail === undefined) {
    return (text) => text.length === head.length && fits(head, text, 0);
  }
  return (text) => {
    const end = text.length - tail.length;
    let at = head.length;
    if (at > end || !fits(head, text, 0) || !fits(tail, text, end))
      return false;
    for (const piece of pieces) {
      const found = find(piece, text, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= end;
  };
}

function find(piece: string, text: string, from: number): number {
  if (!piece.includes("?")) return text.indexOf(piece, from);
  for (let at = from; at + piece.length <= text.length; at++) {
    if (fits(piece, text, at)) return at;
  }
  return -1;
}

function fits(piece: string, text: string, from: number): boolean {
  if (!piece.includes("?")) return text.startsWith(piece, from);
  for (let at = 0; at < piece.length; at++) {
    if (piece[at] !== "?" && piece[at] !== text[from + at]) return false;
  }
  return true;
}

/** A text without the signs at its end that are among these. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
