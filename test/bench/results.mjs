import { median } from "./numbers.mjs";

/**
 * @typedef {import("./meter.mjs").Cost} Cost
 * @typedef {import("./measure.mjs").Costs} Costs
 * @typedef {import("./contestants.mjs").Contestant} Contestant
 * @typedef {Map<number, Costs>} Measured by number of items
 */

/** @type {(cost: Cost) => number} */
export const wall = (cost) => cost.wall;
/** @type {(cost: Cost) => number} */
export const cpu = (cost) => cost.user + cost.system;
/** @type {(cost: Cost) => number} */
export const peak = (cost) => cost.peak;

/**
 * The median of the ratios of runs that stood next to each other; NaN where
 * one of the two was not measured.
 * @param {Costs | undefined} costs
 * @param {string} a id of a contestant
 * @param {string} b
 * @param {(cost: Cost) => number} of
 * @returns {number}
 */
export function ratio(costs, a, b, of) {
  const others = costs?.get(b) ?? [];
  const ratios = (costs?.get(a) ?? []).flatMap((cost, round) => {
    const other = others[round];
    return other && of(other) > 0 ? [of(cost) / of(other)] : [];
  });
  return median(ratios);
}

/**
 * The median of what one contestant took.
 * @param {Costs | undefined} costs
 * @param {string} id
 * @param {(cost: Cost) => number} of
 * @returns {number}
 */
export function middle(costs, id, of) {
  return median((costs?.get(id) ?? []).map(of));
}

/**
 * The least that one contestant took, which other work on the machine hardly
 * touches; NaN where it was not measured.
 * @param {Costs | undefined} costs
 * @param {string} id
 * @param {(cost: Cost) => number} of
 * @returns {number}
 */
export function least(costs, id, of) {
  const values = (costs?.get(id) ?? []).map(of);
  return values.length > 0 ? Math.min(...values) : Number.NaN;
}
