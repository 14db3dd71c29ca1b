import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { cutList, itemNode } from "../../../lib/krm/list.ts";
import { lacks } from "../../../lib/krm/shortcuts/peek.ts";
import { membersOf, type Node } from "../../../lib/yaml/node.ts";
import { counters } from "../../../lib/yaml/read.ts";
import { decode, encode } from "../../../lib/yaml/text.ts";
import { generate } from "../documents/list.ts";
import { KIND } from "../edits/check.ts";
import type { Property } from "../property.ts";

/** Items of one list. */
const ITEMS = 4;

/**
 * What was laid out is what is read, by the kernel's own reader where nothing
 * rare stands, and every key, colon, dash and value is where the node says.
 * Counts objects.
 */
export const property: Property = {
  name: "objects",
  needs: [],
  ci: { seed: 20260306, count: 8000 },
  async run(seed, count) {
    let checked = 0;
    for (let list = 0; checked < count; list++, checked += ITEMS) {
      const own = seed * 1_000_003 + list;
      const generated = generate(own, ITEMS, KIND);
      // The last line end can be text of a block scalar.
      const text = encode(generated.text + (generated.open ? "\n" : ""));
      for (const [index, item] of cutList(text).items.entries()) {
        const before = counters.fallbacks;
        const node = itemNode(text, item);
        const byLibrary = counters.fallbacks > before;
        const problems = [
          isDeepStrictEqual(node.value, generated.items[index])
            ? ""
            : `is read as ${JSON.stringify(node.value)}`,
          byLibrary && !generated.rare[index] ? "needs the yaml package" : "",
          misplaced(text, node) ?? "",
          ...Object.keys(node.value)
            .filter((key) => lacks(text, item, key))
            .map((key) => `seems to lack ${key}`),
        ].filter((problem) => problem !== "");
        if (problems.length > 0) {
          const part = decode(text.slice(item.start, item.end));
          throw new Error(`seed ${own}: ${problems.join("; ")}\n${part}`);
        }
      }
    }
    return { checked };
  },
};

/** What does not stand where the node says, at any depth. */
function misplaced(text: string, node: Node): string | undefined {
  if (node.type === "scalar" || node.alias !== undefined) return undefined;
  if (node.type === "map") {
    for (const { key, start, colon, node: inner } of node.entries) {
      const written = decode(text.slice(start, colon)).replace(/^\? +/, "");
      const right =
        text[colon] === ":" && inner.start > colon && parse(written) === key;
      if (!right) return `the key ${JSON.stringify(key)} stands elsewhere`;
    }
  } else if (!node.flow) {
    const odd = node.elements.find(({ start }) => text[start] !== "-");
    if (odd) return `no dash at ${odd.start}`;
  }
  for (const { start, node: inner } of membersOf(node)) {
    if (inner.start < start || inner.end < inner.start)
      return `a value at ${start} ends before it starts`;
    const deeper = misplaced(text, inner);
    if (deeper) return deeper;
  }
  return undefined;
}
