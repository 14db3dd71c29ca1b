import { cpu, least, wall } from "./results.mjs";

/**
 * How the time of a contestant grows from one size to a larger one.
 * @typedef {object} Growth
 * @property {string} id
 * @property {number} from items
 * @property {number} to items
 * @property {number} time how many times as long, without the start; NaN
 *   where too little was measured
 * @property {number} cpu the same of CPU time, which decides
 * @property {boolean} linear
 */

/** How much more than the items the time may grow. */
const SLACK = 1.5;
/** What other work on the machine may add, in starts. */
const NOISE = 2;
/** What can be told from noise, in starts. */
const MEASURABLE = 0.2;

/**
 * The growth from each size to the next, by the fastest runs. The time over the
 * fewest items stands for the start.
 * @param {import("./results.mjs").Measured} measured
 * @param {readonly string[]} ids
 * @param {number} atLeast items; start and noise weigh most over few
 * @returns {Growth[]}
 */
export function growthOf(measured, ids, atLeast) {
  const sizes = [...measured.keys()].sort((a, b) => a - b);
  const [fewest = 0] = sizes;
  const steps = sizes.flatMap((to, index) => {
    const from = sizes[index - 1] ?? 0;
    return from >= atLeast && from > fewest ? [{ from, to }] : [];
  });
  return ids.flatMap((id) => {
    /** @param {number} size @param {typeof wall} of */
    const beyondStart = (size, of) =>
      Math.max(0, leastOf(size, of) - leastOf(fewest, of));
    /** @param {number} size @param {typeof wall} of */
    const leastOf = (size, of) => least(measured.get(size), id, of);
    return steps.flatMap(({ from, to }) => {
      /** @param {typeof wall} of */
      const times = (of) => {
        const before = beyondStart(from, of);
        const known = before > leastOf(fewest, of) * MEASURABLE;
        return known ? beyondStart(to, of) / before : Number.NaN;
      };
      const most = (to / from) * SLACK * beyondStart(from, cpu);
      const excess = beyondStart(to, cpu) - most;
      if (Number.isNaN(excess)) return [];
      const linear = excess <= NOISE * leastOf(fewest, cpu);
      return [{ id, from, to, time: times(wall), cpu: times(cpu), linear }];
    });
  });
}
