import { DEFAULT_STYLE, emitKey, emitValue } from "../../yaml/emit.ts";
import { equal } from "../../yaml/equal.ts";
import { isOtherWord, resolvePlain } from "../../yaml/scalar.ts";
import { applied, inQuotes, type Patch, placesOf } from "../../yaml/splice.ts";
import { found } from "../../yaml/text.ts";
import { isMapping, type KubernetesObject } from "../item.ts";
import type { ItemText } from "../list.ts";

/**
 * An object of nothing but apiVersion, kind and metadata, as most Namespaces
 * are, read by its lines. Their form leaves no room for another reading:
 * printable ASCII, words as keys, scalars of one line and literal blocks, and no
 * mapping below a label. Whatever has another form is for the reader and the
 * splicer.
 */
export interface MetadataLines {
  readonly object: KubernetesObject;
  readonly metadata: Block;
}

/** A block mapping. */
interface Block {
  /** Offset of its first line. */
  readonly start: number;
  readonly column: number;
  readonly all: readonly Line[];
  readonly value: KubernetesObject;
}

interface Line {
  readonly key: string;
  readonly value: unknown;
  /** Offset of the end of its last line. */
  readonly end: number;
  /** What stands behind the key: a scalar of one line, or a mapping below it. */
  readonly scalar?: string | undefined;
  readonly below?: Block;
}

const WORD = "[A-Za-z][\\w./-]*";
/** Every character but those that may end a plain scalar. */
const REST = "[!$-&(-9;-~ ]*";
const PLAIN = `[A-Za-z/]${REST}(?::(?=[!-~])${REST})*(?<! )`;
const SCALAR = `'[ -&(-~]*'|"[ !#-[\\]-~]*"|${PLAIN}`;
/** No line of it is blank, none less deep than the first. */
const BLOCK = "\\|\\n( {8,})([!-~][ -~]*(?:\\n\\3 *[!-~][ -~]*)*)";
const FIELD = new RegExp(` {4}(${WORD}):(?: (${SCALAR}))?\\n`, "y");
const MEMBER = new RegExp(` {6}(${WORD}): (?:(${SCALAR})|${BLOCK})\\n`, "y");

const FIELD_COLUMN = 4;
const MEMBER_COLUMN = 6;

/** Reads an item; `undefined` where it has another form. */
export function metadataLines(
  text: string,
  { start, end, head }: ItemText,
): MetadataLines | undefined {
  if (!head || head.end !== end) return undefined;
  const { apiVersion, kind } = head;
  const above = `- apiVersion: ${apiVersion}\n  kind: ${kind}\n  metadata:\n`;
  if (!text.startsWith(above, start)) return undefined;
  const metadata = fieldsAt(text, start + above.length, end);
  if (!metadata) return undefined;
  return { object: { apiVersion, kind, metadata: metadata.value }, metadata };
}

/** The fields of metadata, if that is all there is up to `end`. */
function fieldsAt(text: string, start: number, end: number): Block | undefined {
  const all: Line[] = [];
  for (let at = start; at < end; ) {
    FIELD.lastIndex = at;
    const match = found(FIELD, text);
    if (!match) return undefined;
    at = FIELD.lastIndex;
    const key = match[1] as string;
    const scalar = match[2];
    if (scalar !== undefined) {
      all.push({ key, value: scalarValue(scalar), end: at - 1, scalar });
      continue;
    }
    const below = membersAt(text, at);
    const last = below?.all.at(-1);
    if (!below || !last) return undefined;
    all.push({ key, value: below.value, end: last.end, below });
    at = last.end + 1;
  }
  return entries(start, FIELD_COLUMN, all);
}

/** The labels, or annotations, whose lines start at an offset. */
function membersAt(text: string, start: number): Block | undefined {
  const all: Line[] = [];
  MEMBER.lastIndex = start;
  for (;;) {
    const match = found(MEMBER, text);
    if (!match) break;
    const key = match[1] as string;
    const scalar = match[2];
    const value =
      scalar === undefined
        ? `${match[4]?.replaceAll(`\n${match[3]}`, "\n")}\n`
        : scalarValue(scalar);
    all.push({ key, value, end: MEMBER.lastIndex - 1, scalar });
  }
  return entries(start, MEMBER_COLUMN, all);
}

/** `undefined` for none, and for keys that are no strings or stand twice. */
function entries(
  start: number,
  column: number,
  all: readonly Line[],
): Block | undefined {
  if (all.length === 0) return undefined;
  const value: Record<string, unknown> = {};
  for (let index = 0; index < all.length; index++) {
    const entry = all[index] as Line;
    const { key } = entry;
    if (isOtherWord(key) || Object.hasOwn(value, key)) return undefined;
    value[key] = entry.value;
  }
  return { start, column, all, value };
}

function scalarValue(scalar: string): unknown {
  return scalar.startsWith('"') || scalar.startsWith("'")
    ? scalar.slice(1, -1)
    : resolvePlain(scalar);
}

/**
 * The patches that make `after` of these lines, where they read so again: values
 * and keys that are set. `undefined` for anything else.
 */
export function metadataPatches(
  text: string,
  { object, metadata }: MetadataLines,
  after: KubernetesObject,
): Patch[] | undefined {
  const value = after.metadata;
  return isMapping(value) && equal({ ...object, metadata: value }, after)
    ? patchesOf(text, metadata, value)
    : undefined;
}

function patchesOf(
  text: string,
  before: Block,
  after: KubernetesObject,
): Patch[] | undefined {
  const patches: Patch[] = [];
  let own = false;
  for (const { key, value, end, scalar, below } of before.all) {
    const to = after[key];
    if (to === value) continue;
    if (below && isMapping(to)) {
      const inner = patchesOf(text, below, to);
      if (!inner) return undefined;
      patches.push(...inner);
    } else if (scalar !== undefined && typeof to === "string") {
      const start = end - scalar.length;
      patches.push({ start, end, text: rewritten(scalar, to) });
      own = true;
    } else return undefined;
  }
  const added = additions(before, after);
  patches.push(...added);
  // What changed below was proven there.
  if (!own && added.length === 0) return patches;
  patches.sort((a, b) => a.start - b.start || a.end - b.end);
  return reads(text, before, patches, after) ? patches : undefined;
}

/** Whether the lines of a mapping, with patches, are those of another. */
function reads(
  text: string,
  { start, column, all }: Block,
  patches: readonly Patch[],
  after: KubernetesObject,
): boolean {
  const end = (all.at(-1)?.end ?? start) + 1;
  const lines = applied(text, patches, start - 1, end);
  const read =
    column === FIELD_COLUMN
      ? fieldsAt(lines, 1, lines.length)
      : membersAt(lines, 1);
  return read !== undefined && equal(read.value, after);
}

/** Patches for the keys that come to a mapping. */
function additions(
  { start, column, all, value }: Block,
  after: KubernetesObject,
): Patch[] {
  const added = Object.keys(after).filter((key) => !Object.hasOwn(value, key));
  const patches: Patch[] = [];
  for (const [place, keys] of placesOf(Object.keys(value), added)) {
    const margin = `\n${" ".repeat(column)}`;
    const at = all[place - 1]?.end ?? start - 1;
    const lines = keys.map(
      (key) =>
        `${margin}${emitKey(key)}:${emitValue(after[key], column, DEFAULT_STYLE)}`,
    );
    patches.push({ start: at, end: at, text: lines.join("") });
  }
  return patches;
}

/** A string in the place of a scalar, in its quotes where they can hold it. */
function rewritten(scalar: string, text: string): string {
  const style = QUOTES[scalar[0] as string] ?? "plain";
  return (
    inQuotes(style, text) ??
    emitValue(text, MEMBER_COLUMN, DEFAULT_STYLE).slice(1)
  );
}

const QUOTES: Readonly<Record<string, "double" | "single">> = {
  '"': "double",
  "'": "single",
};
