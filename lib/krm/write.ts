import { isDeepStrictEqual } from "node:util";
import { DEFAULT_STYLE, emitElement, emitFlow } from "../yaml/emit.ts";
import { read } from "../yaml/read.ts";
import { type Patch, rewrite, splice } from "../yaml/splice.ts";
import { encode, YamlError } from "../yaml/text.ts";
import type { Item } from "./item.ts";
import { type ItemText, itemNode, type ListText } from "./list.ts";
import type { Result } from "./result.ts";

/** A received item and where its text stands. */
export interface Placed {
  readonly item: Item;
  readonly text: ItemText;
}

/**
 * The patches that turn the list's text into the text of `items`: splices of
 * what changed, cuts of what is gone, new items behind the others, and the
 * results. Sorted, without overlap.
 */
export function patchesOf(
  list: ListText,
  placed: readonly Placed[],
  items: readonly Item[],
  results: readonly Result[],
): Patch[] {
  const final = new Map(items.map((item) => [item.identity, item]));
  const patches: Patch[] = [];
  for (const [index, { item, text }] of placed.entries()) {
    const after = final.get(item.identity);
    if (!after) patches.push(cut(list, placed, index));
    else if (after !== item) patches.push(...changed(list, text, after));
  }
  const known = new Set(placed.map(({ item }) => item.identity));
  const added = items.filter((item) => !known.has(item.identity));
  const rest = placed.length - patches.filter((p) => p.text === "").length;
  if (added.length > 0) patches.push(...append(list, added, rest > 0));
  else if (placed.length > 0 && items.length === 0) {
    const at = list.itemsValue.start;
    patches.push({ start: at, end: at, text: " []" });
  }
  patches.push(...resultPatches(list, results));
  return patches.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The difference of one item, proven by reading the spliced text again. */
function changed(list: ListText, text: ItemText, after: Item): Patch[] {
  const flow = list.column < 0;
  const indent = Math.max(list.column, 0);
  const from = flow ? text.start : text.start + indent + 1;
  const node = itemNode(list.text, text);
  for (const write of [splice, rewrite]) {
    const patches = write(list.text, node, after.object, from, indent, flow);
    const written = applied(list.text, patches, text.start, text.end);
    if (isDeepStrictEqual(readItem(written, flow), after.object))
      return patches;
  }
  throw new Error(
    `cannot write ${after.kind} ${after.name} back without changing more than was asked`,
  );
}

/** The one object in an item's text, undefined where it is no such thing. */
function readItem(text: string, flow: boolean): unknown {
  try {
    const node = read(text, 0, text.length);
    if (flow) return node.value;
    const only = node.type === "seq" && node.value.length === 1;
    return only ? node.value[0] : undefined;
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
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

function cut(list: ListText, placed: readonly Placed[], index: number): Patch {
  const text = placed[index]?.text ?? { start: 0, end: 0 };
  if (list.column >= 0) return { start: text.start, end: text.end, text: "" };
  const next = placed[index + 1]?.text;
  const previous = placed[index - 1]?.text;
  if (next) return { start: text.start, end: next.start, text: "" };
  return {
    start: previous ? previous.end : text.start,
    end: text.end,
    text: "",
  };
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
  const text = encode(lines.join(""));
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

/** Our results behind those that came in, each finding once. */
function resultPatches(list: ListText, results: readonly Result[]): Patch[] {
  const value = list.results?.node.value;
  const old: readonly unknown[] = Array.isArray(value) ? value : [];
  const fresh = results.filter(
    (result) => !old.some((other) => isDeepStrictEqual(other, result)),
  );
  if (fresh.length === 0) return [];
  const all = [...old, ...fresh];
  const lines = all.map(
    (result) => `- ${emitElement(result, 0, DEFAULT_STYLE)}\n`,
  );
  const text = encode(`results:\n${lines.join("")}`);
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
  const at = list.text.length;
  const open = list.text.endsWith("\n") ? "" : "\n";
  return [{ start: at, end: at, text: open + text }];
}
