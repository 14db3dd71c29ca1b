import { read } from "../yaml/read.ts";
import { YamlError } from "../yaml/text.ts";
import { isMapping, type KubernetesObject } from "./item.ts";
import { inputError } from "./list.ts";

/**
 * The objects of a plain stream of YAML documents, as `kustomize build` prints
 * it or a file holds it. `text` is a byte string. Throws `InputError` with the
 * line of the stream.
 */
export function readDocuments(text: string): KubernetesObject[] {
  try {
    return ranges(text).flatMap(([start, end]) => {
      const node = read(text, start, end);
      if (node.value === null) return [];
      if (isMapping(node.value)) return [node.value];
      throw new YamlError("a document is not a mapping", node.start);
    });
  } catch (error) {
    if (error instanceof YamlError) throw inputError(text, error);
    throw error;
  }
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
