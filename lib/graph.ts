/** Nodes and what each of them leads to; a node without an entry leads nowhere. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** A graph in order, and what stands against one. */
export interface Sorted {
  /** Every node behind what it leads to, else by name: cycles aside. */
  readonly order: readonly string[];
  /** Closed paths, `[a, b, a]`, each beginning with its first name. */
  readonly cycles: readonly (readonly string[])[];
}

/**
 * Sorts a graph by depth-first search. Where there are cycles at least one of
 * each knot is found; the result does not depend on the order of the input.
 */
export function sortGraph(graph: Graph): Sorted {
  const order = new Set<string>();
  const cycles: string[][] = [];
  const path: string[] = [];
  const visit = (node: string): void => {
    if (order.has(node)) return;
    const at = path.indexOf(node);
    if (at >= 0) {
      cycles.push(closed(path.slice(at)));
      return;
    }
    path.push(node);
    for (const next of [...(graph.get(node) ?? [])].sort()) visit(next);
    path.pop();
    order.add(node);
  };
  for (const node of [...graph.keys()].sort()) visit(node);
  return { order: [...order], cycles };
}

/** A path as people read it: `a -> b -> a`. */
export function formatChain(path: readonly string[]): string {
  return path.join(" -> ");
}

/** The cycle from its first name back to it, so that it is told one way. */
function closed(cycle: readonly string[]): string[] {
  const first = [...cycle].sort()[0] ?? "";
  const at = cycle.indexOf(first);
  return [...cycle.slice(at), ...cycle.slice(0, at), first];
}
