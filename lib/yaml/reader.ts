import { blockScalar } from "./block-scalar.ts";
import {
  APOSTROPHE,
  COLON,
  Cursor,
  DASH,
  GREATER,
  HASH,
  INDICATORS,
  isLineEnd,
  NEWLINE,
  OPEN_LIST,
  OPEN_MAP,
  PIPE,
  QUOTE,
  RETURN,
  SPACE,
  TAB,
  UNSUPPORTED,
} from "./cursor.ts";
import { flow } from "./flow-reader.ts";
import {
  type Entry,
  type MapNode,
  type Node,
  put,
  type SeqNode,
} from "./node.ts";
import { foldLines, unescaped, unquote } from "./quoting.ts";
import { resolvePlain } from "./scalar.ts";
import { decode } from "./text.ts";

/**
 * Reads block YAML as orchestrators send it, values and byte ranges in one
 * pass. `text` is a byte string; `start` is the first byte of a line. Throws
 * `UNSUPPORTED` for anything else than block collections, one-line flow and
 * scalars without tags and anchors.
 */
export function readBlock(text: string, start: number, end: number): Node {
  return new Reader(text, start, end).document();
}

class Reader extends Cursor {
  #line: number;
  /** Column of the content character; -1 at the end. */
  #column = -1;

  constructor(text: string, start: number, end: number) {
    super(text, start, end);
    this.#line = start;
  }

  document(): Node {
    this.#seekContent();
    if (this.#column < 0) throw UNSUPPORTED;
    const node = this.#node(this.#column, -1);
    if (this.#column >= 0) throw UNSUPPORTED;
    return node;
  }

  /** From the start of a line to the next content character. */
  #seekContent(): void {
    for (;;) {
      this.#line = this.at;
      while (this.code() === SPACE) this.at++;
      const code = this.code();
      if (this.at >= this.end) break;
      if (code === TAB) throw UNSUPPORTED;
      if (code !== HASH && code !== NEWLINE && code !== RETURN) {
        this.#column = this.at - this.#line;
        return;
      }
      this.at = this.lineEnd(this.at) + 1;
    }
    this.at = this.end;
    this.#column = -1;
  }

  /** From the end of a token over blanks and a comment to the next content. */
  #finishLine(): void {
    this.skipBlanks();
    const code = this.code();
    const comment = code === HASH && this.isBlank(this.at - 1);
    if (!comment && !isLineEnd(code)) throw UNSUPPORTED;
    this.at = Math.min(this.lineEnd(this.at) + 1, this.end);
    this.#seekContent();
  }

  /** A node at a content character; ends at the next content. */
  #node(column: number, parent: number): Node {
    if (this.code() === DASH && this.isGap(this.at + 1)) {
      return this.#sequence(column);
    }
    return this.#isKey() ? this.#mapping(column) : this.#inline(parent);
  }

  #sequence(column: number): SeqNode {
    const start = this.at;
    const elements = [];
    const value = [];
    let end = start;
    while (this.#column === column && this.code() === DASH) {
      if (!this.isGap(this.at + 1)) throw UNSUPPORTED;
      const dash = this.at++;
      const node = this.#element(column);
      elements.push({ start: dash, node });
      value.push(node.value);
      end = node.end;
    }
    if (this.#column > column) throw UNSUPPORTED;
    return {
      type: "seq",
      flow: false,
      indent: column,
      start,
      end,
      elements,
      value,
    };
  }

  #element(column: number): Node {
    const after = this.at;
    this.skipBlanks();
    const code = this.code();
    if (!isLineEnd(code) && code !== HASH) {
      // A tab would leave the column of what follows open to interpretation.
      if (this.text.slice(after, this.at).includes("\t")) throw UNSUPPORTED;
      this.#column = this.at - this.#line;
      return this.#node(this.#column, column);
    }
    this.#finishLine();
    if (this.#column > column) return this.#node(this.#column, column);
    return empty(after);
  }

  #mapping(column: number): MapNode {
    const start = this.at;
    const entries: Entry[] = [];
    const value: Record<string, unknown> = {};
    let end = start;
    while (this.#column === column) {
      const keyStart = this.at;
      const key = this.#key();
      if (Object.hasOwn(value, key)) throw UNSUPPORTED;
      const colon = this.at++;
      const node = this.#value(column);
      entries.push({ key, start: keyStart, colon, node });
      put(value, key, node.value);
      end = node.end;
    }
    if (this.#column > column) throw UNSUPPORTED;
    return {
      type: "map",
      flow: false,
      indent: column,
      start,
      end,
      entries,
      value,
    };
  }

  /** Reads a key and stops at its colon. */
  #key(): string {
    const end = this.#keyEnd();
    if (end < 0) throw UNSUPPORTED;
    const start = this.at;
    this.at = end;
    this.skipBlanks();
    const code = this.text.charCodeAt(start);
    const raw = this.text.slice(start, end);
    if (code === QUOTE) return unescaped(decode(raw.slice(1, -1)));
    if (code === APOSTROPHE)
      return decode(raw.slice(1, -1)).replaceAll("''", "'");
    if (raw === "<<") throw UNSUPPORTED;
    return decode(raw);
  }

  #isKey(): boolean {
    return this.#keyEnd() >= 0;
  }

  /** Offset behind the key that starts here, -1 where none does. */
  #keyEnd(): number {
    const code = this.code();
    if (code === QUOTE || code === APOSTROPHE) return this.#quotedKeyEnd(code);
    if (code === undefined || INDICATORS[code]) return -1;
    for (let at = this.at; at < this.end; at++) {
      const here = this.text.charCodeAt(at);
      if (here === NEWLINE || here === RETURN) return -1;
      if (here === COLON && this.isGap(at + 1)) return this.trimmed(at);
      if (here === HASH && this.isBlank(at - 1)) return -1;
    }
    return -1;
  }

  #quotedKeyEnd(quote: number): number {
    const close = this.closing(quote);
    if (this.text.slice(this.at, close).includes("\n")) return -1;
    let at = close + 1;
    while (this.isBlank(at)) at++;
    const colon = this.text.charCodeAt(at) === COLON && this.isGap(at + 1);
    return colon && at < this.end ? close + 1 : -1;
  }

  /** The value behind a colon; `column` is the mapping's. */
  #value(column: number): Node {
    const after = this.at;
    this.skipBlanks();
    const code = this.code();
    if (!isLineEnd(code) && !(code === HASH && this.at > after)) {
      if (code === DASH && this.isGap(this.at + 1)) throw UNSUPPORTED;
      return this.#inline(column);
    }
    this.#finishLine();
    if (this.#column > column) return this.#node(this.#column, column);
    const dashes = this.#column === column && this.code() === DASH;
    if (dashes && this.isGap(this.at + 1)) return this.#sequence(column);
    return empty(after);
  }

  /** A scalar or flow collection; deeper lines than `parent` continue it. */
  #inline(parent: number): Node {
    const code = this.code();
    if (code === QUOTE || code === APOSTROPHE)
      return this.#quoted(code, parent);
    if (code === PIPE || code === GREATER) return this.#block(parent);
    if (code === OPEN_MAP || code === OPEN_LIST) {
      const node = flow(this);
      this.#finishLine();
      return node;
    }
    const first = code !== undefined && !INDICATORS[code];
    const lone = (code === DASH || code === COLON) && this.isGap(this.at + 1);
    if (!first || lone) throw UNSUPPORTED;
    return this.#plain(parent);
  }

  #quoted(quote: number, parent: number): Node {
    const start = this.at;
    const close = this.closing(quote);
    const raw = this.text.slice(start + 1, close);
    this.at = close + 1;
    const line = this.text.lastIndexOf("\n", close) + 1;
    if (line > start) {
      assertIndented(raw, parent);
      this.#line = line;
    }
    this.#finishLine();
    const style = quote === QUOTE ? "double" : "single";
    return {
      type: "scalar",
      style,
      start,
      end: close + 1,
      value: unquote(raw, quote),
    };
  }

  #block(parent: number): Node {
    const start = this.at;
    const scalar = blockScalar(this.text, start, this.end, parent);
    if (!scalar) throw UNSUPPORTED;
    this.at = scalar.next;
    this.#seekContent();
    const value = decode(scalar.value);
    return { type: "scalar", style: "block", start, end: scalar.end, value };
  }

  #plain(parent: number): Node {
    const start = this.at;
    let end = this.#plainEnd();
    const lines = [this.text.slice(start, end)];
    this.at = end;
    // A comment ends a plain scalar, the end of a line does not.
    while (this.#onlyBlanksLeft()) {
      const next = this.#continuation(parent);
      if (next < 0) break;
      const line = this.text.lastIndexOf("\n", next) + 1;
      for (let n = breaks(this.text, end, line); n > 1; n--) lines.push("");
      this.#line = line;
      this.at = next;
      end = this.#plainEnd();
      lines.push(this.text.slice(next, end));
      this.at = end;
    }
    this.#finishLine();
    // A time may stand on two lines, its blank folded.
    const folded = lines.length === 1 ? (lines[0] ?? "") : foldLines(lines);
    const value = resolvePlain(decode(folded));
    return { type: "scalar", style: "plain", start, end, value };
  }

  /** End of the plain scalar's part on this line. */
  #plainEnd(): number {
    let at = this.at;
    for (; at < this.end; at++) {
      const code = this.text.charCodeAt(at);
      if (code === NEWLINE || code === RETURN) break;
      if (code === HASH && this.isBlank(at - 1)) break;
      if (code === COLON && this.isGap(at + 1)) throw UNSUPPORTED;
    }
    return this.trimmed(at);
  }

  #onlyBlanksLeft(): boolean {
    let at = this.at;
    while (this.isBlank(at)) at++;
    return at < this.end && isLineEnd(this.text.charCodeAt(at));
  }

  /** First content on a later line that continues a scalar, -1 for none. */
  #continuation(parent: number): number {
    let line = this.lineEnd(this.at) + 1;
    while (line < this.end) {
      let at = line;
      while (this.text.charCodeAt(at) === SPACE) at++;
      const code = this.text.charCodeAt(at);
      if (at >= this.end) return -1;
      if (code === TAB) throw UNSUPPORTED;
      if (code !== NEWLINE && code !== RETURN) {
        return at - line > parent && code !== HASH ? at : -1;
      }
      line = this.lineEnd(at) + 1;
    }
    return -1;
  }
}

function empty(at: number): Node {
  return { type: "scalar", style: "plain", start: at, end: at, value: null };
}

/** Line ends in `text` between two offsets. */
function breaks(text: string, from: number, to: number): number {
  let count = 0;
  let at = text.indexOf("\n", from);
  while (at >= 0 && at < to) {
    count++;
    at = text.indexOf("\n", at + 1);
  }
  return count;
}

/** Go takes less indented continuation lines; a cut could fall into them. */
function assertIndented(raw: string, parent: number): void {
  for (const line of raw.split("\n").slice(1)) {
    const indent = line.search(/[^ \t\r]/);
    if (indent >= 0 && indent <= parent) throw UNSUPPORTED;
  }
}
