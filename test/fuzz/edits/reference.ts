import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
} from "yaml";

/** A text as the `yaml` package reads it. */
export interface Reference {
  readonly value: unknown;
  readonly document: Document.Parsed;
}

/** YAML versions whose readers both must see what was edited. */
export const VERSIONS = ["1.1", "1.2"] as const;
export type Version = (typeof VERSIONS)[number];

/** Reads one document; merge keys are merged. Throws for a YAML error. */
export function readReference(text: string, version: Version): Reference {
  const document = parseDocument(text, {
    version,
    merge: true,
    stringKeys: true,
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: "silent",
  });
  const error = document.errors[0];
  if (error) throw error;
  return { value: document.toJS({ maxAliasCount: -1 }), document };
}

/** One entry of a mapping or element of a list, and where it starts. */
export interface Member {
  /** Key or index. */
  readonly step: string | number;
  /** Offset of the key or dash. */
  readonly start: number;
  readonly node: Node | null;
}

/** The members of a collection as they are written; merge keys are none. */
export function membersOf(node: Node | null): Member[] {
  if (isSeq(node)) {
    const token = node.srcToken;
    const dashes = token?.type === "block-seq" ? token.items : [];
    return node.items.map((item, index) => {
      const inner = item as Node | null;
      const dash = dashes[index]?.start.find(
        ({ type }) => type === "seq-item-ind",
      );
      return {
        step: index,
        start: dash?.offset ?? inner?.range?.[0] ?? 0,
        node: inner,
      };
    });
  }
  if (!isMap(node)) return [];
  return node.items.map((pair) => {
    const key = pair.key as Scalar;
    const mark = pair.srcToken?.start.find(({ type }) =>
      ["explicit-key-ind", "tag", "anchor"].includes(type),
    );
    return {
      step: String(key.value ?? ""),
      start: mark?.offset ?? key.range?.[0] ?? 0,
      node: pair.value as Node | null,
    };
  });
}

/**
 * Written in a way that can only be written anew: a scalar's tag, a mapping
 * with `? key` or `<<`, a pair without braces in a list.
 */
export function isSealed(node: Node | null): boolean {
  if (isScalar(node) && node.tag) return true;
  if (!isMap(node)) return false;
  if (node.flow && !node.srcToken) return true;
  return node.items.some(({ key, srcToken }) => {
    const scalar = key as Scalar;
    const merge = scalar.value === "<<" && scalar.type === "PLAIN";
    const explicit = srcToken?.start.some(
      ({ type }) => type === "explicit-key-ind",
    );
    const bare = !srcToken?.sep?.some(({ type }) => type === "map-value-ind");
    return merge || explicit || bare || scalar.anchor !== undefined;
  });
}
