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
  /** Offset of the dash; in flow style that of the value. */
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

const NINE = 57;

/** A scalar on one line, without escapes, that is resolved when asked for. */
export class TextScalar implements ScalarNode {
  readonly type = "scalar";
  readonly style: ScalarStyle;
  readonly start: number;
  readonly end: number;
  readonly #text: string;
  #value: unknown;

  constructor(text: string, style: ScalarStyle, start: number, end: number) {
    this.style = style;
    this.start = start;
    this.end = end;
    this.#text = text;
  }

  /** A plain one; throws `RangeError` for what JSON does not have. */
  static plain(text: string, start: number, end: number): TextScalar {
    const scalar = new TextScalar(text, "plain", start, end);
    // Only numbers and times can be such, and none that is shorter.
    const doubtful = end - start > 3 && text.charCodeAt(start) <= NINE;
    if (doubtful) scalar.#value = scalar.#resolved();
    return scalar;
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

/** A mapping of entries with distinct keys; its value is made when asked for. */
export class TextMap implements MapNode {
  readonly type = "map";
  readonly flow: boolean;
  readonly indent: number;
  readonly start: number;
  readonly end: number;
  readonly entries: readonly Entry[];
  #value: Readonly<Record<string, unknown>> | undefined;

  constructor(
    entries: readonly Entry[],
    start: number,
    end: number,
    indent: number,
    flow: boolean,
  ) {
    this.flow = flow;
    this.indent = indent;
    this.start = start;
    this.end = end;
    this.entries = entries;
  }

  get value(): Readonly<Record<string, unknown>> {
    this.#value ??= this.#made();
    return this.#value;
  }

  #made(): Readonly<Record<string, unknown>> {
    const value: Record<string, unknown> = {};
    for (const { key, node } of this.entries) put(value, key, node.value);
    return value;
  }
}

/** A sequence whose value is made when asked for. */
export class TextSeq implements SeqNode {
  readonly type = "seq";
  readonly flow: boolean;
  readonly indent: number;
  readonly start: number;
  readonly end: number;
  readonly elements: readonly Element[];
  #value: readonly unknown[] | undefined;

  constructor(
    elements: readonly Element[],
    start: number,
    end: number,
    indent: number,
    flow: boolean,
  ) {
    this.flow = flow;
    this.indent = indent;
    this.start = start;
    this.end = end;
    this.elements = elements;
  }

  get value(): readonly unknown[] {
    this.#value ??= this.elements.map(({ node }) => node.value);
    return this.#value;
  }
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

/** The value at `path` below a node; no more of it is made than needed. */
export function valueBelow(
  node: Node,
  path: readonly (string | number)[],
): unknown {
  let at = node;
  for (const [depth, step] of path.entries()) {
    if (at.type === "scalar") return undefined;
    // Merged keys stand in the value only.
    if (at.sealed) return valueAt(at.value, path.slice(depth));
    const inner =
      at.type === "seq"
        ? at.elements[Number(step)]
        : at.entries.find(({ key }) => key === step);
    if (!inner) return undefined;
    at = inner.node;
  }
  return at.value;
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
