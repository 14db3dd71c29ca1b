import { align } from "./align.ts";
import { refersTo, touchedAnchors } from "./anchors.ts";
import {
  emitElement,
  emitFlow,
  emitKey,
  emitValue,
  type Style,
} from "./emit.ts";
import { equal } from "./equal.ts";
import { styleOf } from "./layout.ts";
import { naturalOrder } from "./natural-order.ts";
import {
  type Element,
  isMap,
  isUnread,
  type MapNode,
  made,
  membersOf,
  type Node,
  type ScalarStyle,
  type SeqNode,
  TextMap,
} from "./node.ts";
import { counters } from "./read.ts";
import { quoted } from "./scalar.ts";
import { encode } from "./text.ts";

/** Text that takes the place of the bytes from `start` to `end`. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  /** Byte string. */
  readonly text: string;
}

/** The text from `start` to `end` with the patches that lie inside applied. */
export function applied(
  text: string,
  patches: readonly Patch[],
  start: number,
  end: number,
): string {
  const parts: string[] = [];
  let at = start;
  for (const patch of patches) {
    parts.push(text.slice(at, patch.start), patch.text);
    at = patch.end;
  }
  parts.push(text.slice(at, end));
  return parts.join("");
}

/** Where a node hangs: what a rewrite of it needs to know. */
interface Slot {
  /** Start of the text that a rewrite replaces: behind the colon or dash. */
  readonly from: number;
  /** Column of the key or dash. */
  readonly indent: number;
  readonly kind: "entry" | "element" | "flow";
}

/**
 * The patches that turn the text of `node` into text for `after`, touching
 * nothing else. A node in `after` is one that stays. `indent` is the column of the dash before the node, `from` the
 * offset behind it. Patches are sorted and do not overlap.
 */
export function splice(
  text: string,
  node: Node,
  after: unknown,
  from: number,
  indent: number,
  flow = false,
): Patch[] {
  const writer = new Splicer(
    text,
    styleOf(text, node),
    touchedAnchors(node, after),
  );
  writer.patch(node, after, { from, indent, kind: flow ? "flow" : "element" });
  return settled(writer.patches);
}

/**
 * Patches in order. Lines that go behind a line that is cut (the last one of
 * the collection above them) take its place.
 */
function settled(patches: Patch[]): Patch[] {
  let cut = { end: -1 };
  return patches
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map((patch) => {
      const { start, end, text } = patch;
      if (text === "") cut = patch;
      if (end > start || start >= cut.end) return patch;
      const eol = /^\r?\n/.exec(text)?.[0] ?? "";
      const moved = text.slice(eol.length) + eol;
      return { start: cut.end, end: cut.end, text: moved };
    });
}

/** One patch that writes the whole node anew. */
export function rewrite(
  text: string,
  node: Node,
  after: unknown,
  from: number,
  indent: number,
  flow = false,
): Patch[] {
  const writer = new Splicer(text, styleOf(text, node), new Set());
  writer.replace(node, made(after), {
    from,
    indent,
    kind: flow ? "flow" : "element",
  });
  return [...writer.patches];
}

class Splicer {
  readonly patches: Patch[] = [];
  readonly #text: string;
  readonly #style: Style;
  /** Anchors whose value changes: their aliases must be written out. */
  readonly #touched: ReadonlySet<string>;

  constructor(text: string, style: Style, anchors: ReadonlySet<string>) {
    this.#text = text;
    this.#style = style;
    this.#touched = anchors;
  }

  patch(node: Node, after: unknown, slot: Slot): void {
    if (after === node) return;
    // Member by member, so that none is made for nothing; it has no anchors.
    if (node instanceof TextMap && isMap(after) && !isUnread(after)) {
      this.#map(node, after, slot);
      return;
    }
    const value = made(after);
    if (equal(node.value, value) && !refersTo(node, this.#touched)) return;
    if (node.alias !== undefined || node.sealed)
      this.replace(node, value, slot);
    else if (node.type === "map" && isMap(value)) this.#map(node, value, slot);
    else if (node.type === "seq" && Array.isArray(value)) {
      this.#seq(node, value, slot);
    } else this.replace(node, value, slot);
  }

  replace(node: Node, after: unknown, slot: Slot): void {
    const same = requoted(node, after);
    if (same !== undefined) {
      this.#put(node.start, node.end, same);
      return;
    }
    if (node.alias !== undefined || node.sealed) counters.rewrites++;
    if (slot.kind === "flow") {
      this.#replaceFlow(node, after, slot.from);
      return;
    }
    const end = Math.max(slot.from, node.end);
    const line = this.#lineEnd(end);
    const text = this.#emit(after, slot, this.#styleBefore(line, slot.indent));
    const comment = this.#text.slice(end, line).trim() !== "";
    if (!text.includes("\n")) this.#put(slot.from, end, text);
    // Blanks at the end of the line would be text of a block scalar.
    else if (!comment) this.#put(slot.from, line, this.#closed(text, line));
    else if (typeof after === "string") {
      this.#put(slot.from, end, ` ${quoted(after)}`);
    } else {
      // The comment stays on its line, what is new goes below.
      const mark = this.#text.indexOf("#", end);
      this.#put(slot.from, mark < 0 ? end : mark, " ");
      this.#put(line, line, this.#closed(this.#below(text, slot, line), line));
    }
  }

  /** A value in flow style; a tag before it goes, an anchor alone stays. */
  #replaceFlow(node: Node, after: unknown, from: number): void {
    const tagged = /(?:^|\s)!/.test(this.#text.slice(from, node.start));
    const blank = tagged && this.#text[from - 1] === ":" ? " " : "";
    this.#put(tagged ? from : node.start, node.end, blank + emitFlow(after));
  }

  /** A value as it stands behind its colon or dash. */
  #emit(value: unknown, { kind, indent }: Slot, style: Style): string {
    return kind === "entry"
      ? emitValue(value, indent, style)
      : ` ${emitElement(value, indent, style)}`;
  }

  /**
   * The style of lines that end at `line`, below a key or dash in `column`:
   * deeper blanks or a deeper comment behind them would be a block's text.
   */
  #styleBefore(line: number, column: number): Style {
    const behind = /\r?\n([ \t]*)(?=[\r\n#]|$)#?/y;
    behind.lastIndex = line;
    for (;;) {
      const blanks = behind.exec(this.#text)?.[1];
      if (blanks === undefined) return this.#style;
      if (blanks.length > column) return { ...this.#style, quoted: true };
    }
  }

  #below(text: string, { kind, indent }: Slot, line: number): string {
    const eol = this.#eolAt(line);
    if (kind === "entry") return text.replace(/^\r?\n/, eol);
    return `${eol}${" ".repeat(indent + 2)}${text.trimStart()}`;
  }

  #map(
    node: MapNode,
    after: Readonly<Record<string, unknown>>,
    slot: Slot,
  ): void {
    const { entries } = node;
    const kept = (index: number): boolean =>
      Object.hasOwn(after, entries[index]?.key ?? "");
    const stay = entries.filter(({ key }) => Object.hasOwn(after, key));
    if (stay.length === 0) {
      const stays = entries.length === 0 && isEmpty(after);
      if (!stays) this.replace(node, after, slot);
      return;
    }
    for (const entry of stay) {
      if (after[entry.key] === entry.node) continue;
      const inner: Slot = node.flow
        ? { from: entry.colon + 1, indent: 0, kind: "flow" }
        : { from: entry.colon + 1, indent: node.indent, kind: "entry" };
      this.patch(entry.node, after[entry.key], inner);
    }
    if (stay.length < entries.length) this.#cut(node, kept);
    if (stay.length < Object.keys(after).length) {
      this.#addEntries(node, after, kept, slot);
    }
  }

  /** Cuts the members that are not kept, run by run. */
  #cut(node: MapNode | SeqNode, kept: (index: number) => boolean): void {
    const members = membersOf(node);
    for (let first = 0; first < members.length; first++) {
      if (kept(first)) continue;
      let last = first;
      while (last + 1 < members.length && !kept(last + 1)) last++;
      if (node.flow) this.#cutFlow(members, first, last);
      else this.#cutLines(members, first, last);
      first = last;
    }
  }

  /** Cuts flow members with as many of their commas. */
  #cutFlow(members: readonly Element[], first: number, last: number): void {
    const start = members[first]?.start ?? 0;
    const end = members[last]?.node.end ?? start;
    const previous = members[first - 1];
    const next = members[last + 1];
    if (next) this.#put(start, next.start, "");
    else if (previous) this.#put(previous.node.end, end, "");
    else this.#put(start, end, "");
  }

  /** Cuts the lines of block members; comments above each of them stay. */
  #cutLines(members: readonly Element[], first: number, last: number): void {
    const next = members[last + 1];
    for (const member of members.slice(first, last + 1)) {
      const line = this.#text.lastIndexOf("\n", member.start - 1) + 1;
      const end = this.#lineEnd(Math.max(member.node.end, member.start));
      const alone = /^ *$/.test(this.#text.slice(line, member.start));
      if (alone) this.#put(line, this.#afterBreak(end), "");
      // The first member of a list element shares the line of its dash.
      else if (next && this.#areBare(members, first, last)) {
        this.#put(member.start, next.start, "");
        return;
      } else this.#put(member.start, end, "");
    }
    const previous = members[first - 1];
    const block = previous && lastBlock(previous.node);
    if (block) this.#cutDeep(members, last, block);
  }

  /** Whether only blanks stand between these members and the one behind. */
  #areBare(members: readonly Element[], first: number, last: number): boolean {
    return members.slice(first, last + 1).every((member, index) => {
      const end = this.#lineEnd(Math.max(member.node.end, member.start));
      const next = members[first + index + 1];
      return this.#text.slice(end, next?.start).trim() === "";
    });
  }

  /** Cuts what a block scalar before members that go would take behind them. */
  #cutDeep(members: readonly Element[], last: number, block: Node): void {
    const { start, node } = members[last] as Element;
    const column = start - (this.#text.lastIndexOf("\n", start - 1) + 1);
    const from = this.#afterBreak(this.#lineEnd(Math.max(node.end, start)));
    const comment = new RegExp(`[ \\t]*\\r?\\n| {${column + 1},}#.*\\n`, "y");
    let end = from;
    comment.lastIndex = from;
    while (comment.test(this.#text)) end = comment.lastIndex;
    const found = this.#text.slice(from, end);
    const keeps = /^[|>]\d?\+/.test(
      this.#text.slice(block.start, block.start + 3),
    );
    // Blanks at the start of a line can be text, empty lines can't.
    if (keeps || /[ \t]/.test(found)) {
      this.#put(from, end, "");
    }
  }

  #addEntries(
    node: MapNode,
    after: Readonly<Record<string, unknown>>,
    kept: (index: number) => boolean,
    slot: Slot,
  ): void {
    const keys = node.entries.map((entry) => entry.key);
    const known = new Set(keys);
    const added = Object.keys(after).filter((key) => !known.has(key));
    for (const [place, group] of placesOf(keys, added)) {
      if (node.flow)
        this.#insertFlow(node, place, flowEntries(group, after), kept);
      else this.#insertEntries(node, place, group, after, kept, slot);
    }
  }

  #insertEntries(
    node: MapNode,
    place: number,
    keys: readonly string[],
    after: Readonly<Record<string, unknown>>,
    kept: (index: number) => boolean,
    slot: Slot,
  ): void {
    const write = (style: Style): string[] =>
      keys.map(
        (key) => `${emitKey(key)}:${emitValue(after[key], node.indent, style)}`,
      );
    this.#insertLines(node, place, write, kept, slot);
  }

  /** Lines of members before the one at `place`, at the collection's column. */
  #insertLines(
    node: MapNode | SeqNode,
    place: number,
    write: (style: Style) => readonly string[],
    kept: (index: number) => boolean,
    slot: Slot,
  ): void {
    const margin = " ".repeat(node.indent);
    const { previous, next } = neighbours(node, place, kept);
    const head = previous
      ? this.#lineEnd(Math.max(previous.node.end, previous.start))
      : this.#lineEnd(slot.from);
    if (previous || (slot.kind === "entry" && head < node.start)) {
      const eol = this.#eolAt(head);
      const lines = write(this.#styleBefore(head, node.indent));
      const below = lines.map((line) => eol + margin + line).join("");
      if (previous && head >= this.#text.length) this.#strip(previous.node);
      this.#put(head, head, this.#closed(below, head));
    } else {
      const at = next?.start ?? node.start;
      const end = this.#style.eol + margin;
      const lines = write(this.#style);
      this.#put(at, at, lines.map((line) => line + end).join(""));
    }
  }

  /**
   * A block scalar whose last line the end of the stream cuts has no line end
   * there; once lines follow, its header has to say so.
   */
  #strip(node: Node): void {
    const block = lastBlock(node);
    if (!block || String(block.value).endsWith("\n")) return;
    const { start } = block;
    const changed = this.patches.some(
      (patch) => patch.start <= start && patch.end > start,
    );
    const header = /^[|>]\d?[-+]?/.exec(this.#text.slice(start, start + 3));
    const [found = ""] = header ?? [];
    if (changed || found === "" || found.endsWith("-")) return;
    this.#put(start, start + found.length, `${found.replace("+", "")}-`);
  }

  #seq(node: SeqNode, after: readonly unknown[], slot: Slot): void {
    const steps = align(node.value, after);
    const partner = new Map(steps.map((step) => [step.before, step.after]));
    const kept = (index: number): boolean => partner.get(index) !== undefined;
    if (!node.elements.some((_, index) => kept(index))) {
      this.replace(node, after, slot);
      return;
    }
    const added = new Map<number, unknown[]>();
    for (const { before, after: index, place } of steps) {
      if (index === undefined) continue;
      if (before !== undefined) this.#patchElement(node, before, after[index]);
      else added.set(place, [...(added.get(place) ?? []), after[index]]);
    }
    this.#cut(node, kept);
    for (const [place, values] of added) {
      if (node.flow) this.#insertFlow(node, place, values.map(emitFlow), kept);
      else this.#insertElements(node, place, values, kept, slot);
    }
  }

  #patchElement(node: SeqNode, index: number, after: unknown): void {
    const element = node.elements[index];
    if (!element) return;
    this.patch(
      element.node,
      after,
      node.flow
        ? { from: element.start, indent: 0, kind: "flow" }
        : { from: element.start + 1, indent: node.indent, kind: "element" },
    );
  }

  #insertElements(
    node: SeqNode,
    place: number,
    values: readonly unknown[],
    kept: (index: number) => boolean,
    slot: Slot,
  ): void {
    const neighbour = node.elements[place - 1] ?? node.elements[place];
    const flow = neighbour?.node.type === "map" && neighbour.node.flow;
    const write = (style: Style): string[] =>
      values.map((value) => {
        const text = flow
          ? emitFlow(value)
          : emitElement(value, node.indent, style);
        return `- ${text}`;
      });
    this.#insertLines(node, place, write, kept, slot);
  }

  #insertFlow(
    node: MapNode | SeqNode,
    place: number,
    texts: readonly string[],
    kept: (index: number) => boolean,
  ): void {
    const { previous, next } = neighbours(node, place, kept);
    const text = texts.join(", ");
    if (previous) this.#put(previous.node.end, previous.node.end, `, ${text}`);
    else if (next) this.#put(next.start, next.start, `${text}, `);
  }

  #put(start: number, end: number, text: string): void {
    this.patches.push({ start, end, text: encode(text) });
  }

  /** Offset of the line end (before CR) at or behind `at`. */
  #lineEnd(at: number): number {
    const newline = this.#text.indexOf("\n", at);
    if (newline < 0) return this.#text.length;
    const carriage = this.#text.charCodeAt(newline - 1) === 13 && newline > at;
    return carriage ? newline - 1 : newline;
  }

  /** With a line end where the stream has none: a block scalar needs it. */
  #closed(text: string, at: number): string {
    return at < this.#text.length ? text : text + this.#style.eol;
  }

  /** The line end at `at`: each line of a mixed text keeps its own. */
  #eolAt(at: number): string {
    if (at >= this.#text.length) return this.#style.eol;
    return this.#text.charCodeAt(at) === 13 ? "\r\n" : "\n";
  }

  #afterBreak(at: number): number {
    const newline = this.#text.indexOf("\n", at);
    return newline < 0 ? this.#text.length : newline + 1;
  }
}

/** The last scalar of a node, where it is a block scalar. */
function lastBlock(node: Node): Node | undefined {
  if (node.alias !== undefined) return undefined;
  if (node.type === "scalar") return node.style === "block" ? node : undefined;
  const last = node.flow ? undefined : membersOf(node).at(-1);
  return last && lastBlock(last.node);
}

function isEmpty(value: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(value).length === 0;
}

/** The members that stay before and behind a place. */
function neighbours(
  node: MapNode | SeqNode,
  place: number,
  kept: (index: number) => boolean,
): { previous: Element | undefined; next: Element | undefined } {
  const members = membersOf(node);
  let before = place - 1;
  while (before >= 0 && !kept(before)) before--;
  let behind = place;
  while (behind < members.length && !kept(behind)) behind++;
  return { previous: members[before], next: members[behind] };
}

/** A string in the quotes of the one it replaces. */
function requoted(node: Node, after: unknown): string | undefined {
  if (node.type !== "scalar" || node.alias !== undefined || node.sealed)
    return undefined;
  return typeof after === "string" ? inQuotes(node.style, after) : undefined;
}

/** A string of one line in such quotes, where they can hold it. */
export function inQuotes(style: ScalarStyle, text: string): string | undefined {
  if (text.includes("\n")) return undefined;
  if (style === "double") return quoted(text);
  const single = style === "single" && /^[\x20-\x7e]*$/.test(text);
  return single ? `'${text.replaceAll("'", "''")}'` : undefined;
}

function flowEntries(
  keys: readonly string[],
  after: Readonly<Record<string, unknown>>,
): string[] {
  return keys.map((key) => emitFlow({ [key]: after[key] }).slice(1, -1));
}

/**
 * Where new keys go among others, by place: sorted keys stay so, else behind all
 * of them or where custom wants it.
 */
export function placesOf(
  keys: readonly string[],
  added: readonly string[],
): Map<number, string[]> {
  const sorted = isSorted(keys);
  const places = new Map<number, string[]>();
  for (const key of sorted ? added.toSorted(naturalOrder) : added) {
    const place = sorted ? placeOf(keys, key) : customaryPlace(keys, key);
    const group = places.get(place);
    if (group) group.push(key);
    else places.set(place, [key]);
  }
  return places;
}

/** Two keys or more in natural order; one alone says nothing. */
function isSorted(keys: readonly string[]): boolean {
  return (
    keys.length > 1 &&
    keys.every((key, index) => {
      const previous = keys[index - 1];
      return previous === undefined || naturalOrder(previous, key) < 0;
    })
  );
}

function placeOf(keys: readonly string[], key: string): number {
  const place = keys.findIndex((other) => naturalOrder(key, other) < 0);
  return place < 0 ? keys.length : place;
}

/** Keys that by custom stand before another one. */
const CUSTOMARY: ReadonlyMap<string, string> = new Map([
  ["labels", "annotations"],
]);

function customaryPlace(keys: readonly string[], key: string): number {
  const next = CUSTOMARY.get(key);
  const place = next === undefined ? -1 : keys.indexOf(next);
  return place < 0 ? keys.length : place;
}
