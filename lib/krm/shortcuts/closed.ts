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
  return new Quotes(text.slice(start, end)).closedIn(0, end - start);
}

/** Asks the same of many ranges, front to back, and looks at no byte twice. */
export class Quotes {
  private readonly text: string;
  /** The first of each kind that is not in front of what was asked for. */
  private double: number;
  private single: number;

  constructor(text: string) {
    this.text = text;
    this.double = -1;
    this.single = -1;
  }

  /** `start` and `end` are starts of lines, or the end of the text. */
  closedIn(start: number, end: number): boolean {
    const { text } = this;
    if (this.double < start) this.double = next(text, '"', start);
    if (this.single < start) this.single = next(text, "'", start);
    return (
      (this.double >= end || lastLineIsWhole(text, '"', end)) &&
      (this.single >= end || lastLineIsWhole(text, "'", end))
    );
  }
}

function next(text: string, mark: string, start: number): number {
  const at = text.indexOf(mark, start);
  return at < 0 ? text.length : at;
}

/** `key: "value"`, as most lines with a quote are. */
const USUAL = / *(?:- )*[A-Za-z][\w./-]*: (?:"[^"\\\n]*"|'[^'\n]*')$/my;
const DASHES = /^[ \t]*(?:[-?][ \t]+)*/;
const QUOTED = /^(?:"(?:[^"\\]|\\.)*"|'[^']+')[ \t\r]*(?:[ \t]#.*)?$/;
/** The expression above keeps a place on the stack for every character. */
const LONGEST = 10_000;
/** What else could hold an open quote: flow, and node properties. */
const DOUBTFUL = /^["'{[&!*]/;

/** Whether the value on this line is whole, or the quote part of a word. */
export function isWhole(line: string): boolean {
  if (line.length > LONGEST) return false;
  if (isUsual(line, 0)) return true;
  const body = line.replace(DASHES, "");
  const colon = DOUBTFUL.test(body) ? -1 : body.search(/:(?:\s|$)/);
  const value = colon < 0 ? body : body.slice(colon + 1).trimStart();
  return QUOTED.test(value) || !DOUBTFUL.test(value);
}

function isUsual(text: string, line: number): boolean {
  USUAL.lastIndex = line;
  return USUAL.test(text);
}

/** Whether the line of the last quote before `end` is whole. */
function lastLineIsWhole(text: string, mark: string, end: number): boolean {
  const at = text.lastIndexOf(mark, end - 1);
  // Escaped inside a quoted scalar, or so it may be.
  if (text.charCodeAt(at - 1) === (mark === '"' ? 92 : 39)) return false;
  const line = text.lastIndexOf("\n", at) + 1;
  if (isUsual(text, line)) return true;
  const newline = text.indexOf("\n", at);
  return isWhole(text.slice(line, newline < 0 ? end : newline));
}
