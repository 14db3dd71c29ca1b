import { DEFAULT_STYLE, emitElement, emitFlow } from "../yaml/emit.ts";
import { equal } from "../yaml/equal.ts";
import { type MapNode, made, type Node } from "../yaml/node.ts";
import { counters, read } from "../yaml/read.ts";
import { rereadsAs } from "../yaml/rereading.ts";
import { applied, type Patch, rewrite, splice } from "../yaml/splice.ts";
import { encode, YamlError } from "../yaml/text.ts";
import { type Item, mapping } from "./item.ts";
import type { ItemText, ListText } from "./list.ts";
import type { Result } from "./result.ts";
import type { RunOutcome } from "./run.ts";
import { type MetadataLines, metadataPatches } from "./shortcuts/metadata.ts";

/** A received item and where its text stands. */
export interface Placed {
  readonly item: Item;
  readonly text: ItemText;
  /** Its text as read, once. Throws `YamlError`. */
  readonly node: MapNode;
  /** What its lines alone tell, for objects that are nothing but metadata. */
  readonly lines: MetadataLines | undefined;
}

/** What a run made: items, results, and the items step by step. */
type Written = Pick<RunOutcome, "items" | "results" | "stages">;

/**
 * The patches that turn the list's text into the text of `items`: splices of
 * what changed, cuts of what is gone, new items behind the others, and the
 * results. Sorted, without overlap. `items` are in the order of `placed`, new
 * ones behind.
 */
export function patchesOf(
  list: ListText,
  placed: readonly Placed[],
  { items, results, stages }: Written,
): Patch[] {
  const patches: Patch[] = [];
  let next = 0;
  const kept = placed.map((one) => {
    const after = items[next];
    if (!after || after.identity !== one.item.identity) return false;
    next++;
    if (after === one.item) return true;
    const states = stages.get(after.identity) ?? [after];
    patches.push(...changed(list, one, states));
    return true;
  });
  if (next < placed.length) patches.push(...cuts(list, placed, kept));
  const added = items.slice(next);
  if (added.length > 0) {
    patches.push(...append(list, added, next > 0));
  } else if (list.column >= 0 && placed.length > 0 && items.length === 0) {
    const at = list.itemsValue.start;
    patches.push({ start: at, end: at, text: " []" });
  }
  patches.push(...resultPatches(list, results));
  return patches.sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * The difference of one item. What several steps wrote is written step by step,
 * so that a Pipeline gives the bytes that a process for each step gives.
 */
function changed(
  list: ListText,
  placed: Placed,
  stages: readonly Item[],
): Patch[] {
  const { text } = placed;
  const flow = list.column < 0;
  const indent = Math.max(list.column, 0);
  const from = flow ? text.start : text.start + indent + 1;
  const [first, ...rest] = stages;
  if (!first) return [];
  const range = { text: list.text, start: text.start, end: text.end };
  const { lines } = placed;
  const patches =
    (lines && metadataPatches(list.text, lines, mapping(first.unread))) ??
    proven(
      { ...range, node: placed.node, from, indent, flow },
      first,
      first.unread,
    );
  if (rest.length === 0) return patches;
  let written = applied(list.text, patches, text.start, text.end);
  for (const stage of rest) {
    const inner = onlyNode(written, flow);
    if (!inner)
      throw new Error(`${stage.kind} ${stage.name} does not read as written`);
    const whole = { text: written, start: 0, end: written.length };
    const start = flow ? 0 : indent + 1;
    const next = proven(
      { ...whole, node: inner, from: start, indent, flow },
      stage,
      stage.object,
    );
    written = applied(written, next, 0, written.length);
  }
  return [{ start: text.start, end: text.end, text: written }];
}

/** An item's text: where it stands, and what it reads as. */
interface Target {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly node: Node;
  readonly from: number;
  readonly indent: number;
  readonly flow: boolean;
}

/** Patches whose result was read again and is the object it should be. */
function proven(target: Target, { kind, name }: Item, after: unknown): Patch[] {
  const { text, node, from, indent, flow } = target;
  for (const write of [splice, rewrite]) {
    const patches = write(text, node, after, from, indent, flow);
    if (reads(target, patches, after)) return patches;
    counters.unproven++;
  }
  throw new Error(
    `cannot write ${kind} ${name} back without changing more than was asked`,
  );
}

/** Whether the text with `patches` is `after`: from a part, or the whole. */
function reads(target: Target, patches: Patch[], after: unknown): boolean {
  const { text, start, end, node, flow } = target;
  try {
    const told = flow ? undefined : rereadsAs(text, node, after, patches, end);
    if (told !== undefined) return told;
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
  }
  const written = onlyNode(applied(text, patches, start, end), flow);
  return written !== undefined && equal(written.value, made(after));
}

/** The one object in an item's text, undefined where it is no such thing. */
function onlyNode(text: string, flow: boolean): Node | undefined {
  try {
    const node = read(text, 0, text.length);
    if (flow) return node;
    const only = node.type === "seq" && node.elements.length === 1;
    return only ? node.elements[0]?.node : undefined;
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

/** Takes away what is not kept, run by run: flow items with their commas. */
function cuts(
  list: ListText,
  placed: readonly Placed[],
  kept: readonly boolean[],
): Patch[] {
  const patches: Patch[] = [];
  for (let first = 0; first < placed.length; first++) {
    if (kept[first]) continue;
    let next = first + 1;
    while (next < placed.length && !kept[next]) next++;
    const start = placed[first]?.text.start ?? 0;
    const end = placed[next - 1]?.text.end ?? start;
    const flow = list.column < 0;
    const behind = flow ? placed[next]?.text.start : undefined;
    const before = flow ? placed[first - 1]?.text.end : undefined;
    if (behind !== undefined) patches.push({ start, end: behind, text: "" });
    else patches.push({ start: before ?? start, end, text: "" });
    first = next;
  }
  return patches;
}

function append(
  list: ListText,
  added: readonly Item[],
  behind: boolean,
): Patch[] {
  const { start, end } = list.itemsValue;
  if (list.column < 0) {
    const texts = added.map((item) => emitFlow(item.object)).join(", ");
    const at = end - 1;
    return [
      { start: at, end: at, text: encode(`${behind ? ", " : ""}${texts}`) },
    ];
  }
  const margin = " ".repeat(list.column);
  const lines = added.map(
    (item) =>
      `${margin}- ${emitElement(item.object, list.column, DEFAULT_STYLE)}\n`,
  );
  const text = ended(list, lines.join(""));
  if (list.items.length === 0) {
    const whole = `\n${text}`;
    const rest = list.text.slice(start, end);
    return [
      { start, end, text: rest.endsWith("\n") ? whole : whole.slice(0, -1) },
    ];
  }
  const open = list.text[end - 1] === "\n" ? "" : "\n";
  return [{ start: end, end, text: open + text }];
}

/** A byte string with the line ends of the list. */
function ended({ text }: ListText, lines: string): string {
  const crlf = text[text.indexOf("\n") - 1] === "\r";
  return encode(crlf ? lines.replaceAll("\n", "\r\n") : lines);
}

/** Our results behind those that came in, each finding once. */
function resultPatches(list: ListText, results: readonly Result[]): Patch[] {
  const value = list.results?.node.value;
  const old: readonly unknown[] = Array.isArray(value) ? value : [];
  const fresh = results.filter(
    (result) => !old.some((other) => equal(other, result)),
  );
  if (fresh.length === 0) return [];
  const all = [...old, ...fresh];
  const lines = all.map(
    (result) => `- ${emitElement(result, 0, DEFAULT_STYLE)}\n`,
  );
  const text = ended(list, `results:\n${lines.join("")}`);
  if (list.results) {
    const { start, node } = list.results;
    return [{ start, end: node.end, text: text.slice(0, -1) }];
  }
  if (list.text.trimStart().startsWith("{")) {
    const at = list.text.lastIndexOf("}");
    return [
      { start: at, end: at, text: encode(`, "results": ${emitFlow(all)}`) },
    ];
  }
  const at = documentEnd(list.text);
  const open = list.text[at - 1] === "\n" ? "" : "\n";
  return [{ start: at, end: at, text: open + text }];
}

/** The end of the text, or the start of its end marker. */
function documentEnd(text: string): number {
  const tail = text.slice(-4096);
  const marker = tail.search(/(?<=\n)\.\.\.\s*$/);
  return marker < 0 ? text.length : text.length - tail.length + marker;
}
