import { Failure, run } from "../../tools/common.mjs";
import { binary } from "./binaries.mjs";

/**
 * What one run of a program took: milliseconds and bytes.
 * @typedef {{ wall: number, user: number, system: number, peak: number,
 *   bytes: number, code: number, said: string }} Cost
 */

/**
 * Runs a program once over a file; throws where it fails.
 * @param {readonly string[]} command
 * @param {string} input
 * @param {string} [output] a file; dropped without one
 * @returns {Cost}
 */
export function meter(command, input, output = "-") {
  const { NODE_OPTIONS: _, ...env } = process.env;
  /** @type {Cost} */
  const cost = JSON.parse(
    run(binary("meter"), [input, output, ...command], { env }),
  );
  if (cost.code === 0) return cost;
  throw new Failure(
    `exit code ${cost.code}: ${command.join(" ")} < ${input}\n${cost.said}`,
  );
}
