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
import { unquote } from "./quoting.ts";
import { isPlainWord, isString } from "./scalar.ts";
import { decode } from "./text.ts";

/** Ends a plain scalar inside a flow collection, or makes it doubtful. */
const FLOW_STOPS = charset(",[]{}\n\r?");

/**
 * The flow collection that starts at the cursor and ends on its line; leaves
 * the cursor behind it. Throws `UNSUPPORTED` for any other.
 */
export function flow(cursor: Cursor, depth = 0): Node {
  if (depth > 100) throw UNSUPPORTED;
  return cursor.code() === OPEN_MAP
    ? flowMap(cursor, depth)
    : flowSeq(cursor, depth);
}

function flowMap(cursor: Cursor, depth: number): TextMap {
  const start = cursor.at++;
  const entries: Entry[] = [];
  cursor.skipBlanks();
  while (cursor.code() !== CLOSE_MAP) {
    const keyStart = cursor.at;
    const key = flowKey(cursor);
    const colon = cursor.at++;
    cursor.skipBlanks();
    const node = flowValue(cursor, depth);
    entries.push({ key, start: keyStart, colon, node });
    flowSeparator(cursor, CLOSE_MAP);
  }
  if (hasTwice(entries)) throw UNSUPPORTED;
  return new TextMap(entries, start, ++cursor.at, 0, true);
}

function flowSeq(cursor: Cursor, depth: number): TextSeq {
  const start = cursor.at++;
  const elements: Element[] = [];
  cursor.skipBlanks();
  while (cursor.code() !== CLOSE_LIST) {
    const node = flowValue(cursor, depth);
    elements.push({ start: node.start, node });
    flowSeparator(cursor, CLOSE_LIST);
  }
  return new TextSeq(elements, start, ++cursor.at, 0, true);
}

function flowSeparator(cursor: Cursor, close: number): void {
  cursor.skipBlanks();
  if (cursor.code() === close) return;
  if (cursor.code() !== COMMA) throw UNSUPPORTED;
  cursor.at++;
  cursor.skipBlanks();
}

function flowKey(cursor: Cursor): string {
  const node = flowScalar(cursor);
  cursor.skipBlanks();
  if (cursor.code() !== COLON) throw UNSUPPORTED;
  const adjacent = node.style !== "plain" || cursor.isGap(cursor.at + 1);
  if (!adjacent) throw UNSUPPORTED;
  if (cursor.at - node.start > LONGEST_KEY) throw UNSUPPORTED;
  if (node.style !== "plain") {
    if (node.value === MERGE) throw UNSUPPORTED;
    return String(node.value);
  }
  const raw = cursor.text.slice(node.start, node.end);
  if (isPlainWord(raw)) return raw;
  if (raw === MERGE || !isString(raw)) throw UNSUPPORTED;
  return decode(raw);
}

function flowValue(cursor: Cursor, depth: number): Node {
  const code = cursor.code();
  if (code === OPEN_MAP || code === OPEN_LIST) return flow(cursor, depth + 1);
  return flowScalar(cursor);
}

function flowScalar(cursor: Cursor): ScalarNode {
  const start = cursor.at;
  const code = cursor.code();
  if (code === QUOTE || code === APOSTROPHE) {
    const close = cursor.closing(code);
    const raw = cursor.text.slice(start + 1, close);
    if (raw.includes("\n")) throw UNSUPPORTED;
    const end = close + 1;
    cursor.at = end;
    const style = code === QUOTE ? "double" : "single";
    if (!raw.includes("\\")) {
      return new TextScalar(cursor.text, style, start, end);
    }
    return new TextScalar(cursor.text, style, start, end, unquote(raw, code));
  }
  const end = flowPlainEnd(cursor);
  return TextScalar.plain(cursor.text, start, end);
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
  cursor.at = end;
  return end;
}
