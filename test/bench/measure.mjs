import { readFileSync, rmSync } from "node:fs";
import { Failure, installed } from "../../tools/common.mjs";
import { meter } from "./meter.mjs";
import { verify } from "./verify.mjs";

/**
 * @typedef {import("./meter.mjs").Cost} Cost
 * @typedef {import("./contestants.mjs").Contestant} Contestant
 * @typedef {import("./inputs.mjs").Input} Input
 * @typedef {Map<string, Cost[]>} Costs by contestant; the nth of each belong together
 */

/** @param {number} items */
function runsFor(items) {
  return items <= 100 ? 15 : 9;
}

/**
 * Checks what every contestant makes of an input, then runs them in turns.
 * @param {readonly Contestant[]} all
 * @param {Input} input
 * @param {number | undefined} asked number of runs
 * @returns {Costs}
 */
export function measure(all, input, asked) {
  const able = all.filter(({ most }) => input.items.length <= most);
  /** @type {Costs} */
  const costs = new Map(able.map(({ id }) => [id, []]));
  const sizes = new Map(able.map((one) => [one.id, check(one, input)]));
  const rounds = asked ?? runsFor(input.items.length);
  for (let round = 0; round < rounds; round++) {
    for (const one of able) {
      const cost = meter(one.command, input.fileFor(one.job));
      if (cost.bytes !== sizes.get(one.id)) {
        throw new Failure(`${one.id}: the output is not always of one length`);
      }
      costs.get(one.id)?.push(cost);
    }
  }
  return costs;
}

/**
 * A run that is not counted; returns the length of its output.
 * @param {Contestant} contestant
 * @param {Input} input
 */
function check(contestant, input) {
  const file = installed("bench", "output.yaml");
  const { command, job } = contestant;
  const { bytes } = meter(command, input.fileFor(job), file);
  verify(contestant, input, readFileSync(file, "utf8"));
  rmSync(file);
  return bytes;
}
