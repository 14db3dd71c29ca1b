import { APOSTROPHE, QUOTE } from "../yaml/cursor.ts";
import { readWithLibrary } from "../yaml/fallback.ts";
import type { Element, Entry, MapNode, Node } from "../yaml/node.ts";
import { assertUndivisive, counters, read } from "../yaml/read.ts";
import { decode, positionAt, YamlError } from "../yaml/text.ts";
import { Quotes } from "./shortcuts/closed.ts";
import { type GlancedHead, glance } from "./shortcuts/glance.ts";
import { oneLine } from "./words.ts";

/** What is wrong with a process's input; nothing goes to stdout then. */
export class InputError extends Error {
  constructor(message: string) {
    super(oneLine(message));
    this.name = "InputError";
  }
}

/** Where the text of one item stands, and how to read it. */
export interface ItemText {
  /** First byte of the line of its dash (block) or of its value (flow). */
  readonly start: number;
  /** First byte behind its last line (block) or value (flow). */
  readonly end: number;
  /** Already read, where the whole list had to be. */
  readonly node?: Node;
  /** What its first lines say, where one look at them is enough. */
  readonly head?: GlancedHead | undefined;
}

/** A ResourceList as text: where its parts stand. Offsets are in bytes. */
export interface ListText {
  readonly text: string;
  readonly apiVersion: string;
  readonly items: readonly ItemText[];
  /** Column of the items' dashes; -1 where items is a flow sequence. */
  readonly column: number;
  readonly functionConfig: Node | undefined;
  readonly results: Entry | undefined;
  /** The `items` key: where its value starts and ends. */
  readonly itemsValue: { readonly start: number; readonly end: number };
}

const API_VERSIONS = [
  "config.kubernetes.io/v1",
  "config.kubernetes.io/v1beta1",
];
const EXPECTED = `a ResourceList (${API_VERSIONS.join(" or ")}), as Kustomize and kpt send it`;

/**
 * Cuts a ResourceList into items without reading them. Everything around the
 * items is read, and so is the last item, so that a stream that was cut off is
 * noticed. `ascii` says that no character is longer than a byte. Throws
 * `InputError`.
 */
export function cutList(text: string, ascii = false): ListText {
  if (text.trim() === "")
    throw new InputError(`stdin is empty, expected ${EXPECTED}`);
  try {
    assertLineEnds(text, ascii);
    const list = cutBlock(text) ?? cutAny(text);
    const last = list.items.at(-1);
    if (last && !last.node) itemNode(text, last);
    return list;
  } catch (error) {
    if (error instanceof YamlError) throw inputError(text, error);
    throw error;
  }
}

/** NEL, LS and PS in UTF-8. */
const LINE_ENDS = ["\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"];

/** What ends a line for Go alone could start an item that we don't see. */
function assertLineEnds(text: string, ascii: boolean): void {
  const odd = !ascii && LINE_ENDS.some((end) => text.includes(end));
  const lone = text.includes("\r") && /\r(?!\n)/.test(text);
  if (!odd && !lone) return;
  assertUndivisive(text, text.startsWith(BOM) ? BOM.length : 0, text.length);
}

/** A YAML error with line and column of the whole stream. */
export function inputError(text: string, error: YamlError): InputError {
  const { line, column } = positionAt(text, error.offset);
  return new InputError(
    `stdin is no valid YAML at line ${line}, column ${column}: ${error.message}`,
  );
}

/** The node of a block item behind its dash. Throws `YamlError`. */
export function itemNode(text: string, item: ItemText): MapNode {
  const node = item.node ?? onlyElement(text, item);
  if (node.type === "map") return node;
  throw new YamlError("an item of the list is not a mapping", node.start);
}

function onlyElement(text: string, item: ItemText): Node {
  const list = read(text, item.start, item.end);
  const only = list.type === "seq" && list.elements.length === 1;
  const node = only ? list.elements[0]?.node : undefined;
  if (node) return node;
  throw new YamlError("the list cannot be cut into items here", item.start);
}

const BOM = "\xef\xbb\xbf";
const DASH = 45;
const ITEMS =
  /^items:(?:[ \t]*|[ \t]+#[^\n]*|[ \t]+(\[\s*\]|null|~)[ \t]*)\r?$/;

/** The list in the block style that orchestrators write, else undefined. */
function cutBlock(text: string): ListText | undefined {
  const start = text.startsWith(BOM) ? BOM.length : 0;
  const head = findItems(text, skipMarker(text, start));
  if (!head) return undefined;
  const found = head.empty
    ? { ...NOTHING, end: head.valueStart }
    : cutItems(text, head.valueStart);
  if (!found) return undefined;
  assertUndivisive(text, head.line, found.items[0]?.start ?? found.end);
  const before = region(text, head.start, head.line);
  const after = region(text, found.end, text.length);
  if (!before || !after) return undefined;
  assertClosed(text, found.quoted);
  const value = { start: head.colon + 1, end: found.end };
  return describe(
    text,
    [...before, ...after],
    found.items,
    found.column,
    value,
  );
}

function skipMarker(text: string, start: number): number {
  if (!startsBlank(text, start)) return start;
  const match = /^(?:[ \t]*(?:#[^\n]*|\r)?\n)*---[ \t]*\r?\n/.exec(
    text.slice(start, start + 4096),
  );
  return match ? start + match[0].length : start;
}

interface ItemsKey {
  /** Start of the document. */
  readonly start: number;
  /** Start of the line `items:`. */
  readonly line: number;
  readonly colon: number;
  /** Start of the line behind it. */
  readonly valueStart: number;
  readonly empty: boolean;
}

function findItems(text: string, start: number): ItemsKey | undefined {
  for (let line = start; line < text.length; ) {
    const newline = text.indexOf("\n", line);
    const end = newline < 0 ? text.length : newline;
    if (text.startsWith("items:", line)) {
      const bare = end === line + "items:".length;
      const match = bare ? [] : ITEMS.exec(text.slice(line, end));
      if (!match) return undefined;
      const empty = match[1] !== undefined;
      const valueStart = Math.min(end + 1, text.length);
      return { start, line, colon: line + 5, valueStart, empty };
    }
    line = end + 1;
  }
  return undefined;
}

interface Found {
  readonly items: readonly ItemText[];
  /** Those of them that hold a doubtful quote below what was glanced at. */
  readonly quoted: readonly ItemText[];
  readonly column: number;
  /** Start of the first line behind the items. */
  readonly end: number;
}

const NOTHING = { items: [], quoted: [], column: 0 };

/** Looks for the next line whose content is not deeper than the dashes. */
interface Search {
  readonly shallow: RegExp;
  /** The same, and stops at a doubtful quote before it. */
  readonly quoteOrShallow: RegExp;
}

/**
 * A quote that neither opens nor closes a string that follows `: `, ends on its
 * line and holds no quote or escape, nor `: ` at its end, so that no quote does
 * both. Where a text has no such quote nothing is open behind it: what opens at a
 * string ends with it, and a block scalar or comment goes on to the end of the line.
 */
const DOUBTFUL = ['"', "'"]
  .map((mark) => {
    const rest = `[^"'\\\\\\n]*(?<!: )${mark}`;
    return `${mark}(?!(?<=: ${mark})${rest})(?<!: ${mark}${rest})`;
  })
  .join("|");

/**
 * No carriage return stands alone; V8 looks for one of two characters several
 * times faster than for one.
 */
function searchFor(column: number): Search {
  const shallow =
    column === 0 ? "[\\n\\r][^ \\n\\r#]" : `[\\n\\r] {0,${column}}[^ \\n\\r#]`;
  return {
    shallow: new RegExp(shallow, "g"),
    quoteOrShallow: new RegExp(`${DOUBTFUL}|${shallow}`, "g"),
  };
}

/** Cuts at lines that start with a dash in the items' column. */
function cutItems(text: string, start: number): Found | undefined {
  const dash = firstDash(text, start);
  if (dash < 0) return { ...NOTHING, end: start };
  if (!isDash(text, dash)) return undefined;
  let line = text.lastIndexOf("\n", dash) + 1;
  const column = dash - line;
  const { shallow, quoteOrShallow } = searchFor(column);
  const items: ItemText[] = [];
  const quoted: ItemText[] = [];
  for (;;) {
    const head = column === 0 ? glance(text, line) : undefined;
    // What the head holds is deeper.
    const from = head ? head.end - 1 : line + column;
    let behind = next(text, quoteOrShallow, from);
    const first = text.charCodeAt(behind - 1);
    const holdsQuote = first === QUOTE || first === APOSTROPHE;
    if (holdsQuote) behind = next(text, shallow, from);
    const content = behind > 0 ? behind - 1 : text.length;
    const end =
      column === 0 || behind === 0
        ? content
        : text.lastIndexOf("\n", content) + 1;
    const item = { start: line, end, head };
    items.push(item);
    if (holdsQuote) quoted.push(item);
    line = end;
    if (content - line === column && isDash(text, content)) continue;
    return content === line ? { items, quoted, column, end } : undefined;
  }
}

/** Offset behind what is found first, 0 for nothing. */
function next(text: string, search: RegExp, from: number): number {
  search.lastIndex = from;
  return search.test(text) ? search.lastIndex : 0;
}

/** A line that is neither blank nor a comment, up to its first character. */
const CONTENT = /^[ \t]*[^ \t\r\n#]/m;
const FIRST_CONTENT = new RegExp(CONTENT, "gm");

/** Where the first dash stands, with nothing but comments above; -1 for none. */
function firstDash(text: string, start: number): number {
  if (text.startsWith("- ", start)) return start;
  FIRST_CONTENT.lastIndex = start;
  const line = FIRST_CONTENT.exec(text)?.[0] ?? "";
  return /^ *-$/.test(line) ? FIRST_CONTENT.lastIndex - 1 : -1;
}

/** A dash before a blank or a line end, and no document marker. */
function isDash(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== DASH) return false;
  const next = text.charCodeAt(at + 1);
  return next === 32 || next === 10 || next === 13;
}

/** A cut could fall into a quoted scalar that goes on in column 0. */
function assertClosed(text: string, items: readonly ItemText[]): void {
  const quotes = new Quotes(text);
  for (const item of items) {
    const start = item.head?.end ?? item.start;
    if (!quotes.closedIn(start, item.end)) itemNode(text, item);
  }
}

const MARKER = /^(?:---|\.\.\.)/m;

/** The top-level entries between two offsets, undefined for anything else. */
function region(
  text: string,
  start: number,
  end: number,
): readonly Entry[] | undefined {
  const part = text.slice(start, end);
  if (part === "" || (startsBlank(part) && !CONTENT.test(part))) {
    assertUndivisive(text, start, end);
    return [];
  }
  // Behind a document marker stands another document.
  const marked = part.includes("---") || part.includes("...");
  if (marked && MARKER.test(part)) return undefined;
  const node = read(text, start, end);
  // Deeper ones are no entries of the list.
  const top = node.type === "map" && !node.flow && node.indent === 0;
  return top ? node.entries : undefined;
}

/** Blank lines, comments and markers start so: no letter. */
function startsBlank(part: string, start = 0): boolean {
  return part.charCodeAt(start) <= DASH;
}

/** Any other form of a list (JSON, flow), read as a whole. */
function cutAny(text: string): ListText {
  counters.fallbacks++;
  const start = text.startsWith(BOM) ? BOM.length : 0;
  assertUndivisive(text, start, text.length);
  const node = readWithLibrary(text, start, text.length);
  if (node.type !== "map") throw notAList("no mapping");
  const entry = node.entries.find(({ key }) => key === "items");
  const value = entry?.node;
  const span = value ?? { start: node.end, end: node.end };
  const others = node.entries.filter((other) => other !== entry);
  if (value === undefined || value.value === null) {
    return describe(text, others, [], 0, span);
  }
  if (value.type !== "seq")
    throw new InputError("items of the ResourceList is not a list");
  const items = value.elements.map((element) =>
    wholeItem(text, element, value.flow),
  );
  return describe(text, others, items, value.flow ? -1 : value.indent, span);
}

function wholeItem(text: string, element: Element, flow: boolean): ItemText {
  const { start, node } = element;
  if (node.type !== "map") {
    throw new YamlError("an item of the list is not a mapping", node.start);
  }
  if (flow) return { start, end: node.end, node };
  const line = text.lastIndexOf("\n", start) + 1;
  const newline = text.indexOf("\n", node.end);
  return { start: line, end: newline < 0 ? text.length : newline + 1, node };
}

function describe(
  text: string,
  entries: readonly Entry[],
  items: readonly ItemText[],
  column: number,
  itemsValue: { start: number; end: number },
): ListText {
  const seen = new Map<string, Entry>();
  for (const entry of entries) {
    // The items themselves are not among the entries.
    if (entry.key === "items" || seen.has(entry.key)) {
      throw new YamlError(`the key ${entry.key} stands twice`, entry.start);
    }
    seen.set(entry.key, entry);
  }
  const apiVersion = seen.get("apiVersion")?.node.value;
  const kind = seen.get("kind")?.node.value;
  if (kind !== "ResourceList") throw notAList(shown("kind", kind));
  if (!API_VERSIONS.includes(String(apiVersion))) {
    throw notAList(shown("apiVersion", apiVersion));
  }
  const config = seen.get("functionConfig")?.node;
  return {
    text,
    apiVersion: String(apiVersion),
    items,
    column,
    functionConfig: config && config.value !== null ? config : undefined,
    results: seen.get("results"),
    itemsValue,
  };
}

function shown(field: string, value: unknown): string {
  return value === undefined
    ? `no ${field}`
    : `${field} ${decode(String(value))}`;
}

function notAList(got: string): InputError {
  return new InputError(`stdin holds ${got}, expected ${EXPECTED}`);
}
