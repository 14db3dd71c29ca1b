import { at, run } from "./common.mjs";

/**
 * Compiles dist ahead for some runtimes: their programs start faster then.
 * @param {readonly string[]} nodes
 */
export function compileAhead(nodes) {
  for (const node of nodes) run(node, [at("dist", "flux-platform"), "compile"]);
}
