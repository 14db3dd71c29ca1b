import { read } from "../yaml/read.ts";
import { YamlError } from "../yaml/text.ts";
import { isMapping, type KubernetesObject, text } from "./item.ts";
import { inputError } from "./list.ts";

/**
 * The objects of a plain stream of YAML documents, as `kustomize build` prints
 * it or a file holds it; lists are the objects in them, as to Kustomize. `stream`
 * is a byte string. Throws `InputError` with the line of the stream.
 */
export function readDocuments(stream: string): KubernetesObject[] {
  try {
    return ranges(stream).flatMap(([start, end]) => {
      const node = read(stream, start, end);
      if (node.value === null) return [];
      if (isMapping(node.value)) return expanded(node.value, node.start);
      throw new YamlError("a document is not a mapping", node.start);
    });
  } catch (error) {
    if (error instanceof YamlError) throw inputError(stream, error);
    throw error;
  }
}

/**
 * What Kustomize 5.8 makes of an object: of a kind that ends in List with
 * `items`, whatever its group, the objects there, and lists among them likewise.
 */
function expanded(object: KubernetesObject, start: number): KubernetesObject[] {
  const { kind, items } = object;
  if (!Array.isArray(items) || !text(kind).endsWith("List")) return [object];
  return items.flatMap((item: unknown) => {
    if (isMapping(item)) return expanded(item, start);
    throw new YamlError("an item of a list is not a mapping", start);
  });
}

/** The texts between lines that are document markers. */
function ranges(text: string): [number, number][] {
  const marker = /^(?:---(?:[ \t]+#.*|[ \t]*)|\.\.\.[ \t]*)\r?$/gm;
  const found: [number, number][] = [];
  let start = text.startsWith("\xef\xbb\xbf") ? 3 : 0;
  for (const match of text.matchAll(marker)) {
    found.push([start, match.index]);
    start = Math.min(match.index + match[0].length + 1, text.length);
  }
  found.push([start, text.length]);
  return found.filter(([from, to]) => text.slice(from, to).trim() !== "");
}
