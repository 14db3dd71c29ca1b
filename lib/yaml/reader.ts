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
import { hasTwice, isBehind } from "./keys.ts";
import { type Node, nodeIn, plainValue } from "./node.ts";
import { unquote } from "./quoting.ts";
import { isDoubtful, isString } from "./scalar.ts";
import { DOUBLE, MAP, PLAIN, SEQ, SINGLE } from "./tape.ts";
import { DEEPEST, tooDeep } from "./text.ts";

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

const DELETE = 127;

/** What a plain value of the usual form starts with, and is made of. */
const FIRST = new Uint8Array(256);
const REST = new Uint8Array(256);
for (let code = SPACE; code < 256; code++) {
  if (code === HASH || code === COLON || code === DELETE) continue;
  REST[code] = 1;
  if (code !== SPACE && code !== DASH && !INDICATORS[code]) FIRST[code] = 1;
}

class Reader extends Cursor {
  #line: number;
  /** Column of the content character; -1 at the end. */
  #column = -1;
  #depth = 0;
  /** Whether the key that was found last is a word. */
  #isWord = false;

  constructor(text: string, start: number, end: number) {
    super(text, start, end);
    this.#line = start;
  }

  document(): Node {
    this.#seekContent(this.at);
    if (this.#column < 0) throw UNSUPPORTED;
    this.#node(this.#column, -1);
    if (this.#column >= 0) throw UNSUPPORTED;
    const { cells, at } = this.tape.finish();
    const node = nodeIn(this.text, cells, at);
    // A lone scalar is no object, and readers part where such a text ends.
    if (node.type === "scalar") throw UNSUPPORTED;
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
  #node(column: number, parent: number): void {
    if (++this.#depth > DEEPEST) throw tooDeep(this.at);
    const dash = this.text.charCodeAt(this.at) === DASH;
    if (dash && this.isGap(this.at + 1)) {
      this.#sequence(column);
    } else {
      const end = this.#keyEnd();
      if (end < 0) this.#inline(parent);
      else this.#mapping(column, end);
    }
    this.#depth--;
  }

  #sequence(column: number): void {
    const { tape } = this;
    const open = tape.open(SEQ, this.at, column);
    while (this.#column === column && this.code() === DASH) {
      if (!this.isGap(this.at + 1)) throw UNSUPPORTED;
      tape.element(this.at++);
      this.#element(column);
    }
    if (this.#column > column) throw UNSUPPORTED;
    tape.close(open, tape.last);
  }

  #element(column: number): void {
    const after = this.at;
    const usual =
      this.text.charCodeAt(after) === SPACE &&
      this.text.charCodeAt(after + 1) > HASH;
    if (usual && after + 1 < this.end) {
      this.at++;
      this.#column = this.at - this.#line;
      this.#node(this.#column, column);
      return;
    }
    this.skipBlanks();
    const code = this.code();
    if (!isLineEnd(code) && code !== HASH) {
      // A tab would leave the column of what follows open to interpretation.
      if (this.at > after + 1 && this.text.slice(after, this.at).includes("\t"))
        throw UNSUPPORTED;
      if (this.text.charCodeAt(after) === TAB) throw UNSUPPORTED;
      this.#column = this.at - this.#line;
      this.#node(this.#column, column);
      return;
    }
    this.#finishLine();
    if (this.#column > column) this.#node(this.#column, column);
    else this.tape.scalar(PLAIN, after, after);
  }

  /** The mapping whose first key starts here and ends at `keyEnd`. */
  #mapping(column: number, keyEnd: number): void {
    const { tape, text } = this;
    const open = tape.open(MAP, this.at, column);
    let until = keyEnd;
    // Keys in order are not compared any further.
    let sorted = true;
    let start = this.at;
    let end = start;
    for (;;) {
      sorted &&= isBehind(text, this.at, until, start, end);
      start = this.at;
      end = until;
      this.#entry(until, column);
      if (this.#column !== column) break;
      until = this.#keyEnd();
      if (until < 0) throw UNSUPPORTED;
    }
    if (this.#column > column) throw UNSUPPORTED;
    if (!sorted && hasTwice(text, tape, open)) throw UNSUPPORTED;
    tape.close(open, tape.last);
  }

  /** The entry whose key starts here and ends at `keyEnd`. */
  #entry(keyEnd: number, column: number): void {
    const { tape, text, at: start } = this;
    const next = this.#isWord ? text.charCodeAt(keyEnd + 1) : COLON;
    if (next === SPACE && this.#usualEntry(keyEnd, column)) return;
    this.at = keyEnd;
    if (!this.#isWord) this.#assertKey(start, keyEnd);
    tape.member(start, keyEnd, this.at++);
    if (next === NEWLINE) {
      this.#seekContent(keyEnd + 2);
      this.#valueBelow(keyEnd + 1, column);
    } else this.#value(column);
  }

  /**
   * An entry in the form of most lines: a word, a scalar that ends with the
   * line, and below it a line that does not go on with it. False where it has
   * another form: nothing was read then.
   */
  #usualEntry(keyEnd: number, column: number): boolean {
    const { text, at: key } = this;
    const start = keyEnd + 2;
    const first = text.charCodeAt(start);
    const quoted = first === QUOTE || first === APOSTROPHE;
    const end = quoted
      ? usualQuotedEnd(text, start, first)
      : usualPlainEnd(text, start, first);
    if (text.charCodeAt(end) !== NEWLINE) return false;
    const line = end + 1;
    let next = line;
    while (text.charCodeAt(next) === SPACE) next++;
    const deeper = next - line > column;
    if (deeper || next >= this.end || !(text.charCodeAt(next) > HASH)) {
      return false;
    }
    const type = first === QUOTE ? DOUBLE : quoted ? SINGLE : PLAIN;
    this.tape.entry(key, keyEnd, type, start, end);
    this.#line = line;
    this.at = next;
    this.#column = next - line;
    return true;
  }

  /** Goes from the end of a key to its colon; throws where it is no string. */
  #assertKey(start: number, end: number): void {
    const { text } = this;
    this.skipBlanks();
    const code = text.charCodeAt(start);
    const quoted = code === QUOTE || code === APOSTROPHE;
    const raw = quoted
      ? text.slice(start + 1, end - 1)
      : text.slice(start, end);
    if (raw === MERGE) throw UNSUPPORTED;
    // An escape that no reader knows.
    if (quoted) unquote(raw, code);
    else if (!isString(raw)) throw UNSUPPORTED;
  }

  /** Offset behind the key that starts here, -1 where none does. */
  #keyEnd(): number {
    const end = this.wordKeyEnd();
    this.#isWord = end > 0;
    return this.#isWord ? end : this.#anyKeyEnd();
  }

  #anyKeyEnd(): number {
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
  #value(column: number): void {
    const after = this.at;
    this.skipBlanks();
    const code = this.code();
    if (!isLineEnd(code) && !(code === HASH && this.at > after)) {
      if (code === DASH && this.isGap(this.at + 1)) throw UNSUPPORTED;
      this.#inline(column);
      return;
    }
    this.#finishLine();
    this.#valueBelow(after, column);
  }

  /** The value of a key that nothing but `after` stands behind on its line. */
  #valueBelow(after: number, column: number): void {
    const dashes = this.#column === column && this.code() === DASH;
    if (this.#column > column) this.#node(this.#column, column);
    else if (dashes && this.isGap(this.at + 1)) this.#sequence(column);
    else this.tape.scalar(PLAIN, after, after);
  }

  /** A scalar or flow collection; deeper lines than `parent` continue it. */
  #inline(parent: number): void {
    const code = this.code();
    if (code !== undefined && !INDICATORS[code]) {
      const lone = (code === DASH || code === COLON) && this.isGap(this.at + 1);
      if (lone) throw UNSUPPORTED;
      this.#plain(parent);
    } else if (code === QUOTE || code === APOSTROPHE) {
      this.#quoted(code, parent);
    } else if (code === PIPE || code === GREATER) this.#block(parent);
    else if (code === OPEN_MAP || code === OPEN_LIST) {
      flow(this);
      this.#finishLine();
    } else throw UNSUPPORTED;
  }

  #quoted(quote: number, parent: number): void {
    const { text, at: start } = this;
    const end = this.closing(quote) + 1;
    const raw = text.slice(start + 1, end - 1);
    this.at = end;
    if (raw.includes("\n")) {
      assertIndented(raw, parent);
      this.#line = text.lastIndexOf("\n", end - 1) + 1;
    }
    // An escape that no reader knows.
    if (raw.includes("\\")) unquote(raw, quote);
    this.#finishLine();
    this.tape.scalar(quote === QUOTE ? DOUBLE : SINGLE, start, end);
  }

  #block(parent: number): void {
    const { text, at: start } = this;
    const scalar = blockScalar(text, start, this.end, parent);
    if (!scalar) throw UNSUPPORTED;
    this.#seekContent(scalar.next);
    this.tape.block(start, scalar.end, scalar.next, parent);
  }

  #plain(parent: number): void {
    const { text, at: start } = this;
    let end = this.#plainEnd(start);
    this.at = end;
    let comment = this.#restIsComment();
    this.#seekContent(this.lineEnd(this.at) + 1);
    // A comment ends a plain scalar, the end of a line does not.
    while (!comment && this.#column > parent) {
      // Between its lines a comment would end it.
      if (text.slice(end, this.#line).includes("#")) throw UNSUPPORTED;
      end = this.#plainEnd(this.at);
      this.at = end;
      comment = this.#restIsComment();
      this.#seekContent(this.lineEnd(this.at) + 1);
    }
    if (isDoubtful(text, start)) plainValue(text, start, end);
    this.tape.scalar(PLAIN, start, end);
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

/** End of the quoted scalar at `start`, -1 where it has no usual form. */
function usualQuotedEnd(text: string, start: number, quote: number): number {
  const close = text.indexOf("\n", start) - 1;
  const mark = quote === QUOTE ? '"' : "'";
  if (close <= start || text.indexOf(mark, start + 1) !== close) return -1;
  const raw = text.slice(start, close);
  return raw.includes("\\") ? -1 : close + 1;
}

/** End of the plain scalar at `start`, -1 where it has no usual form. */
function usualPlainEnd(text: string, start: number, first: number): number {
  if (!FIRST[first] || isDoubtful(text, start)) return -1;
  let at = start;
  for (;;) {
    while (REST[text.charCodeAt(at)]) at++;
    const next = text.charCodeAt(at + 1);
    if (text.charCodeAt(at) !== COLON || next === SPACE || !REST[next]) break;
    at++;
  }
  return text.charCodeAt(at - 1) === SPACE ? -1 : at;
}

/** Go takes less indented continuation lines; a cut could fall into them. */
function assertIndented(raw: string, parent: number): void {
  for (const line of raw.split("\n").slice(1)) {
    const indent = line.search(/[^ \t\r]/);
    if (indent >= 0 && indent <= parent) throw UNSUPPORTED;
  }
}
