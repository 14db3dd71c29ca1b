import { DEFAULT_STYLE, type Style } from "./emit.ts";
import { type Node, TextMap } from "./node.ts";
import {
  behind,
  type Cells,
  cell,
  ELEMENT_CELLS,
  FLOW,
  firstMember,
  MAP,
  MEMBER_CELLS,
  SEQ,
} from "./tape.ts";

/** What was seen of a layout so far. */
interface Found {
  step?: number;
  wide?: boolean;
}

/** The look of the first nested collections of `node`. */
export function styleOf(text: string, node: Node): Style {
  const found: Found = {};
  if (node instanceof TextMap) lookInto(node.cells, node.at, found);
  else look(node, found);
  const newline = text.indexOf("\n", node.start);
  const carriage = newline > 0 && text.charCodeAt(newline - 1) === 13;
  return {
    step: found.step ?? DEFAULT_STYLE.step,
    wide: found.wide ?? DEFAULT_STYLE.wide,
    eol: carriage ? "\r\n" : "\n",
  };
}

function look(node: Node, found: Found): void {
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

/** The same for a block collection of a tape, without a node for its members. */
function lookInto(cells: Cells, at: number, found: Found): void {
  const map = cell(cells, at) === MAP;
  const stop = behind(cells, at);
  for (let member = firstMember(at); member < stop; ) {
    if (found.step !== undefined && found.wide !== undefined) return;
    const node = member + (map ? MEMBER_CELLS : ELEMENT_CELLS);
    member = behind(cells, node);
    const type = cell(cells, node);
    if (type < MAP || type >= FLOW) continue;
    const deeper = cell(cells, node + 4) - cell(cells, at + 4);
    if (map && type === MAP) found.step ??= deeper;
    // A block sequence has an element.
    if (map && type === SEQ) found.wide ??= deeper > 0;
    lookInto(cells, node, found);
  }
}
