import { read } from "../../yaml/read.ts";
import { isPlainWord } from "../../yaml/scalar.ts";
import {
  type Head,
  type KubernetesObject,
  mapping,
  text as stringOf,
} from "../item.ts";
import type { ItemText } from "../list.ts";
import { isClosed } from "./closed.ts";

const KEY =
  /([A-Za-z][A-Za-z0-9]*):(?: +([^\s#"'][^ \n\r#"']*(?: +[^ \n\r#"']+)*))?[ ]*\r?\n/y;

/** A line that may continue the scalar above. */
const CONTENT = /^ *[^ \r\n#]/m;

/**
 * What an object is, from its first lines alone where these are simple: plain
 * `apiVersion` and `kind` and a block `metadata`, in the order of the text.
 * `undefined` where a line in the item's own column is not of the simple form,
 * so that nothing (a quoted key, a merge key, an open quote) can hide the true
 * kind: the item has to be read. Throws `YamlError`.
 */
export function scanHead(text: string, item: ItemText): Head | undefined {
  if (item.node) return undefined;
  const column = keyColumn(text, item);
  if (column < 0) return undefined;
  const found: { apiVersion?: string; kind?: string } = {};
  let metadata: readonly [number, number] | undefined;
  let at = item.start + column;
  while (at < item.end) {
    KEY.lastIndex = at;
    const match = KEY.exec(text);
    if (!match || KEY.lastIndex > item.end) return undefined;
    const [, key, value] = match;
    const next = skipDeeper(text, KEY.lastIndex, item.end, column);
    if (!isPlainBlock(text, KEY.lastIndex, next)) return undefined;
    if (key === "metadata") {
      if (value !== undefined || metadata) return undefined;
      metadata = [KEY.lastIndex, next];
    } else if (key === "apiVersion" || key === "kind") {
      const simple = value !== undefined && isPlainWord(value);
      if (CONTENT.test(text.slice(KEY.lastIndex, next))) return undefined;
      if (!simple || found[key] !== undefined) return undefined;
      found[key] = value;
    } else if (value !== undefined) return undefined;
    const { apiVersion, kind } = found;
    if (apiVersion && kind && metadata) {
      return scannedHead(text, { apiVersion, kind }, metadata);
    }
    at = next + column;
  }
  return undefined;
}

/** Name and namespace stand below the lines that were scanned. */
function scannedHead(
  text: string,
  words: { readonly apiVersion: string; readonly kind: string },
  [start, end]: readonly [number, number],
): Head {
  let known: KubernetesObject | undefined;
  return {
    ...words,
    get name() {
      return stringOf(this.metadata.name);
    },
    get namespace() {
      return stringOf(this.metadata.namespace);
    },
    get metadata() {
      known ??= mapping(read(text, start, end).value);
      return known;
    },
  };
}

/** Nothing reaches beyond these lines: flow, a quoted scalar, an alias. */
function isPlainBlock(text: string, start: number, end: number): boolean {
  return !/[{[&*]/.test(text.slice(start, end)) && isClosed(text, start, end);
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
