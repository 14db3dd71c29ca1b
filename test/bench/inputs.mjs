import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { installed } from "../../tools/common.mjs";
import { listOf, platformFor } from "./workload.mjs";

/**
 * A list of one length, with a file for each job, whose config it carries.
 * @typedef {{ items: readonly string[], textFor: (job: Program) => string,
 *   fileFor: (job: Program) => string }} Input
 * @typedef {import("./programs.mjs").Program} Program
 */

/**
 * @param {readonly string[]} items their texts
 * @param {string} [what] tells its files from those of other lists of this length
 * @returns {Input}
 */
export function inputOf(items, what = "items") {
  const folder = installed("bench", "inputs");
  /** @type {Set<string>} */
  const written = new Set();
  /** @param {Program} job */
  const textFor = ({ config, platform }) =>
    listOf(platform ? [...items, ...platformFor(items)] : items, config);
  return {
    items,
    textFor,
    fileFor(job) {
      const file = `${folder}/${job.name}-${items.length}-${what}.yaml`;
      if (written.has(file) && existsSync(file)) return file;
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, textFor(job));
      written.add(file);
      return file;
    },
  };
}
