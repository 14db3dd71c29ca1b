import {
  APOSTROPHE,
  CLOSE_LIST,
  CLOSE_MAP,
  COLON,
  COMMA,
  type Cursor,
  charset,
  DASH,
  HASH,
  INDICATORS,
  LONGEST_KEY,
  MERGE,
  OPEN_LIST,
  OPEN_MAP,
  QUOTE,
  UNSUPPORTED,
} from "./cursor.ts";
import { hasTwice, isBehind } from "./keys.ts";
import { plainValue } from "./node.ts";
import { unquote } from "./quoting.ts";
import { isDoubtful, isString } from "./scalar.ts";
import { DOUBLE, FLOW, MAP, PLAIN, SEQ, SINGLE } from "./tape.ts";

/** Ends a plain scalar inside a flow collection, or makes it doubtful. */
const FLOW_STOPS = charset(",[]{}\n\r?");

/**
 * Reads the flow collection that starts at the cursor and ends on its line;
 * leaves the cursor behind it. Throws `UNSUPPORTED` for any other.
 */
export function flow(cursor: Cursor, depth = 0): void {
  if (depth > 100) throw UNSUPPORTED;
  if (cursor.code() === OPEN_MAP) flowMap(cursor, depth);
  else flowSeq(cursor, depth);
}

function flowMap(cursor: Cursor, depth: number): void {
  const { tape } = cursor;
  const open = tape.open(MAP + FLOW, cursor.at++, 0);
  let sorted = true;
  let before = 0;
  let until = 0;
  cursor.skipBlanks();
  while (cursor.code() !== CLOSE_MAP) {
    const start = cursor.at;
    const end = keyEnd(cursor);
    sorted &&= isBehind(cursor.text, start, end, before, until);
    before = start;
    until = end;
    tape.member(start, end, cursor.at++);
    cursor.skipBlanks();
    flowValue(cursor, depth);
    flowSeparator(cursor, CLOSE_MAP);
  }
  if (!sorted && hasTwice(cursor.text, tape, open)) throw UNSUPPORTED;
  tape.close(open, ++cursor.at);
}

function flowSeq(cursor: Cursor, depth: number): void {
  const { tape } = cursor;
  const open = tape.open(SEQ + FLOW, cursor.at++, 0);
  cursor.skipBlanks();
  while (cursor.code() !== CLOSE_LIST) {
    tape.element(cursor.at);
    flowValue(cursor, depth);
    flowSeparator(cursor, CLOSE_LIST);
  }
  tape.close(open, ++cursor.at);
}

function flowSeparator(cursor: Cursor, close: number): void {
  cursor.skipBlanks();
  if (cursor.code() === close) return;
  if (cursor.code() !== COMMA) throw UNSUPPORTED;
  cursor.at++;
  cursor.skipBlanks();
}

/** End of the key at the cursor, which goes to its colon. */
function keyEnd(cursor: Cursor): number {
  const word = cursor.wordKeyEnd();
  if (word < 0) return anyKeyEnd(cursor);
  cursor.at = word;
  return word;
}

function anyKeyEnd(cursor: Cursor): number {
  const { at: start } = cursor;
  const type = scalarEnd(cursor);
  const end = cursor.at;
  cursor.skipBlanks();
  if (cursor.code() !== COLON) throw UNSUPPORTED;
  const adjacent = type !== PLAIN || cursor.isGap(cursor.at + 1);
  if (!adjacent) throw UNSUPPORTED;
  if (cursor.at - start > LONGEST_KEY) throw UNSUPPORTED;
  const quotes = type === PLAIN ? 0 : 1;
  const raw = cursor.text.slice(start + quotes, end - quotes);
  if (raw === MERGE) throw UNSUPPORTED;
  if (type === PLAIN && !isString(raw)) throw UNSUPPORTED;
  return end;
}

function flowValue(cursor: Cursor, depth: number): void {
  const { tape, at: start } = cursor;
  const code = cursor.code();
  if (code === OPEN_MAP || code === OPEN_LIST) {
    flow(cursor, depth + 1);
    return;
  }
  const type = scalarEnd(cursor);
  const end = cursor.at;
  const doubtful = type === PLAIN && isDoubtful(cursor.text, start);
  if (doubtful) plainValue(cursor.text, start, end);
  tape.scalar(type, start, end);
}

/** Goes behind the scalar at the cursor; its type. */
function scalarEnd(cursor: Cursor): number {
  const { text, at: start } = cursor;
  const code = cursor.code();
  if (code !== QUOTE && code !== APOSTROPHE) {
    cursor.at = flowPlainEnd(cursor);
    return PLAIN;
  }
  const close = cursor.closing(code);
  const raw = text.slice(start + 1, close);
  if (raw.includes("\n")) throw UNSUPPORTED;
  // An escape that no reader knows.
  if (raw.includes("\\")) unquote(raw, code);
  cursor.at = close + 1;
  return code === QUOTE ? DOUBLE : SINGLE;
}

function flowPlainEnd(cursor: Cursor): number {
  const start = cursor.at;
  const first = cursor.code();
  if (first === undefined || INDICATORS[first] || first === COLON)
    throw UNSUPPORTED;
  if (first === DASH && cursor.isGap(start + 1)) throw UNSUPPORTED;
  let at = start;
  for (; at < cursor.end; at++) {
    const code = cursor.text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_MAP || code === CLOSE_LIST) break;
    if (code === COLON) {
      if (cursor.isGap(at + 1)) break;
      if (FLOW_STOPS[cursor.text.charCodeAt(at + 1)]) throw UNSUPPORTED;
    } else if (FLOW_STOPS[code]) throw UNSUPPORTED;
    else if (code === HASH && cursor.isBlank(at - 1)) throw UNSUPPORTED;
  }
  const end = cursor.trimmed(at);
  if (end === start) throw UNSUPPORTED;
  return end;
}
