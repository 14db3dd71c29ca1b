import { read } from "../yaml/read.ts";
import { isOtherWord, isPlainWord } from "../yaml/scalar.ts";
import { isClosed } from "./closed.ts";
import {
  type Head,
  headOf,
  type KubernetesObject,
  mapping,
  text as stringOf,
} from "./item.ts";
import { type ItemText, itemNode } from "./list.ts";

/**
 * What an object is, from its first lines alone where these are simple:
 * plain `apiVersion` and `kind` and a block `metadata`, in the order of the
 * text. Anything else and the whole item is read. Throws `YamlError`.
 */
export function readHead(text: string, item: ItemText): Head {
  if (!item.node) {
    const head = glance(text, item) ?? scanHead(text, item);
    if (head) return head;
  }
  return headOf(itemNode(text, item).value);
}

/** What the first lines say; the metadata is read when somebody asks for it. */
class ScannedHead implements Head {
  readonly apiVersion: string;
  readonly kind: string;
  readonly #text: string;
  readonly #lines: Lines;
  #metadata: KubernetesObject | undefined;

  constructor(text: string, lines: Lines) {
    this.apiVersion = lines.apiVersion;
    this.kind = lines.kind;
    this.#text = text;
    this.#lines = lines;
  }

  get name(): string {
    return this.#lines.name ?? stringOf(this.metadata.name);
  }

  get namespace(): string {
    return this.#lines.namespace ?? stringOf(this.metadata.namespace);
  }

  get metadata(): KubernetesObject {
    this.#metadata ??= mapping(read(this.#text, ...this.#lines.metadata).value);
    return this.#metadata;
  }
}

interface Lines {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent where only the metadata can tell. */
  readonly name?: string;
  readonly namespace?: string;
  /** Range of the lines below `metadata:`. */
  readonly metadata: readonly [number, number];
}

/** Lines of which none goes on where another could be looked for. */
const WORD = "[A-Za-z][\\w./-]*";
const PLAIN = "[A-Za-z0-9/.](?:[^\\n\\r:#'\"]|:(?=[^\\s]))*";
const SCALAR = `(?:${PLAIN}|'[^'\\n]*'|"[^"\\\\\\n]*"|\\{\\}|\\[\\])`;
const inner = (indent: number): string =>
  ` {${indent}}${WORD}: (?:${SCALAR}|\\|[+-]?(?:\\n+ {${indent + 2}}[^\\n]*){1,99})\\n`;
const entry = (indent: number, not: string): string =>
  ` {${indent}}(?!${not}:)${WORD}:(?: ${SCALAR}\\n|\\n(?:${inner(indent + 2)})+)`;
const OTHERS = `(?:${entry(4, "name(?:space)?")})*`;

/** The form in which Kustomize and kpt write objects. */
const GLANCE = new RegExp(
  `- apiVersion: (${WORD})\\n(?:${entry(2, "(?:kind|metadata|apiVersion)")})*` +
    `  kind: (${WORD})\\n  metadata:\\n` +
    `(${OTHERS} {4}name: (${WORD})\\n(?: {4}namespace: (${WORD})\\n)?${OTHERS})` +
    "(?=  [^ #\\r\\n]|[^ #\\r\\n]|$)",
  "y",
);

/** The head in one match, `undefined` where it has another form. */
function glance(text: string, item: ItemText): Head | undefined {
  GLANCE.lastIndex = item.start;
  const match = GLANCE.exec(text);
  const end = GLANCE.lastIndex;
  if (!match || end > item.end) return undefined;
  const [, apiVersion = "", kind = "", lines = "", name = ""] = match;
  const namespace = match[5] ?? "";
  const odd = isOtherWord(apiVersion) || isOtherWord(kind);
  if (odd || isOtherWord(name) || isOtherWord(namespace)) return undefined;
  const metadata = [end - lines.length, end] as const;
  return new ScannedHead(text, { apiVersion, kind, name, namespace, metadata });
}

const KEY = /([A-Za-z][A-Za-z0-9]*):(?: +([^\s#"'][^\n\r#"']*?))?[ ]*\r?\n/y;

/** Lines that don't continue the scalar above. */
const BLANK = /^(?: *(?:#[^\n]*)?\r?\n)*$/;

/**
 * Lines in the item's own column until apiVersion, kind and metadata are
 * known; undefined where a line is not of the simple form, so that nothing
 * (a quoted key, a merge key, an open quote) can hide the true kind.
 */
function scanHead(text: string, item: ItemText): Head | undefined {
  const column = keyColumn(text, item);
  if (column < 0) return undefined;
  const found: { -readonly [K in keyof Lines]?: Lines[K] } = {};
  let at = item.start + column;
  while (at < item.end) {
    KEY.lastIndex = at;
    const match = KEY.exec(text);
    if (!match || KEY.lastIndex > item.end) return undefined;
    const [, key, value] = match;
    const next = skipDeeper(text, KEY.lastIndex, item.end, column);
    if (!isPlainBlock(text, KEY.lastIndex, next)) return undefined;
    if (key === "metadata") {
      if (value !== undefined || found.metadata) return undefined;
      found.metadata = [KEY.lastIndex, next];
    } else if (key === "apiVersion" || key === "kind") {
      const simple = value !== undefined && isPlainWord(value);
      if (!BLANK.test(text.slice(KEY.lastIndex, next))) return undefined;
      if (!simple || found[key] !== undefined) return undefined;
      found[key] = value;
    } else if (value !== undefined) return undefined;
    const { apiVersion, kind, metadata } = found;
    if (apiVersion && kind && metadata) {
      return new ScannedHead(text, { apiVersion, kind, metadata });
    }
    at = next + column;
  }
  return undefined;
}

/** No flow collection and no quoted scalar can reach beyond these lines. */
function isPlainBlock(text: string, start: number, end: number): boolean {
  return !/[{[]/.test(text.slice(start, end)) && isClosed(text, start, end);
}

/** Column of the first key, -1 where it is not on the line of the dash. */
function keyColumn(text: string, item: ItemText): number {
  let at = item.start;
  while (text.charCodeAt(at) === 32) at++;
  if (text.charCodeAt(at) !== 45) return -1;
  at++;
  while (text.charCodeAt(at) === 32) at++;
  return at - item.start;
}

/** Start of the first line whose content is not deeper than `column`. */
function skipDeeper(
  text: string,
  start: number,
  end: number,
  column: number,
): number {
  let line = start;
  while (line < end) {
    let at = line;
    while (text.charCodeAt(at) === 32) at++;
    const code = text.charCodeAt(at);
    const blank = code === 10 || code === 13 || code === 35;
    if (!blank && at - line <= column) return line;
    const newline = text.indexOf("\n", at);
    line = newline < 0 ? end : newline + 1;
  }
  return end;
}
