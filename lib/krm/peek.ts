import { isPlainWord } from "../yaml/scalar.ts";
import { isWhole } from "./closed.ts";
import type { ItemText } from "./list.ts";
import type { Path } from "./result.ts";

/**
 * The plain word behind `inner:` below `outer:`, without reading the item:
 * `undefined` where its text is not so simple that the word can be nothing else.
 */
export function peek(
  text: string,
  item: ItemText,
  [outer, inner, ...deeper]: Path,
): string | undefined {
  if (item.node || deeper.length > 0) return undefined;
  const part = text.slice(item.start, item.end);
  if (!/^- [A-Za-z][\w./-]*:/.test(part)) return undefined;
  const line = part.indexOf(`\n    ${inner}: `) + 1;
  const alone =
    line > 0 &&
    part.indexOf(String(inner)) === line + 4 &&
    part.lastIndexOf(String(inner)) === line + 4;
  const above = `\n  ${outer}:\n`;
  const start = part.indexOf(above) + above.length;
  if (!alone || start < above.length || start > line) return undefined;
  if (/^ {0,3}[^\s#]/m.test(part.slice(start, line))) return undefined;
  const newline = part.indexOf("\n", line);
  const end = newline < 0 ? part.length : newline;
  const value = part.slice(line + `    ${inner}: `.length, end);
  const goesOn = !/^(?: {0,4}[^\s#]|$)/.test(part.slice(end + 1, end + 6));
  return goesOn || !isPlainWord(value) || isOpen(part) ? undefined : value;
}

/** What may hold more than a line. */
const MARK = /["'{[&*!]/;
const FLOW = /: (?:\{[^{}"'\n]*\}|\[[^[\]"'\n]*\])$/;

/** Whether a quoted scalar or flow may hold the start of a line. */
function isOpen(part: string): boolean {
  return part
    .split("\n")
    .some((line) => MARK.test(line) && !isWhole(line) && !FLOW.test(line));
}
