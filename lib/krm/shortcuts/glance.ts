import { read } from "../../yaml/read.ts";
import { OTHER_WORDS } from "../../yaml/scalar.ts";
import { found } from "../../yaml/text.ts";
import { type Head, type KubernetesObject, mapping } from "../item.ts";

/** What the first lines say; the rest is read when somebody asks for it. */
export class GlancedHead implements Head {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Where the lines below `metadata:` end. */
  readonly end: number;
  private readonly text: string;
  private readonly item: number;
  private known: KubernetesObject | undefined;

  constructor(text: string, match: RegExpExecArray, end: number) {
    this.apiVersion = match[1] as string;
    this.kind = match[2] as string;
    this.name = match[3] as string;
    this.namespace = match[4] ?? "";
    this.end = end;
    this.text = text;
    this.item = match.index;
    this.known = undefined;
  }

  /** Where the lines below `metadata:` start. */
  get start(): number {
    return this.text.indexOf(ABOVE, this.item) + ABOVE.length;
  }

  get metadata(): KubernetesObject {
    this.known ??= mapping(read(this.text, this.start, this.end).value);
    return this.known;
  }
}

/** No other line of a head that was glanced at is this one. */
const ABOVE = "\n  metadata:\n";

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

/** A word that is a string to every reader. */
const STRING = `(?!(?:${OTHER_WORDS})\\n)(${WORD})`;

/** The form in which Kustomize and kpt write objects. */
const GLANCE = new RegExp(
  `- apiVersion: ${STRING}\\n${others(2, "(?:kind|metadata|apiVersion)")}` +
    `  kind: ${STRING}\\n  metadata:\\n` +
    `${METADATA} {4}name: ${STRING}\\n(?: {4}namespace: ${STRING}\\n)?${METADATA}` +
    "(?=  [^ #\\r\\n]|[^ #\\r\\n]|$)",
  "y",
);

/**
 * The head of the item whose dash stands at `start`, in one match; `undefined`
 * where it has another form. Each of its lines is whole: none holds an open
 * quote or flow.
 */
export function glance(text: string, start: number): GlancedHead | undefined {
  GLANCE.lastIndex = start;
  const match = found(GLANCE, text);
  return match ? new GlancedHead(text, match, GLANCE.lastIndex) : undefined;
}
