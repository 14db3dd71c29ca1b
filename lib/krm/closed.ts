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

/** Asks the same of many ranges, front to back, and looks at no byte twice. */
export class Quotes {
  readonly #text: string;
  /** The first of each kind that is not in front of what was asked for. */
  #double = -1;
  #single = -1;

  constructor(text: string) {
    this.#text = text;
  }

  closedIn(start: number, end: number): boolean {
    if (this.#double < start) this.#double = this.#next('"', start);
    if (this.#single < start) this.#single = this.#next("'", start);
    return (
      (this.#double >= end || this.#lastIsWhole('"', start, end)) &&
      (this.#single >= end || this.#lastIsWhole("'", start, end))
    );
  }

  #next(mark: string, start: number): number {
    const at = this.#text.indexOf(mark, start);
    return at < 0 ? this.#text.length : at;
  }

  #lastIsWhole(mark: string, start: number, end: number): boolean {
    return lastLineIsWhole(this.#text.slice(start, end), mark);
  }
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
