import { read } from "../yaml/read.ts";
import { isOtherWord } from "../yaml/scalar.ts";
import {
  type Head,
  type KubernetesObject,
  mapping,
  text as stringOf,
} from "./item.ts";

/** What the lines of a head say as they stand there. */
export interface Words {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent where only the metadata can tell. */
  readonly name?: string;
  readonly namespace?: string;
}

/** What the first lines say; the metadata is read when somebody asks for it. */
export class ScannedHead implements Head {
  readonly apiVersion: string;
  readonly kind: string;
  /** Range of the lines below `metadata:`. */
  readonly start: number;
  readonly end: number;
  readonly #text: string;
  readonly #name: string | undefined;
  readonly #namespace: string | undefined;
  #metadata: KubernetesObject | undefined;

  constructor(text: string, words: Words, start: number, end: number) {
    this.apiVersion = words.apiVersion;
    this.kind = words.kind;
    this.start = start;
    this.end = end;
    this.#text = text;
    this.#name = words.name;
    this.#namespace = words.namespace;
  }

  get name(): string {
    return this.#name ?? stringOf(this.metadata.name);
  }

  get namespace(): string {
    return this.#namespace ?? stringOf(this.metadata.namespace);
  }

  get metadata(): KubernetesObject {
    this.#metadata ??= mapping(read(this.#text, this.start, this.end).value);
    return this.#metadata;
  }
}

/** Lines of which none goes on where another could be looked for. */
const WORD = "[A-Za-z][\\w./-]*";
const PLAIN = "[A-Za-z0-9/.][^\\n\\r:#'\"]*(?::(?=\\S)[^\\n\\r:#'\"]*)*";
const SCALAR = `(?:'[^'\\n]*'|${PLAIN}|"[^"\\\\\\n]*"|\\{\\}|\\[\\])`;
const block = (indent: number): string =>
  `\\|[+-]?(?:\\n+ {${indent}}[^\\n]*){1,99}`;
/** One entry below another, or one of the column `indent`. */
const entry = (indent: number, not: string): string =>
  ` {${indent}}(?:  ${WORD}: (?:${SCALAR}|${block(indent + 4)})` +
  `|(?!${not}:)${WORD}:(?: ${SCALAR}(?!\\n {${indent + 1}})|(?=\\n {${indent + 2}}\\w)))\\n`;
const others = (indent: number, not: string): string =>
  `(?! {${indent + 1}})(?:${entry(indent, not)})*`;
const METADATA = others(4, "name(?:space)?");

/** The form in which Kustomize and kpt write objects. */
const GLANCE = new RegExp(
  `- apiVersion: (${WORD})\\n${others(2, "(?:kind|metadata|apiVersion)")}` +
    `  kind: (${WORD})\\n  metadata:\\n` +
    `(${METADATA} {4}name: (${WORD})\\n(?: {4}namespace: (${WORD})\\n)?${METADATA})` +
    "(?=  [^ #\\r\\n]|[^ #\\r\\n]|$)",
  "y",
);

/**
 * The head of the item whose dash stands at `start`, in one match; `undefined`
 * where it has another form. Each of its lines is whole: none holds an open
 * quote or flow.
 */
export function glance(text: string, start: number): ScannedHead | undefined {
  GLANCE.lastIndex = start;
  const match = GLANCE.exec(text);
  if (!match) return undefined;
  const end = GLANCE.lastIndex;
  const [, apiVersion = "", kind = "", lines = "", name = ""] = match;
  const namespace = match[5] ?? "";
  const odd = isOtherWord(apiVersion) || isOtherWord(kind);
  if (odd || isOtherWord(name) || isOtherWord(namespace)) return undefined;
  const words = { apiVersion, kind, name, namespace };
  return new ScannedHead(text, words, end - lines.length, end);
}
