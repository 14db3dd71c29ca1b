import { unquote } from "./quoting.ts";
import { resolvePlain } from "./scalar.ts";
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

const DASH = 45;
const ZERO = 48;
const NINE = 57;

/**
 * A node of the kernel's own reader: it has no anchors, and what it means is
 * made when asked for. As a value it stands for that meaning, see `opened`.
 */
abstract class Unread {
  readonly start: number;
  readonly end: number;

  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }

  abstract get value(): unknown;
}

abstract class UnreadCollection<Member> extends Unread {
  readonly flow: boolean;
  readonly indent: number;
  protected readonly members: readonly Member[];

  constructor(
    members: readonly Member[],
    start: number,
    end: number,
    indent: number,
    flow: boolean,
  ) {
    super(start, end);
    this.flow = flow;
    this.indent = indent;
    this.members = members;
  }
}

/** A scalar; one on one line, without escapes, is resolved when asked for. */
export class TextScalar extends Unread implements ScalarNode {
  readonly style: ScalarStyle;
  readonly #text: string;
  #value: unknown;

  constructor(
    text: string,
    style: ScalarStyle,
    start: number,
    end: number,
    value?: unknown,
  ) {
    super(start, end);
    this.style = style;
    this.#text = text;
    this.#value = value;
  }

  /** A plain one; throws `RangeError` for what JSON does not have. */
  static plain(text: string, start: number, end: number): TextScalar {
    const scalar = new TextScalar(text, "plain", start, end);
    const first = text.charCodeAt(start);
    // `.inf`, `-.inf`, and the zone of a time: `2001-12-14T21:59:43+24:00`.
    const doubtful =
      first <= NINE && (first < ZERO || text.charCodeAt(start + 4) === DASH);
    if (doubtful) scalar.#value = scalar.#resolved();
    return scalar;
  }

  get type(): "scalar" {
    return "scalar";
  }

  get value(): unknown {
    if (this.#value === undefined) this.#value = this.#resolved();
    return this.#value;
  }

  #resolved(): unknown {
    const { style, start, end } = this;
    if (style === "plain")
      return resolvePlain(decode(this.#text.slice(start, end)));
    const quote = this.#text.charCodeAt(start);
    return unquote(this.#text.slice(start + 1, end - 1), quote);
  }
}

/** A mapping of entries with distinct keys. */
export class TextMap extends UnreadCollection<Entry> implements MapNode {
  #value: Readonly<Record<string, unknown>> | undefined;

  get entries(): readonly Entry[] {
    return this.members;
  }

  get type(): "map" {
    return "map";
  }

  get value(): Readonly<Record<string, unknown>> {
    this.#value ??= this.#of(({ node }) => node.value);
    return this.#value;
  }

  get opened(): Readonly<Record<string, unknown>> {
    return this.#of(({ node }) => node);
  }

  #of(member: (entry: Entry) => unknown): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const entry of this.entries) put(value, entry.key, member(entry));
    return value;
  }
}

/** A sequence. */
export class TextSeq extends UnreadCollection<Element> implements SeqNode {
  #value: readonly unknown[] | undefined;

  get elements(): readonly Element[] {
    return this.members;
  }

  get type(): "seq" {
    return "seq";
  }

  get value(): readonly unknown[] {
    this.#value ??= this.elements.map(({ node }) => node.value);
    return this.#value;
  }

  get opened(): readonly unknown[] {
    return this.elements.map(({ node }) => node);
  }
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

/** Below this many keys comparing each with each is cheaper than a set. */
const FEW = 12;

/** Whether two of the entries have one key. */
export function hasTwice(entries: readonly Entry[]): boolean {
  if (entries.length > FEW) {
    return new Set(entries.map(({ key }) => key)).size < entries.length;
  }
  for (let index = 1; index < entries.length; index++) {
    const key = entries[index]?.key;
    for (let other = 0; other < index; other++) {
      if (entries[other]?.key === key) return true;
    }
  }
  return false;
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
