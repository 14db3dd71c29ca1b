import { withoutEnd } from "../pattern.ts";
import { decode } from "./text.ts";

/**
 * Joins the trimmed lines of a flow scalar: one line end is a space, n line
 * ends are n - 1 newlines. Source: YAML 1.2.2 §6.5, flow folding.
 */
function foldLines(lines: readonly string[]): string {
  let text = lines[0] ?? "";
  let blanks = 0;
  for (const [index, line] of lines.slice(1).entries()) {
    const last = index === lines.length - 2;
    if (line === "" && !last) {
      blanks++;
      continue;
    }
    text += (blanks > 0 ? "\n".repeat(blanks) : " ") + line;
    blanks = 0;
  }
  return text;
}

const SIMPLE: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
const ESCAPE =
  /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

/**
 * The value of a double-quoted scalar's body, folded and unescaped. Throws
 * `RangeError` for an escape that Go does not know; `\/` is one.
 */
export function unescaped(body: string): string {
  const folded = body.includes("\n") ? foldDouble(body) : body;
  return folded.includes("\\")
    ? folded.replaceAll(ESCAPE, escapeValue)
    : folded;
}

function escapeValue(
  _: string,
  x: string | undefined,
  u: string | undefined,
  U: string | undefined,
  simple: string,
): string {
  const hex = x ?? u ?? U;
  if (hex !== undefined) return character(Number.parseInt(hex, 16));
  const value = SIMPLE[simple];
  if (value === undefined) throw new RangeError(`unknown escape \\${simple}`);
  return value;
}

function character(code: number): string {
  // Go refuses halves of a pair, even where both are there.
  if (code >= 0xd800 && code < 0xe000) {
    throw new RangeError(`no character is U+${code.toString(16)}`);
  }
  return String.fromCodePoint(code);
}

/** A plain scalar of several lines, as one. */
export function foldPlain(raw: string): string {
  return foldLines(trimmedLines(raw));
}

/** A backslash before a line end joins lines and keeps blanks before it. */
function foldDouble(body: string): string {
  const lines = body.split("\n");
  let text = "";
  let blanks = 0;
  let glued = true;
  for (const [index, line] of lines.entries()) {
    const last = index === lines.length - 1;
    let content = index === 0 ? line : line.replace(/^[ \t]+/, "");
    if (!last) content = trimDouble(content);
    if (index > 0 && content === "" && !last) {
      blanks++;
      continue;
    }
    if (index > 0) text += blanks > 0 ? "\n".repeat(blanks) : glued ? "" : " ";
    blanks = 0;
    glued = !last && endsInEscape(content);
    text += glued ? content.slice(0, -1) : content;
  }
  return text;
}

/** Trailing blanks go, unless a backslash escapes the first of them. */
function trimDouble(line: string): string {
  const bare = line.endsWith("\r") ? line.slice(0, -1) : line;
  const trimmed = withoutEnd(bare, " \t");
  const kept = endsInEscape(trimmed) && trimmed.length < bare.length;
  return kept ? bare.slice(0, trimmed.length + 1) : trimmed;
}

function endsInEscape(line: string): boolean {
  const backslashes = line.length - withoutEnd(line, "\\").length;
  return backslashes % 2 === 1;
}

/**
 * The value of a quoted scalar's body, a byte string without its quotes;
 * `quote` is the code of the quote.
 */
export function unquote(raw: string, quote: number): string {
  const multiline = raw.includes("\n");
  if (quote === 39) {
    const lines = multiline ? foldLines(trimmedLines(raw)) : raw;
    return decode(lines).replaceAll("''", "'");
  }
  return unescaped(decode(raw));
}

function trimmedLines(raw: string): string[] {
  const lines = raw.split("\n");
  return lines.map((line, index) => {
    const head = index === 0 ? line : line.replace(/^[ \t]+/, "");
    return index === lines.length - 1 ? head : withoutEnd(head, " \t\r");
  });
}
