import { APOSTROPHE, QUOTE } from "./cursor.ts";
import { keyText } from "./node.ts";
import {
  behind,
  type Cells,
  cell,
  firstMember,
  MEMBER_CELLS,
  type Tape,
} from "./tape.ts";

/** From so many keys on a set is cheaper than comparing each with each. */
const MANY = 12;

/**
 * Whether the key from `start` to `end` surely stands behind the one before
 * it in the order of their characters.
 */
export function isBehind(
  text: string,
  start: number,
  end: number,
  beforeStart: number,
  beforeEnd: number,
): boolean {
  const code = text.charCodeAt(start);
  // Escapes and doubled quotes have another order.
  if (isQuote(code)) return false;
  // The first one.
  if (beforeEnd === beforeStart) return true;
  const before = text.charCodeAt(beforeStart);
  if (code !== before) return code > before;
  return text.slice(start, end) > text.slice(beforeStart, beforeEnd);
}

/**
 * Whether two keys of the mapping at `map`, which is not closed yet, are the
 * same.
 */
export function hasTwice(text: string, tape: Tape, map: number): boolean {
  const { cells, length: stop } = tape;
  const members: number[] = [];
  for (let at = firstMember(map); at < stop; ) {
    members.push(at);
    at = behind(cells, at + MEMBER_CELLS);
  }
  if (members.length >= MANY) {
    const keys = members.map((at) => keyAt(text, cells, at));
    return new Set(keys).size < keys.length;
  }
  for (let index = 1; index < members.length; index++) {
    for (let other = 0; other < index; other++) {
      const one = members[index] as number;
      if (areSame(text, cells, one, members[other] as number)) return true;
    }
  }
  return false;
}

function areSame(
  text: string,
  cells: Cells,
  one: number,
  other: number,
): boolean {
  const start = cell(cells, one);
  const otherStart = cell(cells, other);
  const code = text.charCodeAt(start);
  const otherCode = text.charCodeAt(otherStart);
  if (!isQuote(code) && !isQuote(otherCode)) {
    const length = cell(cells, one + 1) - start;
    const otherLength = cell(cells, other + 1) - otherStart;
    if (code !== otherCode || length !== otherLength) return false;
  }
  return keyAt(text, cells, one) === keyAt(text, cells, other);
}

function keyAt(text: string, cells: Cells, at: number): string {
  return keyText(text, cell(cells, at), cell(cells, at + 1));
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE;
}
