import { blockScalar, blockValue } from "./block-scalar.ts";
import { APOSTROPHE, QUOTE } from "./cursor.ts";
import { foldPlain, unquote } from "./quoting.ts";
import { resolvePlain } from "./scalar.ts";
import {
  BLOCK,
  behind,
  type Cells,
  cell,
  ELEMENT_CELLS,
  FLOW,
  firstMember,
  MAP,
  MEMBER_CELLS,
  PLAIN,
} from "./tape.ts";
import { decode } from "./text.ts";

/** How a scalar is written. */
export type ScalarStyle = "plain" | "single" | "double" | "block";

/**
 * A value and where it stands. Offsets are byte offsets into the stream; the
 * end of a block collection is the end of its last descendant.
 */
export type Node = ScalarNode | MapNode | SeqNode;

interface Range {
  readonly start: number;
  readonly end: number;
  /** `*name`: the value is the anchored node's, its text only a name. */
  readonly alias?: string;
  readonly anchor?: string;
  /** Written in a way that no splice can express (tag, `? key`, `<<`). */
  readonly sealed?: boolean;
  /** Anchors whose mappings a merge key takes in. */
  readonly merged?: readonly string[];
}

export interface ScalarNode extends Range {
  readonly type: "scalar";
  readonly style: ScalarStyle;
  readonly value: unknown;
}

/** One `key: value`. */
export interface Entry {
  readonly key: string;
  readonly start: number;
  /** Offset of the colon. */
  readonly colon: number;
  readonly node: Node;
}

export interface MapNode extends Range {
  readonly type: "map";
  readonly flow: boolean;
  /** Column of the keys; meaningless in flow style. */
  readonly indent: number;
  readonly entries: readonly Entry[];
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Element {
  /** Offset of the dash; in flow style of the value, or of its anchor or tag. */
  readonly start: number;
  readonly node: Node;
}

export interface SeqNode extends Range {
  readonly type: "seq";
  readonly flow: boolean;
  /** Column of the dashes; meaningless in flow style. */
  readonly indent: number;
  readonly elements: readonly Element[];
  readonly value: readonly unknown[];
}

/**
 * A node of the kernel's own reader: it has no anchors, and what it means is
 * made when asked for. As a value it stands for that meaning, see `opened`.
 * There is one for every place in the tape that somebody looked at.
 */
abstract class Unread {
  protected readonly text: string;
  readonly cells: Cells;
  /** Place in the tape. */
  readonly at: number;

  constructor(text: string, cells: Cells, at: number) {
    this.text = text;
    this.cells = cells;
    this.at = at;
  }

  get start(): number {
    return cell(this.cells, this.at + 1);
  }

  get end(): number {
    return cell(this.cells, this.at + 2);
  }

  abstract get value(): unknown;
}

abstract class UnreadCollection extends Unread {
  get flow(): boolean {
    return cell(this.cells, this.at) >= FLOW;
  }

  get indent(): number {
    return cell(this.cells, this.at + 4);
  }
}

const STYLES: readonly ScalarStyle[] = ["plain", "single", "double", "block"];

/** A scalar. */
export class TextScalar extends Unread implements ScalarNode {
  #value: unknown;

  get type(): "scalar" {
    return "scalar";
  }

  get style(): ScalarStyle {
    return STYLES[cell(this.cells, this.at)] ?? "plain";
  }

  get value(): unknown {
    if (this.#value === undefined)
      this.#value = valueIn(this.text, this.cells, this.at);
    return this.#value;
  }
}

/** A mapping of entries with distinct keys. */
export class TextMap extends UnreadCollection implements MapNode {
  #entries: readonly Entry[] | undefined;
  #value: Readonly<Record<string, unknown>> | undefined;
  #opened: Readonly<Record<string, unknown>> | undefined;

  get type(): "map" {
    return "map";
  }

  get entries(): readonly Entry[] {
    this.#entries ??= entriesIn(this.text, this.cells, this.at);
    return this.#entries;
  }

  get value(): Readonly<Record<string, unknown>> {
    this.#value ??= this.#entries
      ? fromEntries(this.#entries, ({ value }) => value)
      : mapIn(this.text, this.cells, this.at);
    return this.#value;
  }

  get opened(): Readonly<Record<string, unknown>> {
    this.#opened ??= fromEntries(this.entries, (node) => node);
    return this.#opened;
  }
}

/** A sequence. */
export class TextSeq extends UnreadCollection implements SeqNode {
  #elements: readonly Element[] | undefined;
  #value: readonly unknown[] | undefined;

  get type(): "seq" {
    return "seq";
  }

  get elements(): readonly Element[] {
    this.#elements ??= elementsIn(this.text, this.cells, this.at);
    return this.#elements;
  }

  get value(): readonly unknown[] {
    this.#value ??= this.#elements
      ? this.#elements.map(({ node }) => node.value)
      : seqIn(this.text, this.cells, this.at);
    return this.#value;
  }

  get opened(): readonly unknown[] {
    return this.elements.map(({ node }) => node);
  }
}

function fromEntries(
  entries: readonly Entry[],
  member: (node: Node) => unknown,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const { key, node } of entries) put(value, key, member(node));
  return value;
}

/** The node at a place of a tape. */
export function nodeIn(text: string, cells: Cells, at: number): Node {
  const type = cell(cells, at);
  if (type < MAP) return new TextScalar(text, cells, at);
  return (type & ~FLOW) === MAP
    ? new TextMap(text, cells, at)
    : new TextSeq(text, cells, at);
}

function entriesIn(text: string, cells: Cells, map: number): Entry[] {
  const entries: Entry[] = [];
  const stop = behind(cells, map);
  for (let at = firstMember(map); at < stop; ) {
    const node = at + MEMBER_CELLS;
    entries.push({
      key: keyText(text, cell(cells, at), cell(cells, at + 1)),
      start: cell(cells, at),
      colon: cell(cells, at + 2),
      node: nodeIn(text, cells, node),
    });
    at = behind(cells, node);
  }
  return entries;
}

function elementsIn(text: string, cells: Cells, seq: number): Element[] {
  const elements: Element[] = [];
  const stop = behind(cells, seq);
  for (let at = firstMember(seq); at < stop; ) {
    const node = at + ELEMENT_CELLS;
    elements.push({ start: cell(cells, at), node: nodeIn(text, cells, node) });
    at = behind(cells, node);
  }
  return elements;
}

/** What the node at a place of a tape means, as plain data. */
function valueIn(text: string, cells: Cells, at: number): unknown {
  const type = cell(cells, at);
  if (type >= MAP) {
    return (type & ~FLOW) === MAP
      ? mapIn(text, cells, at)
      : seqIn(text, cells, at);
  }
  const start = cell(cells, at + 1);
  const end = cell(cells, at + 2);
  if (type === PLAIN) return plainValue(text, start, end);
  if (type === BLOCK) {
    const parent = cell(cells, at + 4);
    return blockText(text, start, cell(cells, at + 3), parent);
  }
  return unquote(text.slice(start + 1, end - 1), text.charCodeAt(start));
}

function mapIn(
  text: string,
  cells: Cells,
  map: number,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  const stop = behind(cells, map);
  for (let at = firstMember(map); at < stop; ) {
    const node = at + MEMBER_CELLS;
    const key = keyText(text, cell(cells, at), cell(cells, at + 1));
    put(value, key, valueIn(text, cells, node));
    at = behind(cells, node);
  }
  return value;
}

function seqIn(text: string, cells: Cells, seq: number): unknown[] {
  const value: unknown[] = [];
  const stop = behind(cells, seq);
  for (let at = firstMember(seq); at < stop; ) {
    const node = at + ELEMENT_CELLS;
    value.push(valueIn(text, cells, node));
    at = behind(cells, node);
  }
  return value;
}

/** The key between two offsets, its quotes included. */
export function keyText(text: string, start: number, end: number): string {
  const quote = text.charCodeAt(start);
  return quote === QUOTE || quote === APOSTROPHE
    ? unquote(text.slice(start + 1, end - 1), quote)
    : decode(text.slice(start, end));
}

/**
 * A plain scalar, of one line or of several. Throws `RangeError` for what JSON
 * does not have.
 */
export function plainValue(text: string, start: number, end: number): unknown {
  const raw = text.slice(start, end);
  return resolvePlain(decode(raw.includes("\n") ? foldPlain(raw) : raw));
}

function blockText(
  text: string,
  start: number,
  next: number,
  parent: number,
): string {
  const scalar = blockScalar(text, start, next, parent);
  return scalar ? decode(blockValue(text, scalar)) : "";
}

/** Whether a value is a node that stands for what it means. */
export function isUnread(value: unknown): boolean {
  return value instanceof Unread;
}

/**
 * One level of a value that may be unread, in whole or in part: a mapping or
 * list whose members may be unread, or a scalar.
 */
export function opened(value: unknown): unknown {
  if (value instanceof TextMap || value instanceof TextSeq) return value.opened;
  return value instanceof Unread ? value.value : value;
}

/** A value with nothing unread in it; itself where nothing was. */
export function made(value: unknown): unknown {
  if (value instanceof Unread) return value.value;
  if (Array.isArray(value)) return sameOr(value, value.map(made));
  if (!isMap(value)) return value;
  const all: Record<string, unknown> = {};
  for (const key of Object.keys(value)) put(all, key, made(value[key]));
  return sameOr(value, all);
}

function sameOr<T extends object>(value: T, copy: T): T {
  const keys = Object.keys(value) as (keyof T)[];
  return keys.every((key) => copy[key] === value[key]) ? value : copy;
}

/** The entries or elements of a collection: each starts somewhere, with a node. */
export function membersOf(node: MapNode | SeqNode): readonly Element[] {
  return node.type === "map" ? node.entries : node.elements;
}

/** What is at `path` inside a value, unread where it was; `undefined` for nothing. */
export function partAt(
  root: unknown,
  path: readonly (string | number)[],
): unknown {
  let part = root;
  for (const step of path) {
    if (part instanceof TextMap) {
      part = part.entries.find(({ key }) => key === step)?.node;
      continue;
    }
    const value = opened(part);
    if (Array.isArray(value)) part = value[Number(step)];
    else if (isMap(value) && Object.hasOwn(value, step)) part = value[step];
    else return undefined;
  }
  return part;
}

/** The value at `path` inside plain data, `undefined` where there is none. */
export function valueAt(
  root: unknown,
  path: readonly (string | number)[],
): unknown {
  let value = root;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isMap(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** Sets a key as own property, whatever its name (`__proto__` too). */
export function put(
  target: Record<string, unknown>,
  key: string,
  value: unknown,
): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else target[key] = value;
}

/** Whether a plain value is a mapping. */
export function isMap(
  value: unknown,
): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
