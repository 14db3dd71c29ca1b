import { withoutEnd } from "../pattern.ts";
import { isString } from "./scalar.ts";

/** Longer keys, in bytes, are printed behind a question mark. */
export const LONGEST_SIMPLE_KEY = 128;

/** A line is broken at a blank behind this column. */
const WIDTH = 80;

/**
 * The text of a string as Kustomize prints it, from its first character in
 * `column` on; where it needs more lines they stand in column `indent`. Throws
 * `RangeError` for what Kustomize damages.
 */
export function canonicalString(
  text: string,
  column: number,
  indent: number,
): string {
  assertKept(text);
  if (isLiteral(text)) return literal(text, indent);
  return folded(text, styleOf(text), column, indent);
}

/**
 * The text of a key of a mapping in column `indent`, on one line but for a
 * long one. Throws `RangeError` as `canonicalString` does, and for `<<`.
 */
export function canonicalKey(key: string, indent: number): string {
  assertKept(key);
  if (key === "<<") throw new RangeError("Kustomize loses the key <<");
  if (/[\n\r]/.test(key)) {
    throw new RangeError("Kustomize fails on a key of several lines");
  }
  const style = styleOf(key);
  const long = Buffer.byteLength(key) > LONGEST_SIMPLE_KEY;
  if (long) return folded(key, style, indent + 2, indent + 2);
  return folded(key, style, Number.NEGATIVE_INFINITY, 0);
}

/** DEL, C1, LS, PS, no characters and halves of a pair: its readers refuse or change them. */
const DAMAGED = /[\x7f-\x9f\u2028\u2029\ufffe\uffff]|\p{Surrogate}/u;

function assertKept(text: string): void {
  const match = DAMAGED.exec(text);
  if (!match) return;
  const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase();
  throw new RangeError(
    `Kustomize damages the character U+${code.padStart(4, "0")}`,
  );
}

type Style = "plain" | "single" | "double";

/** Not printable to go-yaml v2: escaped, and so in double quotes. */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are meant
  /[\x00-\x09\x0b-\x1f\ufeff\u{10000}-\u{10ffff}]/u;
/** What starts or holds another thing than a plain scalar. */
const INDICATORS =
  /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[-?:](?:[ \n]|$))|:(?:[ \n]|$)|[ \n]#|^ | $/;

function isLiteral(text: string): boolean {
  return text.includes("\n") && !/ \n| $/.test(text) && !UNPRINTABLE.test(text);
}

/** The style of a string that is no literal block. */
function styleOf(text: string): Style {
  if (UNPRINTABLE.test(text) || text.includes("\n")) return "double";
  if (!isStringToV2(text)) return "double";
  return INDICATORS.test(text) ? "single" : "plain";
}

const WORDS =
  /^(?:|~|y|Y|n|N|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE|null|Null|NULL)$/;
/** What no parts of one or two digits below 60 hold. */
const NO_PARTS = /::|:$|[0-9]{3}|[6-9][0-9]/;
/** A number to go-yaml v3 alone. */
const OCTAL_OF_V3 = /^0o_*[-+]/;

/**
 * The parts of degrees such as `1:30:59.9`, `:30:59`; `":"` of any other text. No
 * expression runs over all of it, or long texts fill V8's stack.
 */
function partsOf(text: string): string {
  const colon = text.indexOf(":");
  if (colon < 0 || !/^[-+]?[0-9]/.test(text)) return ":";
  const degrees = text.slice(/^[0-9]/.test(text) ? 1 : 2, colon);
  const dot = text.indexOf(".", colon);
  const end = dot < 0 ? text.length : dot;
  const parts = text.slice(colon, end);
  const strange =
    /[^0-9_]/.test(degrees) ||
    /[^:0-9]/.test(parts) ||
    /[^0-9_]/.test(text.slice(end + 1));
  return strange ? ":" : parts;
}

/** Whether go-yaml v2 would read the plain text as a string. */
function isStringToV2(text: string): boolean {
  const parts = partsOf(text);
  if (WORDS.test(text) || !NO_PARTS.test(parts)) return false;
  return isString(text) || OCTAL_OF_V3.test(text);
}

function literal(text: string, indent: number): string {
  const body = withoutEnd(text, "\n");
  const ends = text.length - body.length;
  const told = /^[ \n]/.test(text) ? "2" : "";
  const keeps = ends > 1 || body === "";
  const chomp = ends === 0 ? "-" : keeps ? "+" : "";
  const margin = " ".repeat(indent);
  const lines = text
    .slice(0, ends > 0 ? -1 : undefined)
    .split("\n")
    .map((line) => (line === "" ? "" : margin + line));
  return `|${told}${chomp}\n${lines.join("\n")}`;
}

const QUOTES: Readonly<Record<Style, string>> = {
  plain: "",
  single: "'",
  double: '"',
};

/** A scalar that is folded at single blanks behind the width. */
function folded(
  text: string,
  style: Style,
  column: number,
  indent: number,
): string {
  const quote = QUOTES[style];
  const characters = [...text];
  // go-yaml takes every character for the byte order mark in front.
  const all = style === "double" && text.startsWith("\ufeff");
  const margin = `\n${" ".repeat(indent)}`;
  let printed = quote;
  let at = column + quote.length;
  let behindBlank = false;
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1];
    const inner = style === "plain" || (index > 0 && next !== undefined);
    const single = style === "double" || next !== " ";
    const folds =
      character === " " &&
      !all &&
      !behindBlank &&
      at > WIDTH &&
      inner &&
      single;
    behindBlank = character === " ";
    const piece = folds
      ? next === " "
        ? "\\"
        : ""
      : written(character, style, all);
    if (folds) {
      printed += margin;
      at = indent;
    }
    printed += piece;
    at += piece.length;
  }
  return printed + quote;
}

/** Length in UTF-16 is length in characters here: what is longer is escaped. */
function written(character: string, style: Style, all: boolean): string {
  if (style === "single" && character === "'") return "''";
  if (style !== "double") return character;
  return all || /["\\\n]/.test(character) || UNPRINTABLE.test(character)
    ? escaped(character)
    : character;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\xa0": "_",
};

function escaped(character: string): string {
  const letter = ESCAPES[character];
  if (letter) return `\\${letter}`;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${hex.padStart(4, "0")}`;
  return `\\U${hex.padStart(8, "0")}`;
}
