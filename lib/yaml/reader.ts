import { blockScalar } from "./block-scalar.ts";
import {
  type Entry,
  type MapNode,
  type Node,
  put,
  type SeqNode,
} from "./node.ts";
import { foldLines, unescaped } from "./quoting.ts";
import { resolvePlain } from "./scalar.ts";
import { decode } from "./text.ts";

/**
 * Thrown where the text holds what this reader leaves to the `yaml` package:
 * anchors, tags, merge keys, multi-line flow, `? key`, tabs in indentation,
 * and every mistake.
 */
export const UNSUPPORTED: unique symbol = Symbol("unsupported");

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const HASH = 35;
const QUOTE = 34;
const APOSTROPHE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;

/** First characters of what is not a plain scalar (or not surely one). */
const INDICATORS = charset("&*!|>%@`{}[],#?\"'");
/** Ends a plain scalar inside a flow collection, or makes it doubtful. */
const FLOW_STOPS = charset(",[]{}\n\r?");

function charset(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

/**
 * Reads block YAML as orchestrators send it, values and byte ranges in one
 * pass. `text` is a byte string; `start` is the first byte of a line. Throws
 * `UNSUPPORTED` for anything else than block collections, one-line flow and
 * scalars without tags and anchors.
 */
export function readBlock(text: string, start: number, end: number): Node {
  return new Reader(text, start, end).document();
}

class Reader {
  readonly #text: string;
  readonly #end: number;
  /** Where the reader stands; at a content character between tokens. */
  #at: number;
  #line: number;
  /** Column of the content character; -1 at the end. */
  #column = -1;

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#end = end;
    this.#at = start;
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
      this.#line = this.#at;
      while (this.#code() === SPACE) this.#at++;
      const code = this.#code();
      if (this.#at >= this.#end) break;
      if (code === TAB) throw UNSUPPORTED;
      if (code !== HASH && code !== NEWLINE && code !== RETURN) {
        this.#column = this.#at - this.#line;
        return;
      }
      this.#at = this.#lineEnd(this.#at) + 1;
    }
    this.#at = this.#end;
    this.#column = -1;
  }

  /** From the end of a token over blanks and a comment to the next content. */
  #finishLine(): void {
    this.#skipBlanks();
    const code = this.#code();
    const comment = code === HASH && this.#isBlank(this.#at - 1);
    if (!comment && !this.#isLineEnd(code)) throw UNSUPPORTED;
    this.#at = Math.min(this.#lineEnd(this.#at) + 1, this.#end);
    this.#seekContent();
  }

  /** A node at a content character; ends at the next content. */
  #node(column: number, parent: number): Node {
    if (this.#code() === DASH && this.#isGap(this.#at + 1)) {
      return this.#sequence(column);
    }
    return this.#isKey() ? this.#mapping(column) : this.#inline(parent);
  }

  #sequence(column: number): SeqNode {
    const start = this.#at;
    const elements = [];
    const value = [];
    let end = start;
    while (this.#column === column && this.#code() === DASH) {
      if (!this.#isGap(this.#at + 1)) throw UNSUPPORTED;
      const dash = this.#at++;
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
    const after = this.#at;
    while (this.#code() === SPACE) this.#at++;
    const code = this.#code();
    if (code === TAB) throw UNSUPPORTED;
    if (!this.#isLineEnd(code) && code !== HASH) {
      this.#column = this.#at - this.#line;
      return this.#node(this.#column, column);
    }
    this.#finishLine();
    if (this.#column > column) return this.#node(this.#column, column);
    return empty(after);
  }

  #mapping(column: number): MapNode {
    const start = this.#at;
    const entries: Entry[] = [];
    const value: Record<string, unknown> = {};
    let end = start;
    while (this.#column === column) {
      const keyStart = this.#at;
      const key = this.#key();
      if (Object.hasOwn(value, key)) throw UNSUPPORTED;
      const colon = this.#at++;
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
    const start = this.#at;
    this.#at = end;
    this.#skipBlanks();
    const code = this.#text.charCodeAt(start);
    const raw = this.#text.slice(start, end);
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
    const code = this.#code();
    if (code === QUOTE || code === APOSTROPHE) return this.#quotedKeyEnd(code);
    if (code === undefined || INDICATORS[code]) return -1;
    for (let at = this.#at; at < this.#end; at++) {
      const here = this.#text.charCodeAt(at);
      if (here === NEWLINE || here === RETURN) return -1;
      if (here === COLON && this.#isGap(at + 1)) return this.#trimmed(at);
      if (here === HASH && this.#isBlank(at - 1)) return -1;
    }
    return -1;
  }

  #quotedKeyEnd(quote: number): number {
    const close = this.#closing(quote);
    if (this.#text.slice(this.#at, close).includes("\n")) return -1;
    let at = close + 1;
    while (this.#isBlank(at)) at++;
    const colon = this.#text.charCodeAt(at) === COLON && this.#isGap(at + 1);
    return colon && at < this.#end ? close + 1 : -1;
  }

  /** The value behind a colon; `column` is the mapping's. */
  #value(column: number): Node {
    const after = this.#at;
    this.#skipBlanks();
    const code = this.#code();
    if (!this.#isLineEnd(code) && !(code === HASH && this.#at > after)) {
      if (code === DASH && this.#isGap(this.#at + 1)) throw UNSUPPORTED;
      return this.#inline(column);
    }
    this.#finishLine();
    if (this.#column > column) return this.#node(this.#column, column);
    const dashes = this.#column === column && this.#code() === DASH;
    if (dashes && this.#isGap(this.#at + 1)) return this.#sequence(column);
    return empty(after);
  }

  /** A scalar or flow collection; deeper lines than `parent` continue it. */
  #inline(parent: number): Node {
    const code = this.#code();
    if (code === QUOTE || code === APOSTROPHE)
      return this.#quoted(code, parent);
    if (code === 124 || code === 62) return this.#block(parent);
    if (code === 123 || code === 91) {
      const node = this.#flow(0);
      this.#finishLine();
      return node;
    }
    const first = code !== undefined && !INDICATORS[code];
    const lone = (code === DASH || code === COLON) && this.#isGap(this.#at + 1);
    if (!first || lone) throw UNSUPPORTED;
    return this.#plain(parent);
  }

  #quoted(quote: number, parent: number): Node {
    const start = this.#at;
    const close = this.#closing(quote);
    const raw = this.#text.slice(start + 1, close);
    this.#at = close + 1;
    const line = this.#text.lastIndexOf("\n", close) + 1;
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

  /** Offset of the quote that closes the one at the current place. */
  #closing(quote: number): number {
    const mark = quote === QUOTE ? '"' : "'";
    let from = this.#at + 1;
    for (;;) {
      const close = this.#text.indexOf(mark, from);
      if (close < 0 || close >= this.#end) throw UNSUPPORTED;
      if (quote === APOSTROPHE) {
        if (this.#text.charCodeAt(close + 1) !== APOSTROPHE) return close;
        from = close + 2;
      } else {
        if (!isEscaped(this.#text, close)) return close;
        from = close + 1;
      }
    }
  }

  #block(parent: number): Node {
    const start = this.#at;
    const scalar = blockScalar(this.#text, start, this.#end, parent);
    if (!scalar) throw UNSUPPORTED;
    this.#at = scalar.next;
    this.#seekContent();
    const value = decode(scalar.value);
    return { type: "scalar", style: "block", start, end: scalar.end, value };
  }

  #plain(parent: number): Node {
    const start = this.#at;
    let end = this.#plainEnd();
    const lines = [this.#text.slice(start, end)];
    this.#at = end;
    // A comment ends a plain scalar, the end of a line does not.
    while (this.#onlyBlanksLeft()) {
      const next = this.#continuation(parent);
      if (next < 0) break;
      const line = this.#text.lastIndexOf("\n", next) + 1;
      for (let n = breaks(this.#text, end, line); n > 1; n--) lines.push("");
      this.#line = line;
      this.#at = next;
      end = this.#plainEnd();
      lines.push(this.#text.slice(next, end));
      this.#at = end;
    }
    this.#finishLine();
    const value =
      lines.length === 1
        ? resolvePlain(decode(lines[0] ?? ""))
        : decode(foldLines(lines));
    return { type: "scalar", style: "plain", start, end, value };
  }

  /** End of the plain scalar's part on this line. */
  #plainEnd(): number {
    let at = this.#at;
    for (; at < this.#end; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === NEWLINE || code === RETURN) break;
      if (code === HASH && this.#isBlank(at - 1)) break;
      if (code === COLON && this.#isGap(at + 1)) throw UNSUPPORTED;
    }
    return this.#trimmed(at);
  }

  #onlyBlanksLeft(): boolean {
    let at = this.#at;
    while (this.#isBlank(at)) at++;
    return at < this.#end && this.#isLineEnd(this.#text.charCodeAt(at));
  }

  /** First content on a later line that continues a scalar, -1 for none. */
  #continuation(parent: number): number {
    let line = this.#lineEnd(this.#at) + 1;
    while (line < this.#end) {
      let at = line;
      while (this.#text.charCodeAt(at) === SPACE) at++;
      const code = this.#text.charCodeAt(at);
      if (at >= this.#end) return -1;
      if (code === TAB) throw UNSUPPORTED;
      if (code !== NEWLINE && code !== RETURN) {
        return at - line > parent && code !== HASH ? at : -1;
      }
      line = this.#lineEnd(at) + 1;
    }
    return -1;
  }

  /** A flow collection on one line. */
  #flow(depth: number): Node {
    if (depth > 100) throw UNSUPPORTED;
    return this.#code() === 123 ? this.#flowMap(depth) : this.#flowSeq(depth);
  }

  #flowMap(depth: number): MapNode {
    const start = this.#at++;
    const entries: Entry[] = [];
    const value: Record<string, unknown> = {};
    this.#skipBlanks();
    while (this.#code() !== 125) {
      const keyStart = this.#at;
      const key = this.#flowKey();
      if (Object.hasOwn(value, key)) throw UNSUPPORTED;
      const colon = this.#at++;
      this.#skipBlanks();
      const node = this.#flowValue(depth);
      entries.push({ key, start: keyStart, colon, node });
      put(value, key, node.value);
      this.#flowSeparator(125);
    }
    const end = ++this.#at;
    return { type: "map", flow: true, indent: 0, start, end, entries, value };
  }

  #flowSeq(depth: number): SeqNode {
    const start = this.#at++;
    const elements = [];
    const value = [];
    this.#skipBlanks();
    while (this.#code() !== 93) {
      const node = this.#flowValue(depth);
      elements.push({ start: node.start, node });
      value.push(node.value);
      this.#flowSeparator(93);
    }
    const end = ++this.#at;
    return { type: "seq", flow: true, indent: 0, start, end, elements, value };
  }

  #flowSeparator(close: number): void {
    this.#skipBlanks();
    if (this.#code() === close) return;
    if (this.#code() !== COMMA) throw UNSUPPORTED;
    this.#at++;
    this.#skipBlanks();
  }

  #flowKey(): string {
    const node = this.#flowScalar();
    this.#skipBlanks();
    if (this.#code() !== COLON) throw UNSUPPORTED;
    const adjacent = node.style !== "plain" || this.#isGap(this.#at + 1);
    if (!adjacent) throw UNSUPPORTED;
    const raw = this.#text.slice(node.start, node.end);
    if (raw === "<<") throw UNSUPPORTED;
    return node.style === "plain" ? decode(raw) : String(node.value);
  }

  #flowValue(depth: number): Node {
    const code = this.#code();
    if (code === 123 || code === 91) return this.#flow(depth + 1);
    return this.#flowScalar();
  }

  #flowScalar(): Node & { type: "scalar" } {
    const start = this.#at;
    const code = this.#code();
    if (code === QUOTE || code === APOSTROPHE) {
      const close = this.#closing(code);
      const raw = this.#text.slice(start + 1, close);
      if (raw.includes("\n")) throw UNSUPPORTED;
      this.#at = close + 1;
      const style = code === QUOTE ? "double" : "single";
      return {
        type: "scalar",
        style,
        start,
        end: close + 1,
        value: unquote(raw, code),
      };
    }
    const end = this.#flowPlainEnd();
    const value = resolvePlain(decode(this.#text.slice(start, end)));
    return { type: "scalar", style: "plain", start, end, value };
  }

  #flowPlainEnd(): number {
    const start = this.#at;
    const first = this.#code();
    if (first === undefined || INDICATORS[first]) throw UNSUPPORTED;
    if (first === DASH && this.#isGap(start + 1)) throw UNSUPPORTED;
    let at = start;
    for (; at < this.#end; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === COMMA || code === 125 || code === 93) break;
      if (code === COLON) {
        if (this.#isGap(at + 1)) break;
        if (FLOW_STOPS[this.#text.charCodeAt(at + 1)]) throw UNSUPPORTED;
      } else if (FLOW_STOPS[code]) throw UNSUPPORTED;
      else if (code === HASH && this.#isBlank(at - 1)) throw UNSUPPORTED;
    }
    const end = this.#trimmed(at);
    if (end === start) throw UNSUPPORTED;
    this.#at = end;
    return end;
  }

  #code(): number | undefined {
    return this.#at < this.#end ? this.#text.charCodeAt(this.#at) : undefined;
  }

  #skipBlanks(): void {
    while (this.#isBlank(this.#at)) this.#at++;
  }

  #isBlank(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return (code === SPACE || code === TAB) && at < this.#end;
  }

  #isLineEnd(code: number | undefined): boolean {
    return code === undefined || code === NEWLINE || code === RETURN;
  }

  /** Blank, line end or the end of the text. */
  #isGap(at: number): boolean {
    if (at >= this.#end) return true;
    const code = this.#text.charCodeAt(at);
    return (
      code === SPACE || code === NEWLINE || code === RETURN || code === TAB
    );
  }

  #lineEnd(at: number): number {
    const newline = this.#text.indexOf("\n", at);
    return newline < 0 || newline > this.#end ? this.#end : newline;
  }

  /** `at` moved back over blanks. */
  #trimmed(at: number): number {
    let end = at;
    while (this.#isBlank(end - 1)) end--;
    return end;
  }
}

function empty(at: number): Node {
  return { type: "scalar", style: "plain", start: at, end: at, value: null };
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === 92) first--;
  return (at - first) % 2 === 1;
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

function unquote(raw: string, quote: number): string {
  const multiline = raw.includes("\n");
  if (quote === APOSTROPHE) {
    const lines = multiline ? foldLines(trimmedLines(raw)) : raw;
    return decode(lines).replaceAll("''", "'");
  }
  return unescaped(decode(raw));
}

function trimmedLines(raw: string): string[] {
  const lines = raw.split("\n");
  return lines.map((line, index) => {
    const head = index === 0 ? line : line.replace(/^[ \t]+/, "");
    return index === lines.length - 1 ? head : head.replace(/[ \t\r]+$/, "");
  });
}

/** Go takes less indented continuation lines; a cut could fall into them. */
function assertIndented(raw: string, parent: number): void {
  for (const line of raw.split("\n").slice(1)) {
    const indent = line.search(/[^ \t\r]/);
    if (indent >= 0 && indent <= parent) throw UNSUPPORTED;
  }
}
