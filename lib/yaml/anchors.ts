import { align } from "./align.ts";
import { equal } from "./equal.ts";
import { membersOf, type Node, TextMap, valueAt } from "./node.ts";

/**
 * Names of the anchors whose values `after` changes, and of those inside what
 * must be written anew: their aliases are written out.
 */
export function touchedAnchors(node: Node, after: unknown): Set<string> {
  const names = new Set<string>();
  // What the kernel's own reader takes has none.
  if (node instanceof TextMap) return names;
  for (let known = -1; known < names.size; ) {
    known = names.size;
    collect(node, after, names);
  }
  return names;
}

/** Whether an alias in the text of `node` stands for one of `names`. */
export function refersTo(node: Node, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  if (node.alias !== undefined) return names.has(node.alias);
  if (node.type === "scalar") return false;
  if (node.type === "map" && node.merged?.some((name) => names.has(name)))
    return true;
  return membersOf(node).some((member) => refersTo(member.node, names));
}

/** Every anchor in the text of `node`. */
function collectAll(node: Node, names: Set<string>): void {
  if (node.anchor !== undefined) names.add(node.anchor);
  if (node.alias !== undefined || node.type === "scalar") return;
  for (const member of membersOf(node)) collectAll(member.node, names);
}

function collect(node: Node, after: unknown, names: Set<string>): void {
  const same = equal(node.value, after);
  if (same && !refersTo(node, names)) return;
  if (node.sealed && node.alias === undefined) {
    collectAll(node, names);
    return;
  }
  if (node.anchor !== undefined && !same) names.add(node.anchor);
  if (node.alias !== undefined) return;
  if (node.type === "map") {
    for (const entry of node.entries) {
      collect(entry.node, valueAt(after, [entry.key]), names);
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
