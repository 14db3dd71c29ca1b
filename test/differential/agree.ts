import { isDeepStrictEqual } from "node:util";
import {
  headOf,
  mapping,
  text as stringOf,
  valueAt,
} from "../../lib/krm/item.ts";
import {
  cutList,
  InputError,
  type ItemText,
  itemNode,
  type ListText,
} from "../../lib/krm/list.ts";
import type { Path } from "../../lib/krm/result.ts";
import { scanHead } from "../../lib/krm/shortcuts/head.ts";
import { peek } from "../../lib/krm/shortcuts/peek.ts";
import { read } from "../../lib/yaml/read.ts";
import { encode, YamlError } from "../../lib/yaml/text.ts";
import { asInJson } from "../helpers/exact-json.ts";
import type { GoList, GoReading } from "../helpers/go-yaml.ts";

/** What a reader of ours says: a value, or that it refuses the text. */
export type Said<T> = { readonly value: T } | { readonly refused: string };

/** Runs a reader of ours; errors that are no refusal go on. */
export function said<T>(reader: () => T): Said<T> {
  try {
    return { value: reader() };
  } catch (error) {
    if (error instanceof YamlError || error instanceof InputError) {
      return { refused: error.message };
    }
    throw error;
  }
}

/** The document as our reader reads it. */
export function ourReading(text: string): Said<unknown> {
  const bytes = encode(text);
  return said(() => asInJson(read(bytes, 0, bytes.length).value));
}

/**
 * What is wrong where our reader takes a text: it must be one document to Go
 * too, with the same value. `undefined` where all is well.
 */
export function readingProblem(
  ours: Said<unknown>,
  go: GoReading,
): string | undefined {
  if ("refused" in ours) return undefined;
  const { kustomize, decoded } = go;
  if (kustomize.error !== undefined) return `Go refuses: ${kustomize.error}`;
  const values = kustomize.values.length === 0 ? [null] : kustomize.values;
  if (values.length > 1) return "Go reads several documents";
  const others = [...values, ...(decoded.values ?? [])];
  const other = others.find((value) => !isDeepStrictEqual(value, ours.value));
  if (other === undefined && !others.includes(undefined)) return undefined;
  return `we read ${shown(ours.value)}\nGo reads ${shown(other)}`;
}

/** A ResourceList as we cut it, each item read in both ways we have. */
export interface OurList {
  readonly items: readonly OurItem[];
  readonly config: unknown;
}

interface OurItem {
  /** From the shallow scan, where that is enough. */
  readonly head: Said<unknown>;
  readonly value: Said<unknown>;
  /** What a look at lines alone says of fields two levels deep. */
  readonly peeks: readonly (readonly [Path, string])[];
}

/** The list as the kernel cuts it. */
export function ourList(text: string): Said<OurList> {
  const bytes = encode(text);
  return said(() => {
    const list = cutList(bytes);
    const items = list.items.map((item) => ourItem(list, item));
    return { items, config: asInJson(list.functionConfig?.value) };
  });
}

function ourItem({ text }: ListText, item: ItemText): OurItem {
  return {
    head: said(() => {
      const head =
        item.head ?? scanHead(text, item) ?? headOf(itemNode(text, item).value);
      const { apiVersion, kind, name, namespace } = head;
      const metadata = asInJson(head.metadata);
      return { apiVersion, kind, name, namespace, metadata };
    }),
    value: said(() => asInJson(itemNode(text, item).value)),
    peeks: peeksIn(text, item),
  };
}

/** Every field that lines of the text could stand for, also where none does. */
function peeksIn(text: string, item: ItemText): (readonly [Path, string])[] {
  const part = text.slice(item.start, item.end);
  const words = (pattern: RegExp) => [
    ...new Set([...part.matchAll(pattern)].map((match) => match[1] ?? "")),
  ];
  return words(/^ {2}(\w+):$/gm).flatMap((outer) =>
    words(/^ {4}(\w+): /gm).flatMap((inner) => {
      const seen = peek(text, item, [outer, inner]);
      return seen === undefined ? [] : [[[outer, inner], seen] as const];
    }),
  );
}

/**
 * What is wrong where we take a list: Go must cut the same number of items,
 * and whatever we read of each must be what Go reads of it.
 */
export function listProblem(
  ours: Said<OurList>,
  go: GoList,
): string | undefined {
  if ("refused" in ours || go.error !== undefined) return undefined;
  const { items, config } = ours.value;
  if (items.length !== go.items.length) {
    return `we cut ${items.length} items, Go ${go.items.length}`;
  }
  if (!isDeepStrictEqual(config ?? null, go.config ?? null)) {
    return `we read the config ${shown(config)}\nGo reads ${shown(go.config)}`;
  }
  for (const [index, { head, value, peeks }] of items.entries()) {
    const item = go.items[index];
    const wrong = peeks.find(([path, seen]) => valueAt(item, path) !== seen);
    if (wrong) return `item ${index}: ${wrong.flat().join(".")} is not there`;
    if ("value" in value && !isDeepStrictEqual(value.value, item)) {
      return `item ${index}: we read ${shown(value.value)}\nGo reads ${shown(item)}`;
    }
    if ("value" in head && !isDeepStrictEqual(head.value, headIn(item))) {
      return `item ${index}: we scan ${shown(head.value)}\nGo reads ${shown(headIn(item))}`;
    }
  }
  return undefined;
}

function headIn(item: unknown): unknown {
  const { apiVersion, kind } = mapping(item);
  const metadata = mapping(mapping(item).metadata);
  return {
    apiVersion: stringOf(apiVersion),
    kind: stringOf(kind),
    name: stringOf(metadata.name),
    namespace: stringOf(metadata.namespace),
    metadata,
  };
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === "bigint" ? `${inner}n` : inner,
  );
}
