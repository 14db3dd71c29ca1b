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
