import { isDeepStrictEqual } from "node:util";
import { isAlias, isCollection, type Node, visit } from "yaml";
import { isMapping } from "../documents/values.ts";
import { isSealed, type Member, membersOf } from "./reference.ts";

/** Lines that an edit may change; all others must stay. Counted from 0. */
export interface Touched {
  /** They may go or become anything. */
  readonly free: ReadonlySet<number>;
  /** Only the blanks and dashes at their start may change. */
  readonly loose: ReadonlySet<number>;
}

/**
 * The lines of `text` that may change where `before`, the value of `member`,
 * becomes `after`: those of what differs, of aliases to it, and of what can
 * only be written anew.
 */
export function touchedLines(
  text: string,
  members: readonly { member: Member; before: unknown; after: unknown }[],
): Touched {
  const toucher = new Toucher(text);
  for (const { member, before, after } of members) {
    toucher.item(member, before, after);
  }
  return toucher;
}

class Toucher implements Touched {
  readonly free = new Set<number>();
  readonly loose = new Set<number>();
  readonly #breaks: number[] = [];
  readonly #lines: readonly string[];
  #stale: ReadonlySet<string> = new Set();

  constructor(text: string) {
    this.#lines = text.split("\n");
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1))
      this.#breaks.push(at);
  }

  item(member: Member, before: unknown, after: unknown): void {
    if (isDeepStrictEqual(before, after)) return;
    this.#stale = changedAnchors(member.node, before, after);
    this.#walk(member, before, after);
  }

  #walk(member: Member, before: unknown, after: unknown): void {
    const { node } = member;
    const same = isDeepStrictEqual(before, after);
    if (same && !refersTo(node, this.#stale)) return;
    if (isAlias(node) || isSealed(node)) {
      this.#freeAll(member);
      return;
    }
    if (Array.isArray(before) && Array.isArray(after)) {
      this.#list(member, before, after);
    } else if (isMapping(before) && isMapping(after)) {
      const kept = membersOf(node).some(({ step }) =>
        Object.hasOwn(after, step),
      );
      if (kept) this.#mapping(member, before, after);
      else this.#freeAll(member);
    } else this.#freeAll(member);
  }

  #mapping(
    member: Member,
    before: Readonly<Record<string, unknown>>,
    after: Readonly<Record<string, unknown>>,
  ): void {
    const members = membersOf(member.node);
    for (const inner of members) {
      const { step } = inner;
      if (!Object.hasOwn(after, step)) this.#freeGone(inner);
      else this.#walk(inner, before[step], after[step]);
    }
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    const moved = [...keys].some(
      (key) => Object.hasOwn(before, key) !== Object.hasOwn(after, key),
    );
    if (moved) this.#moved(member, members);
  }

  /** What is equal at both ends stays; one element between may be edited. */
  #list(
    member: Member,
    before: readonly unknown[],
    after: readonly unknown[],
  ): void {
    const members = membersOf(member.node);
    const { head, tail } = sameEnds(before, after);
    const middle = members.slice(head, members.length - tail);
    if (head + tail === 0 && (before.length !== 1 || after.length !== 1)) {
      this.#freeGone(member);
      return;
    }
    const paired = middle.length === 1 && after.length - head - tail === 1;
    for (const inner of middle) {
      if (paired) this.#walk(inner, before[head], after[head]);
      else this.#freeGone(inner);
    }
    for (const inner of members) {
      if (!middle.includes(inner) && refersTo(inner.node, this.#stale))
        this.#walk(
          inner,
          before[Number(inner.step)],
          before[Number(inner.step)],
        );
    }
    if (!paired) this.#moved(member, members);
  }

  /** Members came or went. */
  #moved(member: Member, members: readonly Member[]): void {
    const { node } = member;
    if (isCollection(node) && node.flow) {
      this.#freeRange(node.range?.[0] ?? 0, endOf(member));
      return;
    }
    for (const { start } of members) this.loose.add(this.#line(start));
  }

  /**
   * Blank lines behind a first member that goes may go with it, and comments
   * so deep that a block scalar above would take them for its own.
   */
  #freeGone(member: Member): void {
    this.#freeAll(member);
    const start =
      member.start - (this.#breaks[this.#line(member.start) - 1] ?? -1) - 1;
    const deeper = new RegExp(`^ {${start + 1},}#|^[ \r]*$`);
    let line = this.#line(endOf(member)) + 1;
    while (deeper.test(this.#lines[line] ?? "x")) this.free.add(line++);
  }

  #freeAll(member: Member): void {
    this.#freeRange(member.start, endOf(member));
  }

  #freeRange(start: number, end: number): void {
    const last = this.#line(end);
    for (let line = this.#line(start); line <= last; line++)
      this.free.add(line);
  }

  #line(offset: number): number {
    let [low, high] = [0, this.#breaks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#breaks[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Where the text of a member ends; that of a block scalar with its line. */
function endOf({ node, start }: Member): number {
  if (!node) return start;
  const end = node.range?.[1] ?? start;
  if (isCollection(node) && !node.flow) {
    const last = membersOf(node).at(-1);
    return last ? Math.max(endOf(last), start) : end;
  }
  return Math.max(start, end > 0 && isBlockScalar(node) ? end - 1 : end);
}

function isBlockScalar(node: Node): boolean {
  const type = "type" in node ? String(node.type) : "";
  return type.startsWith("BLOCK");
}

/**
 * Names of anchors whose node is another than before, by place, or stands in
 * what is written anew.
 */
function changedAnchors(
  node: Node | null,
  before: unknown,
  after: unknown,
): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (inner: Node | null, old: unknown, young: unknown): void => {
    if (!inner || isAlias(inner)) return;
    const same = isDeepStrictEqual(old, young);
    if (same && !refersTo(inner, names)) return;
    if (isSealed(inner)) {
      visit(inner, {
        Node: (_, { anchor }: { anchor?: string }) => note(anchor),
      });
      return;
    }
    if (!same) note((inner as { anchor?: string }).anchor);
    const place =
      Array.isArray(old) && Array.isArray(young)
        ? shifted(old, young)
        : (step: string | number) => step;
    for (const { step, node: deeper } of membersOf(inner)) {
      walk(deeper, memberOf(old, step), memberOf(young, place(step)));
    }
  };
  const note = (anchor: string | undefined): void => {
    if (anchor !== undefined) names.add(anchor);
  };
  for (let known = -1; known < names.size; ) {
    known = names.size;
    walk(node, before, after);
  }
  return names;
}

/** How many elements of two lists are equal at their start and end. */
function sameEnds(before: readonly unknown[], after: readonly unknown[]) {
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && isDeepStrictEqual(before[head], after[head])) head++;
  let tail = 0;
  while (
    tail < least - head &&
    isDeepStrictEqual(before.at(-1 - tail), after.at(-1 - tail))
  )
    tail++;
  return { head, tail };
}

/** Where an element stands afterwards; nowhere, where that is not sure. */
function shifted(before: readonly unknown[], after: readonly unknown[]) {
  const { head, tail } = sameEnds(before, after);
  const behind = before.length - tail;
  const paired = behind - head === 1 && after.length - head - tail === 1;
  return (step: string | number): string | number => {
    const index = Number(step);
    if (index < head || (paired && index === head)) return index;
    return index >= behind ? index - before.length + after.length : -1;
  };
}

/** Whether an alias below stands for one of these. */
function refersTo(node: Node | null, names: ReadonlySet<string>): boolean {
  let found = false;
  visit(node, {
    Alias: (_, { source }) => {
      if (!names.has(source)) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

function memberOf(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isMapping(value) && Object.hasOwn(value, step)
    ? value[step]
    : undefined;
}
