/**
 * Numbers that are the same on every machine and in every run.
 * @typedef {object} Random
 * @property {(from: number, to: number) => number} integer both ends included
 * @property {<T>(list: readonly T[]) => T} pick
 * @property {(count: number) => string} words
 */

const WORDS =
  "alpha batch cache delta edge fleet gateway hub index job kernel ledger mesh node order probe queue relay shard token unit vault worker yield zone".split(
    " ",
  );

/**
 * A xorshift generator of 32 bits.
 * @param {number} seed anything but 0
 * @returns {Random}
 */
export function randomFrom(seed) {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  /** @type {Random["integer"]} */
  const integer = (from, to) => from + (next() % (to - from + 1));
  /** @type {Random["pick"]} */
  const pick = (list) => {
    const chosen = list[integer(0, list.length - 1)];
    if (chosen === undefined) throw new Error("nothing to pick from");
    return chosen;
  };
  /** @type {Random["words"]} */
  const words = (count) =>
    Array.from({ length: count }, () => pick(WORDS)).join(" ");
  return { integer, pick, words };
}
