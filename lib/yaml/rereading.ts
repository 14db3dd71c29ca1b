import { equal } from "./equal.ts";
import {
  type Element,
  isMap,
  isUnread,
  type MapNode,
  made,
  membersOf,
  type Node,
  type SeqNode,
  TextMap,
  TextSeq,
} from "./node.ts";
import { read } from "./read.ts";
import { applied, type Patch } from "./splice.ts";

/**
 * Whether patches, sorted, turn the text of `node` into text for `after`;
 * `end` is where its last line ends. Reads no more than the lines of the
 * touched members of the innermost block collection that holds every patch:
 * what stands before and behind them starts lines of its own in its column. A
 * node in `after` is one that stays. `undefined` where a part can't tell: read the whole. Throws `YamlError` where
 * the lines can't be read.
 */
export function rereadsAs(
  text: string,
  node: Node,
  after: unknown,
  patches: readonly Patch[],
  end: number,
): boolean | undefined {
  // Others may hold anchors, which tie parts together.
  if (!(node instanceof TextMap) || patches.length === 0) return undefined;
  let part: Part = { node, after, end };
  for (let inner: Part | undefined = part; inner; ) {
    part = inner;
    inner = innerPart(text, part);
  }
  const lines = linesOf(text, part, patches);
  if (!lines) return undefined;
  const written = applied(text, patches, lines.start, lines.end);
  // The line in front must still end, and what follows still start a line.
  const start = text[lines.start] === "\n" ? 1 : 0;
  if (start === 1 && !written.startsWith("\n")) return undefined;
  if (!written.endsWith("\n")) return undefined;
  const whole = read(written, start, written.length);
  // A comment or blank line up front could go on with what stands before.
  if (lineStart(written, whole.start) !== start) return undefined;
  if (whole.start !== start + part.node.indent) return undefined;
  return part.node.type === "map"
    ? isMapOf(part.node, part.after, lines, whole)
    : isSeqOf(part.node, part.after, lines, whole);
}

/** A block collection, its value to be, and where the lines behind it start. */
interface Part {
  readonly node: MapNode | SeqNode;
  readonly after: unknown;
  readonly end: number;
}

/** The one member that changes, where it is a block collection and stays one. */
function innerPart(text: string, { node, after, end }: Part): Part | undefined {
  const members = membersOf(node);
  if (sizeOf(after) !== members.length) return undefined;
  let only = -1;
  for (let index = 0; index < members.length; index++) {
    const member = members[index] as Element;
    if (stays(member.node, memberOf(node, after, index))) continue;
    if (only >= 0) return undefined;
    only = index;
  }
  const inner = members[only]?.node;
  if (!inner || inner.type === "scalar" || inner.flow) return undefined;
  const value = memberOf(node, after, only);
  const alike = inner.type === "map" ? isMap(value) : Array.isArray(value);
  if (!alike || isUnread(value)) return undefined;
  const next = members[only + 1];
  return {
    node: inner,
    after: value,
    end: next ? lineStart(text, next.start) : end,
  };
}

/** Whether a value, parts of which may be unread, is what the node means. */
function stays(node: Node, value: unknown): boolean {
  if (value === node || isUnread(value)) return value === node;
  if (node instanceof TextMap || node instanceof TextSeq) {
    const members = membersOf(node);
    return (
      sizeOf(value) === members.length &&
      members.every((member, at) =>
        stays(member.node, memberOf(node, value, at)),
      )
    );
  }
  return equal(node.value, value);
}

function memberOf(
  node: MapNode | SeqNode,
  value: unknown,
  index: number,
): unknown {
  if (node.type === "seq") return Array.isArray(value) ? value[index] : NONE;
  const key = node.entries[index]?.key ?? "";
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : NONE;
}

/** Equals no value of YAML. */
const NONE = Symbol("none");

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isMap(value) ? Object.keys(value).length : -1;
}

/** The lines of some members, the first and last of them by index. */
interface Lines {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly last: number;
}

/** The lines that hold every patch, `undefined` where others share them. */
function linesOf(
  text: string,
  { node, end }: Part,
  patches: readonly Patch[],
): Lines | undefined {
  const members = membersOf(node);
  const from = patches[0]?.start ?? 0;
  const to = patches.at(-1)?.end ?? 0;
  // One before the lines that go, so that something known is in front; in front
  // of the first stands the line of the collection's own key or dash, and what
  // is new may begin with its end.
  const first = Math.max(members.findLastIndex(startsBefore(from)), 0);
  const last = Math.max(members.findLastIndex(startsBefore(to)), 0);
  const start = members[first]?.start ?? 0;
  const line = lineStart(text, start);
  const front = from === line - 1 ? from : line;
  if (from < front || !/^ *$/.test(text.slice(line, start))) return undefined;
  const next = members[last + 1];
  const stop = next ? lineStart(text, next.start) : end;
  return to <= stop ? { start: front, end: stop, first, last } : undefined;
}

function startsBefore(offset: number): (member: Element) => boolean {
  return ({ start }) => start < offset;
}

function isMapOf(
  node: MapNode,
  after: unknown,
  { first, last }: Lines,
  written: Node,
): boolean {
  if (written.type !== "map" || written.flow || !isMap(after)) return false;
  const others = new Set<string>();
  for (const [index, { key, node: inner }] of node.entries.entries()) {
    if (index >= first && index <= last) continue;
    if (!stays(inner, memberOf(node, after, index))) return false;
    others.add(key);
  }
  const { entries } = written;
  return (
    entries.length + others.size === sizeOf(after) &&
    entries.every(
      ({ key, node: inner }) =>
        !others.has(key) &&
        Object.hasOwn(after, key) &&
        equal(inner.value, made(after[key])),
    )
  );
}

function isSeqOf(
  node: SeqNode,
  after: unknown,
  { first, last }: Lines,
  written: Node,
): boolean {
  if (written.type !== "seq" || written.flow || !Array.isArray(after))
    return false;
  const before = node.value.slice(0, first);
  const behind = node.value.slice(last + 1);
  return equal([...before, ...written.value, ...behind], made(after));
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}
