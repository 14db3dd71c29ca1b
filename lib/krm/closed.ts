/**
 * Whether no quoted scalar can be open at the end of an item's text.
 *
 * Go's reader lets a quoted scalar go on in column 0, where the next line may
 * look like the next item. An open quote is the last of its kind in the text
 * (but for escaped ones), so the line of the last quote decides: either it
 * holds a whole scalar, or the quote lies inside a plain one. `false` means
 * "read it to know", not "open".
 */
export function isClosed(text: string, start: number, end: number): boolean {
  const item = text.slice(start, end);
  return lastLineIsWhole(item, '"') && lastLineIsWhole(item, "'");
}

/** `key: "value"`, as most lines with a quote are. */
const USUAL = /^ *(?:- )*[A-Za-z][\w./-]*: (?:"[^"\\]*"|'[^']*')$/;
const DASHES = /^[ \t]*(?:[-?][ \t]+)*/;
const QUOTED = /^(?:"(?:[^"\\]|\\.)*"|'[^']+')[ \t\r]*(?:[ \t]#.*)?$/;
/** The expression above keeps a place on the stack for every character. */
const LONGEST = 10_000;
/** What else could hold an open quote: flow, and node properties. */
const DOUBTFUL = /^["'{[&!*]/;

/** Whether the value on this line is whole, or the quote part of a word. */
export function isWhole(line: string): boolean {
  if (line.length > LONGEST) return false;
  if (USUAL.test(line)) return true;
  const body = line.replace(DASHES, "");
  const colon = DOUBTFUL.test(body) ? -1 : body.search(/:(?:\s|$)/);
  const value = colon < 0 ? body : body.slice(colon + 1).trimStart();
  return QUOTED.test(value) || !DOUBTFUL.test(value);
}

function lastLineIsWhole(item: string, mark: string): boolean {
  const at = item.lastIndexOf(mark);
  if (at < 0) return true;
  // Escaped inside a quoted scalar, or so it may be.
  if (item.charCodeAt(at - 1) === (mark === '"' ? 92 : 39)) return false;
  const newline = item.indexOf("\n", at);
  const end = newline < 0 ? item.length : newline;
  return isWhole(item.slice(item.lastIndexOf("\n", at) + 1, end));
}
