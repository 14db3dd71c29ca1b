import { DEFAULT_STYLE, type Style } from "./emit.ts";
import type { Node } from "./node.ts";

/** The look of the first nested collections of `node`. */
export function styleOf(text: string, node: Node): Style {
  const found: { step?: number; wide?: boolean } = {};
  look(node, found);
  const newline = text.indexOf("\n", node.start);
  const carriage = newline > 0 && text.charCodeAt(newline - 1) === 13;
  return {
    step: found.step ?? DEFAULT_STYLE.step,
    wide: found.wide ?? DEFAULT_STYLE.wide,
    eol: carriage ? "\r\n" : "\n",
  };
}

function look(node: Node, found: { step?: number; wide?: boolean }): void {
  if (found.step !== undefined && found.wide !== undefined) return;
  if (node.type === "scalar" || node.flow || node.alias !== undefined) return;
  if (node.type === "seq") {
    for (const element of node.elements) look(element.node, found);
    return;
  }
  for (const { node: inner } of node.entries) {
    if (inner.type !== "scalar" && !inner.flow && inner.alias === undefined) {
      const deeper = inner.indent - node.indent;
      if (inner.type === "map") found.step ??= deeper;
      else if (inner.elements.length > 0) found.wide ??= deeper > 0;
    }
    look(inner, found);
  }
}
