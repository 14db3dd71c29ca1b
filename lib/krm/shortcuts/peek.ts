import { isPlainWord } from "../../yaml/scalar.ts";
import type { ItemText } from "../list.ts";
import type { Path } from "../result.ts";
import { isWhole } from "./closed.ts";

/**
 * The plain word behind `inner:` below `outer:`, without reading the item:
 * `undefined` where its text is not so simple that the word can be nothing else.
 */
export function peek(
  text: string,
  item: ItemText,
  path: Path,
): string | undefined {
  const outer = path[0];
  const inner = path[1];
  if (item.node || typeof inner !== "string" || path.length > 2) {
    return undefined;
  }
  const part = text.slice(item.start, item.end);
  const line = part.indexOf(`\n    ${inner}: `) + 1;
  const alone =
    line > 0 &&
    part.indexOf(inner) === line + 4 &&
    part.lastIndexOf(inner) === line + 4;
  if (!alone || !(item.head || DASH_AND_KEY.test(part))) return undefined;
  const above = `\n  ${outer}:\n`;
  const start = part.indexOf(above) + above.length;
  if (start < above.length || start > line) return undefined;
  if (SHALLOW.test(part.slice(start - 1, line))) return undefined;
  const end = lineEnd(part, line);
  const value = part.slice(line + `    ${inner}: `.length, end);
  if (goesOn(part, end + 1) || !isPlainWord(value)) return undefined;
  // Each line of the head is whole.
  return isOpen(part, item.head ? item.head.end - item.start : 0)
    ? undefined
    : value;
}

/** A field of its own line that is not a plain word, and may be any. */
const ODD_FIELD = /\n {2}[^\w\s#-]/;

/**
 * Whether the item surely has no field of this name: each line where its fields
 * start begins with another word.
 */
export function lacks(text: string, item: ItemText, field: string): boolean {
  if (item.node) return false;
  const part = text.slice(item.start, item.end);
  return (
    DASH_AND_KEY.test(part) &&
    !part.startsWith(`- ${field}`) &&
    !part.includes(`\n  ${field}`) &&
    !ODD_FIELD.test(part)
  );
}

/** Whether a line may belong to the value of a field two levels deep. */
function goesOn(part: string, line: number): boolean {
  let at = line;
  while (part[at] === " ") at++;
  const content = part[at];
  if (content === undefined) return at > line;
  return at - line > 4 || "#\t\r\n".includes(content);
}

const DASH_AND_KEY = /^- [A-Za-z][\w./-]*:/;
/** A line less deep than a field two levels deep. */
const SHALLOW = /[\n\r] {0,3}[^\s#]/;
/** What may hold more than a line. */
const MARK = /["'{[&*!]/g;
const FLOW = /: (?:\{[^{}"'\n]*\}|\[[^[\]"'\n]*\])$/;

/** Whether a quoted scalar or flow may hold the start of a line. */
function isOpen(part: string, start: number): boolean {
  MARK.lastIndex = start;
  while (MARK.test(part)) {
    const at = MARK.lastIndex;
    const end = lineEnd(part, at);
    const line = part.slice(part.lastIndexOf("\n", at - 1) + 1, end);
    if (!isWhole(line) && !FLOW.test(line)) return true;
    MARK.lastIndex = end;
  }
  return false;
}

function lineEnd(part: string, at: number): number {
  const newline = part.indexOf("\n", at);
  return newline < 0 ? part.length : newline;
}
