import type * as Yaml from "yaml";
import { LONGEST_KEY, MERGE } from "./cursor.ts";
import type { ScalarStyle } from "./node.ts";
import { unescaped } from "./quoting.ts";
import { isString, resolvePlain } from "./scalar.ts";

/**
 * What the `yaml` package takes and Go's reader refuses, or reads as something
 * else. Each function throws `RangeError` with the reason; offsets are those
 * of the parsed text.
 */

const CORE = "tag:yaml.org,2002:";
const TYPE_OF_TAG: Readonly<Record<string, readonly string[]>> = {
  bool: ["boolean"],
  float: ["number", "bigint"],
  int: ["number", "bigint"],
  null: ["object"],
};

/** The value that Go gives a scalar with this tag. */
export function scalarValue(
  { tag, source }: Yaml.Scalar,
  style: ScalarStyle,
  text: string,
): unknown {
  if (!tag || tag === "!") return style === "plain" ? resolvePlain(text) : text;
  const name = tag.startsWith(CORE) ? tag.slice(CORE.length) : "";
  if (name === "binary") return decodedBinary(source ?? text);
  const types = Object.hasOwn(TYPE_OF_TAG, name)
    ? TYPE_OF_TAG[name]
    : undefined;
  // To Go every other tag is a string, however it looks.
  if (!types && name !== "timestamp") return text;
  const value = resolvePlain(text);
  const isInteger = typeof value === "bigint" || Number.isInteger(value);
  const fits = types?.includes(typeof value) && (name !== "int" || isInteger);
  if (!fits)
    throw new RangeError(`the value is no ${name}, which its tag says`);
  return value;
}

function decodedBinary(text: string): string {
  const bytes = Buffer.from(text, "base64");
  const canonical = bytes.toString("base64") === text.replaceAll(/[\r\n]/g, "");
  const decoded = bytes.toString("utf8");
  if (canonical && Buffer.from(decoded).equals(bytes)) return decoded;
  throw new RangeError("a binary value is not base64 of UTF-8 text");
}

/** By type, what stands for one character inside, and what only ends may be. */
const QUOTED: Readonly<Record<string, { pair: RegExp; end: RegExp }>> = {
  "double-quoted-scalar": { pair: /\\./gs, end: /["\\]/ },
  "single-quoted-scalar": { pair: /''/g, end: /'/ },
};

/**
 * Whether a scalar, if quoted, ends at its quote: the package takes an escaped
 * one for the last where a line is shallow. Not one expression for all of it: of
 * millions of escapes V8 refuses such, and JavaScriptCore says "no match".
 */
function isWhole(type: string, source: string): boolean {
  const marks = QUOTED[type];
  if (!marks) return true;
  const inner = source.slice(1, -1).replace(marks.pair, "");
  const closed = source.length > 1 && source.at(-1) === source[0];
  return closed && !marks.end.test(inner);
}

/** Refuses what Go does not scan in a scalar. */
export function assertScalar(node: Yaml.Scalar, inFlow: boolean): void {
  const token = node.srcToken;
  if (!token || !("source" in token)) return;
  const { source } = token;
  if (token.type === "double-quoted-scalar") unescaped(source.slice(1, -1));
  if (!isWhole(token.type, source)) {
    throw new RangeError(
      "a quoted scalar goes on in a line that is not deeper",
    );
  }
  if (token.type === "block-scalar") assertBlockScalar(token);
  if (token.type !== "scalar") return;
  if (/\n *\t/.test(source)) throw new RangeError(TAB_INDENTS);
  if (inFlow && /^:|^-$|\?/.test(source)) {
    throw new RangeError(
      "quote it: Go takes no such plain scalar in flow style",
    );
  }
}

/** The first line that is not blank, up to its first character. */
const INDENT = /^ *[^ \r\n]/m;

/** Go looks for the indentation, where no digit tells it, and wants no tab. */
function assertBlockScalar({ props, source }: Yaml.CST.BlockScalar): void {
  const header = props.find(({ type }) => type === "block-scalar-header");
  const told = header && "source" in header && /\d/.test(header.source);
  if (!told && INDENT.exec(source)?.[0].endsWith("\t")) {
    throw new RangeError(TAB_INDENTS);
  }
}

/** Refuses names of anchors and aliases that are none to Go. */
export function assertAnchor(name: string): void {
  if (/^[\w-]+$/.test(name)) return;
  throw new RangeError("an anchor is named by letters, digits, - and _ only");
}

/** Refuses tags that Go does not scan, or may end elsewhere. */
export function assertTag(tag: string, inFlow: boolean): void {
  const core = tag.startsWith(CORE) && /^\w+$/.test(tag.slice(CORE.length));
  if (core || (!inFlow && /^![\w.-]*$/.test(tag))) return;
  throw new RangeError(`the tag ${tag} is not taken here`);
}

/** A line that is neither blank nor a comment. */
const CONTENT = /^[ \t]*[^ \t\r\n#].*/m;
const DIRECTIVE_OR_END = /^(?:%|\.\.\.(?!\S))/;

/** Refuses directives, and an end without a start. `text` is the parsed text. */
export function assertStart(text: string): void {
  const line = CONTENT.exec(text)?.[0] ?? "";
  const first = DIRECTIVE_OR_END.exec(line)?.[0];
  if (first === undefined) return;
  throw new RangeError(
    first === "%"
      ? "directives (lines that start with %) are not taken"
      : "a document ends (...) that did not start",
  );
}

/** Refuses the tag of a collection that is none of such. */
export function assertCollectionTag(tag: string, kind: "map" | "seq"): void {
  if (tag === CORE + kind || tag === "!") return;
  throw new RangeError(`the tag ${tag} is not taken here`);
}

/** Refuses what is no key to Go. `text` is the parsed text. */
export function assertKey(
  key: Yaml.Scalar,
  colon: number | undefined,
  explicit: boolean,
  inFlow: boolean,
  text: string,
): void {
  const name = String(key.value ?? "");
  const [start, end] = key.range ?? [0, 0];
  if (key.anchor) assertAnchor(key.anchor);
  if (key.tag && key.tag !== `${CORE}str`) {
    throw new RangeError(`the key ${name} has a tag`);
  }
  if (start === end) throw new RangeError('a key is empty, write ""');
  if (name === MERGE && (key.type !== "PLAIN" || key.tag)) {
    throw new RangeError("Kustomize loses the key <<");
  }
  if (key.type === "PLAIN" && !key.tag && !isString(name)) {
    throw new RangeError(`the key ${name} is not a string, write "${name}"`);
  }
  if (explicit) {
    assertExplicit(start, end, colon, inFlow, text);
    return;
  }
  if (colon === undefined) {
    throw new RangeError(`the key ${name} has no value, write ${name}: null`);
  }
  const between = text.slice(start, colon);
  if (between.includes("\n")) {
    throw new RangeError("a key and its colon stand on two lines");
  }
  if (
    inFlow &&
    key.type === "PLAIN" &&
    /^:\S/.test(text.slice(colon, colon + 2))
  ) {
    throw new RangeError("a blank is missing behind a colon");
  }
  if (between.length > LONGEST_KEY) {
    throw new RangeError(`a key is longer than ${LONGEST_KEY} characters`);
  }
}

/** `? key` on a line, and `: value` on the next, in the same column. */
function assertExplicit(
  start: number,
  end: number,
  colon: number | undefined,
  inFlow: boolean,
  text: string,
): void {
  const line = text.lastIndexOf("\n", start) + 1;
  const mark = /^([ -]*)\? $/.exec(text.slice(line, start))?.[1];
  const margin = mark?.replaceAll("-", " ");
  const simple = colon !== undefined && /^: /.test(text.slice(colon));
  const next = `\n${margin}`;
  const between = text.slice(end, colon).replace("\r", "");
  if (inFlow || margin === undefined || !simple || between !== next) {
    throw new RangeError("write a key behind ? on one line, and : on the next");
  }
}

const TAB_INDENTS = "a tab stands where columns count";

/**
 * Refuses tabs where columns count. `opaque` are the ranges of what is no
 * block structure: flow collections, quoted and block scalars.
 */
export function assertTabs(
  text: string,
  opaque: readonly (readonly [number, number])[],
): void {
  for (const { 0: match, index } of text.matchAll(/^(?:[ ?:-]*[-?])? *\t/gm)) {
    const at = index + match.length - 1;
    const inside = opaque.some(([start, end]) => at >= start && at < end);
    if (!inside) throw new RangeError(TAB_INDENTS);
  }
}
