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
  LONGEST_KEY,
  MERGE,
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
  type Element,
  type Entry,
  hasTwice,
  type Node,
  type ScalarNode,
  TextMap,
  TextScalar,
  TextSeq,
} from "./node.ts";
import { foldLines, unescaped, unquote } from "./quoting.ts";
import { isPlainWord, isString, resolvePlain } from "./scalar.ts";
import { DEEPEST, decode, tooDeep } from "./text.ts";

/**
 * Reads block YAML as orchestrators send it, ranges in one pass and values
 * when they are asked for. `text` is a byte string; `start` is the first byte
 * of a line. Throws `UNSUPPORTED` for anything else than block collections,
 * one-line flow and scalars without tags and anchors.
 *
 * Most items are read once, by code that is not compiled yet: what every line
 * passes through is one loop each, without calls.
 */
export function readBlock(text: string, start: number, end: number): Node {
  return new Reader(text, start, end).document();
}

class Reader extends Cursor {
  #line: number;
  /** Column of the content character; -1 at the end. */
  #column = -1;
  #depth = 0;

  constructor(text: string, start: number, end: number) {
    super(text, start, end);
    this.#line = start;
  }

  document(): Node {
    this.#seekContent(this.at);
    if (this.#column < 0) throw UNSUPPORTED;
    const node = this.#node(this.#column, -1);
    // A lone scalar is no object, and readers part where such a text ends.
    if (this.#column >= 0 || node.type === "scalar") throw UNSUPPORTED;
    return node;
  }

  /** From the start of a line to the next content character. */
  #seekContent(start: number): void {
    const { text, end } = this;
    for (let line = start; line < end; ) {
      let at = line;
      while (text.charCodeAt(at) === SPACE) at++;
      const code = text.charCodeAt(at);
      if (code > HASH) {
        if (at >= end) break;
        this.#line = line;
        this.at = at;
        this.#column = at - line;
        return;
      }
      if (code !== HASH && code !== NEWLINE && code !== RETURN && at < end) {
        if (code === TAB) throw UNSUPPORTED;
        this.#line = line;
        this.at = at;
        this.#column = at - line;
        return;
      }
      const newline = text.indexOf("\n", at);
      line = newline < 0 ? end : newline + 1;
    }
    this.#line = end;
    this.at = end;
    this.#column = -1;
  }

  /** From the end of a token over blanks and a comment to the next content. */
  #finishLine(): void {
    this.skipBlanks();
    const code = this.code();
    const comment = code === HASH && this.isBlank(this.at - 1);
    if (!comment && !isLineEnd(code)) throw UNSUPPORTED;
    this.#seekContent(this.lineEnd(this.at) + 1);
  }

  /** A node at a content character; ends at the next content. */
  #node(column: number, parent: number): Node {
    if (++this.#depth > DEEPEST) throw tooDeep(this.at);
    const node = this.#anyNode(column, parent);
    this.#depth--;
    return node;
  }

  #anyNode(column: number, parent: number): Node {
    if (this.code() === DASH && this.isGap(this.at + 1)) {
      return this.#sequence(column);
    }
    const end = this.#keyEnd();
    return end < 0 ? this.#inline(parent) : this.#mapping(column, end);
  }

  #sequence(column: number): TextSeq {
    const start = this.at;
    const elements: Element[] = [];
    let end = start;
    while (this.#column === column && this.code() === DASH) {
      if (!this.isGap(this.at + 1)) throw UNSUPPORTED;
      const dash = this.at++;
      const node = this.#element(column);
      elements.push({ start: dash, node });
      end = node.end;
    }
    if (this.#column > column) throw UNSUPPORTED;
    return new TextSeq(elements, start, end, column, false);
  }

  #element(column: number): Node {
    const after = this.at;
    this.skipBlanks();
    const code = this.code();
    if (!isLineEnd(code) && code !== HASH) {
      // A tab would leave the column of what follows open to interpretation.
      if (this.at > after + 1 && this.text.slice(after, this.at).includes("\t"))
        throw UNSUPPORTED;
      if (this.text.charCodeAt(after) === TAB) throw UNSUPPORTED;
      this.#column = this.at - this.#line;
      return this.#node(this.#column, column);
    }
    this.#finishLine();
    if (this.#column > column) return this.#node(this.#column, column);
    return empty(after);
  }

  /** The mapping whose first key starts here and ends at `keyEnd`. */
  #mapping(column: number, keyEnd: number): TextMap {
    const start = this.at;
    const entries: Entry[] = [];
    let end = start;
    let until = keyEnd;
    for (;;) {
      const keyStart = this.at;
      const key = this.#key(until);
      const colon = this.at++;
      const node = this.#value(column);
      entries.push({ key, start: keyStart, colon, node });
      end = node.end;
      if (this.#column !== column) break;
      until = this.#keyEnd();
      if (until < 0) throw UNSUPPORTED;
    }
    if (this.#column > column || hasTwice(entries)) throw UNSUPPORTED;
    return new TextMap(entries, start, end, column, false);
  }

  /** The key that ends at `end`; stops at its colon. */
  #key(end: number): string {
    const start = this.at;
    const code = this.text.charCodeAt(start);
    this.at = end;
    if (this.text.charCodeAt(end) !== COLON) this.skipBlanks();
    const quoted = code === QUOTE || code === APOSTROPHE;
    const raw = quoted
      ? this.text.slice(start + 1, end - 1)
      : this.text.slice(start, end);
    // Most keys are; nothing else is asked of them.
    if (!quoted && isPlainWord(raw)) return raw;
    if (raw === MERGE) throw UNSUPPORTED;
    if (code === QUOTE) return unescaped(decode(raw));
    if (code === APOSTROPHE) return decode(raw).replaceAll("''", "'");
    if (!isString(raw)) throw UNSUPPORTED;
    return decode(raw);
  }

  /** Offset behind the key that starts here, -1 where none does. */
  #keyEnd(): number {
    const { text, at: start, end } = this;
    const first = text.charCodeAt(start);
    if (first === QUOTE || first === APOSTROPHE)
      return this.#quotedKeyEnd(first);
    if (start >= end || INDICATORS[first] || first === COLON) return -1;
    if (first === DASH && this.isGap(start + 1)) return -1;
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at);
      // Letters, and all that is no sign of YAML.
      if (code > COLON) continue;
      if (code === COLON) {
        if (!this.isGap(at + 1)) continue;
        return at - start > LONGEST_KEY ? -1 : this.trimmed(at);
      } else if (code === NEWLINE || code === RETURN) return -1;
      else if (code === HASH && this.isBlank(at - 1)) return -1;
    }
    return -1;
  }

  #quotedKeyEnd(quote: number): number {
    const close = this.closing(quote);
    if (close - this.at > LONGEST_KEY) return -1;
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
    if (code !== undefined && !INDICATORS[code]) {
      const lone = (code === DASH || code === COLON) && this.isGap(this.at + 1);
      if (lone) throw UNSUPPORTED;
      return this.#plain(parent);
    }
    if (code === QUOTE || code === APOSTROPHE)
      return this.#quoted(code, parent);
    if (code === PIPE || code === GREATER) return this.#block(parent);
    if (code !== OPEN_MAP && code !== OPEN_LIST) throw UNSUPPORTED;
    const node = flow(this);
    this.#finishLine();
    return node;
  }

  #quoted(quote: number, parent: number): ScalarNode {
    const start = this.at;
    const end = this.closing(quote) + 1;
    const raw = this.text.slice(start + 1, end - 1);
    this.at = end;
    const style = quote === QUOTE ? "double" : "single";
    const simple = !raw.includes("\n") && !raw.includes("\\");
    if (simple) {
      this.#finishLine();
      return new TextScalar(this.text, style, start, end);
    }
    const line = this.text.lastIndexOf("\n", end - 1) + 1;
    if (line > start) {
      assertIndented(raw, parent);
      this.#line = line;
    }
    this.#finishLine();
    return new TextScalar(this.text, style, start, end, unquote(raw, quote));
  }

  #block(parent: number): ScalarNode {
    const start = this.at;
    const scalar = blockScalar(this.text, start, this.end, parent);
    if (!scalar) throw UNSUPPORTED;
    this.#seekContent(scalar.next);
    const value = decode(scalar.value);
    return new TextScalar(this.text, "block", start, scalar.end, value);
  }

  #plain(parent: number): ScalarNode {
    const start = this.at;
    const end = this.#plainEnd(start);
    this.at = end;
    const comment = this.#restIsComment();
    this.#seekContent(this.lineEnd(this.at) + 1);
    // A comment ends a plain scalar, the end of a line does not.
    if (comment || this.#column <= parent)
      return TextScalar.plain(this.text, start, end);
    return this.#plainLines(start, end, parent);
  }

  /** A plain scalar whose first line ends at `first` and that goes on. */
  #plainLines(start: number, first: number, parent: number): ScalarNode {
    const lines = [this.text.slice(start, first)];
    let end = first;
    while (this.#column > parent) {
      // Between its lines a comment would end it.
      if (this.text.slice(end, this.#line).includes("#")) throw UNSUPPORTED;
      const next = this.at;
      for (let n = breaks(this.text, end, next); n > 1; n--) lines.push("");
      end = this.#plainEnd(next);
      lines.push(this.text.slice(next, end));
      this.at = end;
      const comment = this.#restIsComment();
      this.#seekContent(this.lineEnd(this.at) + 1);
      if (comment) break;
    }
    // A time may stand on two lines, its blank folded.
    const value = resolvePlain(decode(foldLines(lines)));
    return new TextScalar(this.text, "plain", start, end, value);
  }

  /** Whether a comment, or else nothing, follows on the line. */
  #restIsComment(): boolean {
    this.skipBlanks();
    return this.code() === HASH;
  }

  /** End of the plain scalar's part on the line of `start`. */
  #plainEnd(start: number): number {
    const { text, end } = this;
    let at = start;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      // Letters, and all that is no sign of YAML.
      if (code > COLON) continue;
      if (code === NEWLINE || code === RETURN || at >= end) break;
      if (code === COLON) {
        if (this.isGap(at + 1)) throw UNSUPPORTED;
      } else if (code === HASH && this.isBlank(at - 1)) break;
    }
    const stop = Math.min(at, end);
    return this.isBlank(stop - 1) ? this.trimmed(stop) : stop;
  }
}

function empty(at: number): Node {
  return new TextScalar("", "plain", at, at, null);
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
