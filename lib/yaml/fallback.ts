import type * as Yaml from "yaml";
import { MERGE } from "./cursor.ts";
import {
  type Element,
  type Entry,
  type Node,
  put,
  type ScalarNode,
  type ScalarStyle,
} from "./node.ts";
import {
  assertAnchor,
  assertCollectionTag,
  assertKey,
  assertScalar,
  assertStart,
  assertTabs,
  assertTag,
  scalarValue,
} from "./strict.ts";
import { DEEPEST, decode, stackProblem, tooDeep, YamlError } from "./text.ts";

/** Loaded at the first need: most runs never pay for it. */
const library = (): typeof Yaml => require("yaml");

/** Beyond this many values aliases make a bomb; go-yaml's limit is alike. */
const MAX_EXPANDED = 400_000;

type AnyNode = Yaml.Node | null | undefined;
/**
 * Reads what the kernel's own reader leaves alone, through the `yaml` package.
 * Same interface: a byte string and the range of one document in it.
 * Throws `YamlError` with the offset in `text`.
 */
export function readWithLibrary(
  text: string,
  start: number,
  end: number,
): Node {
  const slice = text.slice(start, end);
  const unicode = decode(slice);
  const offsets = offsetTable(unicode, start);
  const documents = documentsIn(unicode, start);
  const converter = new Converter(text, unicode, offsets);
  const document = Array.isArray(documents) ? documents[0] : undefined;
  if (!document) return converter.document(null);
  const error = document.errors[0];
  if (error?.code === "RESOURCE_EXHAUSTION") throw tooDeep(start);
  if (error)
    throw new YamlError(withoutQuote(error.message), offsets(error.pos[0]));
  if (documents.length > 1) {
    throw new YamlError("several documents where one is expected", start);
  }
  const contents = document.contents as AnyNode;
  return converter.document(contents);
}

function documentsIn(unicode: string, start: number) {
  try {
    return library().parseAllDocuments(unicode, {
      version: "1.2",
      schema: "failsafe",
      keepSourceTokens: true,
      // Compares each key with each; the converter knows them.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(start);
    throw error;
  }
}

/** What the package says, without the text that it quotes behind a colon. */
function withoutQuote(message: string): string {
  return message.split(/:\s/, 1)[0] ?? message;
}

/** UTF-16 offsets of the decoded slice to byte offsets of the stream. */
function offsetTable(
  unicode: string,
  start: number,
): (offset: number) => number {
  if (Buffer.byteLength(unicode) === unicode.length) return (o) => start + o;
  const table = new Uint32Array(unicode.length + 1);
  let bytes = 0;
  for (let index = 0; index < unicode.length; index++) {
    table[index] = bytes;
    const code = unicode.charCodeAt(index);
    // A surrogate pair is four bytes, two for each half.
    const half = code >= 0xd800 && code < 0xe000;
    bytes += code < 0x80 ? 1 : code < 0x800 || half ? 2 : 3;
  }
  table[unicode.length] = bytes;
  return (offset) => start + (table[Math.min(offset, unicode.length)] ?? 0);
}

class Converter {
  readonly #text: string;
  readonly #unicode: string;
  readonly #offset: (offset: number) => number;
  readonly #anchors = new Map<string, { node: Node; size: number }>();
  /** Ranges in the parsed text where tabs are text. */
  readonly #opaque: [number, number][] = [];
  #size = 0;
  #depth = 0;
  /** How many flow collections are open. */
  #flows = 0;

  constructor(
    text: string,
    unicode: string,
    offset: (offset: number) => number,
  ) {
    this.#text = text;
    this.#unicode = unicode;
    this.#offset = offset;
  }

  document(contents: AnyNode): Node {
    const node = this.convert(contents);
    this.#strictly(0, () => {
      assertStart(this.#unicode);
      assertTabs(this.#unicode, this.#opaque);
    });
    if (node.type === "scalar" && node.style === "block") {
      throw this.#error("a document is a block scalar", 0);
    }
    return node;
  }

  /** Runs a check of what Go reads; `at` is the place of what is wrong. */
  #strictly<T>(at: number, check: () => T): T {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw this.#error(stackProblem(error) ?? error.message, at);
    }
  }

  convert(node: AnyNode, at = 0): Node {
    if (++this.#depth > DEEPEST) throw tooDeep(this.#offset(at));
    const converted = this.#convert(node, at);
    this.#depth--;
    return converted;
  }

  #convert(node: AnyNode, at: number): Node {
    this.#size++;
    if (this.#size > MAX_EXPANDED) throw this.#error("too many values", at);
    if (!node) return nothing(this.#offset(at));
    const { isAlias, isMap, isSeq } = library();
    if (isAlias(node)) return this.#alias(node);
    const before = this.#size;
    const anchor = node.anchor;
    const { tag } = node;
    if (anchor) {
      this.#strictly(at, () => assertAnchor(anchor));
      this.#anchors.delete(anchor);
    }
    if (tag) this.#strictly(at, () => assertTag(tag, this.#flows > 0));
    const plain =
      isMap(node) || isSeq(node)
        ? this.#collection(node)
        : this.#scalar(node as Yaml.Scalar<string>, at);
    // What a collection holds can change below its tag.
    const tagged = tag && plain.type === "scalar" ? { sealed: true } : {};
    const result: Node = { ...plain, ...tagged, ...(anchor ? { anchor } : {}) };
    const size = this.#size - before + 1;
    // The same name given again inside is the later one.
    if (anchor && !this.#anchors.has(anchor)) {
      this.#anchors.set(anchor, { node: result, size });
    }
    return result;
  }

  #alias(node: Yaml.Alias): Node {
    const target = this.#anchors.get(node.source);
    const at = node.range?.[0] ?? 0;
    this.#strictly(at, () => assertAnchor(node.source));
    if (!target) throw this.#error(`the anchor ${node.source} is unknown`, at);
    this.#size += target.size;
    if (this.#size > MAX_EXPANDED) {
      throw this.#error("aliases expand to too many values", at);
    }
    const [start, end] = this.#range(node);
    const { anchor: _, ...value } = target.node;
    return { ...value, start, end, alias: node.source };
  }

  #collection(node: Yaml.YAMLMap | Yaml.YAMLSeq): Node {
    const { isMap } = library();
    const [start, end] = node.range ?? [0, 0];
    const kind = isMap(node) ? "map" : "seq";
    const { tag } = node;
    if (tag) this.#strictly(start, () => assertCollectionTag(tag, kind));
    if (node.flow) {
      this.#flows++;
      this.#opaque.push([start, end]);
    }
    const result = isMap(node) ? this.#map(node) : this.#sequence(node);
    if (node.flow) this.#flows--;
    return result;
  }

  #map(node: Yaml.YAMLMap): Node {
    const { isScalar } = library();
    const entries: Entry[] = [];
    const merges: Node[] = [];
    const value: Record<string, unknown> = {};
    const names = new Set<string>();
    let sealed = false;
    let behind: number | undefined;
    for (const pair of node.items) {
      const key = pair.key;
      if (!isScalar(key)) {
        throw this.#error(
          "a mapping key is not a scalar",
          node.range?.[0] ?? 0,
        );
      }
      const question = questionOf(pair);
      const at = question ?? key.range?.[0] ?? node.range?.[0] ?? 0;
      const colon = colonOf(pair);
      const keyEnd = key.range?.[1] ?? at;
      const explicit = question !== undefined;
      this.#strictly(at, () => {
        assertScalar(key, this.#flows > 0);
        assertKey(key, colon, explicit, this.#flows > 0, this.#unicode);
      });
      const inner = this.convert(pair.value as AnyNode, (colon ?? keyEnd) + 1);
      behind = inner.end;
      if (this.#flows > 0 && !pair.value) {
        throw this.#error("a value is missing, write null", keyEnd);
      }
      if (colon === undefined || key.anchor || explicit) sealed = true;
      const name = String(key.value ?? "");
      if (names.has(name)) throw this.#error("Map keys must be unique", at);
      names.add(name);
      if (name === MERGE && key.type === "PLAIN") {
        merges.push(inner);
        continue;
      }
      const mark = markOf(pair.srcToken?.start ?? []);
      entries.push({
        key: name,
        start: this.#offset(mark ?? at),
        colon: this.#offset(colon ?? keyEnd),
        node: inner,
      });
      put(value, name, inner.value);
    }
    for (const merge of merges) this.#merge(value, merge);
    const [start, end] = this.#range(node);
    const flow = node.flow === true;
    // The only pair of a list's element may stand without braces.
    if (flow && this.#text[start] !== "{") sealed = true;
    return {
      type: "map",
      flow,
      indent: this.#column(entries[0]?.start ?? start),
      start: flow ? start : (entries[0]?.start ?? start),
      end: flow ? end : (behind ?? end),
      entries,
      value,
      ...(merges.length > 0 ? { merged: merges.flatMap(aliasesIn) } : {}),
      ...(sealed || merges.length > 0 ? { sealed: true } : {}),
    };
  }

  /** Keys of the mapping itself are stronger; earlier merges than later. */
  #merge(target: Record<string, unknown>, merge: Node): void {
    const sources = merge.type === "seq" ? merge.value : [merge.value];
    for (const source of sources) {
      if (typeof source !== "object" || source === null) {
        throw new YamlError("a merge key takes mappings only", merge.start);
      }
      for (const [key, value] of Object.entries(source)) {
        if (!Object.hasOwn(target, key)) put(target, key, value);
      }
    }
  }

  #sequence(node: Yaml.YAMLSeq): Node {
    const [start, end] = this.#range(node);
    const flow = node.flow === true;
    const marks = marksOf(node);
    const elements: Element[] = node.items.map((item, index) => {
      const mark = marks[index];
      const inner = this.convert(item as AnyNode, (mark ?? 0) + 1);
      const at = mark === undefined ? inner.start : this.#offset(mark);
      return { start: at, node: inner };
    });
    const first = elements[0]?.start ?? start;
    return {
      type: "seq",
      flow,
      indent: this.#column(first),
      start: flow ? start : first,
      end: flow ? end : (elements.at(-1)?.node.end ?? end),
      elements,
      value: elements.map((element) => element.node.value),
    };
  }

  #scalar(node: Yaml.Scalar<string>, from: number): Node {
    const [start, end] = this.#range(node);
    if (start === end) return this.#empty(node, this.#offset(from), start);
    const style = STYLES[node.type ?? "PLAIN"] ?? "plain";
    const text = String(node.value ?? "");
    const at = node.range?.[0] ?? 0;
    if (style !== "plain") this.#opaque.push([at, node.range?.[1] ?? at]);
    this.#strictly(at, () => assertScalar(node, this.#flows > 0));
    return {
      type: "scalar",
      style,
      start,
      end: style === "block" ? this.#beforeBreak(end) : end,
      value: this.#strictly(at, () => scalarValue(node, style, text)),
    };
  }

  /**
   * A value that is not there: behind its anchor and tag, where the package
   * takes a comment along.
   */
  #empty(node: Yaml.Scalar<string>, from: number, start: number): Node {
    PROPERTIES.lastIndex = from;
    const end = from + (PROPERTIES.exec(this.#text)?.[0].length ?? 0);
    const at = Math.min(start, end);
    const value = this.#strictly(0, () => scalarValue(node, "plain", ""));
    return { ...nothing(at), value };
  }

  /** The end of a block scalar without its last line end. */
  #beforeBreak(end: number): number {
    if (this.#text[end - 1] !== "\n") return end;
    return this.#text[end - 2] === "\r" ? end - 2 : end - 1;
  }

  #range(node: Yaml.Node): [number, number] {
    const [start, end] = node.range ?? [0, 0];
    return [this.#offset(start), this.#offset(end)];
  }

  #column(offset: number): number {
    return offset - (this.#text.lastIndexOf("\n", offset - 1) + 1);
  }

  #error(message: string, at: number): YamlError {
    return new YamlError(message, this.#offset(at));
  }
}

/** Names of the anchors that a node refers to. */
function aliasesIn(node: Node): string[] {
  if (node.alias !== undefined) return [node.alias];
  if (node.type === "scalar") return [];
  const members = node.type === "map" ? node.entries : node.elements;
  const merged = node.merged ?? [];
  return [...merged, ...members.flatMap((member) => aliasesIn(member.node))];
}

/** Anchors and tags. */
const PROPERTIES = /(?:\s*[&!][^\s,[\]{}&!]*)*/y;

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "block",
  BLOCK_FOLDED: "block",
};
function nothing(at: number): ScalarNode {
  return { type: "scalar", style: "plain", start: at, end: at, value: null };
}

/** Offset of the `:` of a pair in the parsed slice. */
function colonOf(pair: Yaml.Pair): number | undefined {
  return pair.srcToken?.sep?.find(isToken("map-value-ind"))?.offset;
}

/** Offset of the `?` in front of a pair's key. */
function questionOf(pair: Yaml.Pair): number | undefined {
  return pair.srcToken?.start.find(isToken("explicit-key-ind"))?.offset;
}

function isToken(type: string): (token: { type: string }) => boolean {
  return (token) => token.type === type;
}

/** What an entry or element can start with before its key or value. */
const MARKS: readonly string[] = [
  "explicit-key-ind",
  "seq-item-ind",
  "anchor",
  "tag",
];

function markOf(tokens: readonly Yaml.CST.SourceToken[]): number | undefined {
  return tokens.find(({ type }) => MARKS.includes(type))?.offset;
}

/** Offsets of the dashes, in flow style of anchors and tags, in the slice. */
function marksOf(node: Yaml.YAMLSeq): (number | undefined)[] {
  const token = node.srcToken;
  if (token?.type !== "block-seq" && token?.type !== "flow-collection")
    return [];
  return token.items.map(({ start }) => markOf(start));
}
