import { align } from "./align.ts";
import { equal } from "./equal.ts";
import { isMap, type Node, TextMap } from "./node.ts";

/** Names of the anchors whose values `after` changes. */
export function touchedAnchors(node: Node, after: unknown): Set<string> {
  const names = new Set<string>();
  // What the kernel's own reader takes has none.
  if (!(node instanceof TextMap)) collect(node, after, names);
  return names;
}

function collect(node: Node, after: unknown, names: Set<string>): void {
  if (equal(node.value, after)) return;
  if (node.anchor !== undefined) names.add(node.anchor);
  if (node.alias !== undefined) return;
  if (node.type === "map") {
    for (const entry of node.entries) {
      collect(entry.node, isMap(after) ? after[entry.key] : undefined, names);
    }
  } else if (node.type === "seq") {
    const list = Array.isArray(after) ? after : [];
    const partner = new Map(
      align(node.value, list).map((s) => [s.before, s.after]),
    );
    for (const [index, element] of node.elements.entries()) {
      collect(element.node, list[partner.get(index) ?? -1], names);
    }
  }
}
