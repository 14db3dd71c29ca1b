import { markdownTable, shown } from "./numbers.mjs";
import { middle, peak, ratio, wall } from "./results.mjs";

/**
 * What the project wants to reach on the image's runtime. They are told, and
 * fail nothing: machines differ, and other work runs on them.
 * @typedef {object} Target
 * @property {string} what
 * @property {number} items
 * @property {number} most
 * @property {(measured: import("./results.mjs").Measured) => number} of
 */

const NODE = "24";
const MIB = 1024 * 1024;
const FLOOR = `floor-${NODE}`;
const LABEL = `label-namespaces-${NODE}`;
const INJECT = `inject-tolerations-${NODE}`;
const CHECK = `check-platform-${NODE}`;
const PIPELINE = `pipeline-${NODE}`;

/** @type {(a: string, b: string, items: number, most: number, what: string) => Target} */
const byWall = (a, b, items, most, what) => ({
  what,
  items,
  most,
  of: (measured) => ratio(measured.get(items), a, b, wall),
});

/**
 * @param {readonly import("./contestants.mjs").Contestant[]} all
 * @param {(items: number) => number} bytesOf the input's length
 * @returns {Target[]}
 */
function targets(all, bytesOf) {
  const ours = all.filter(({ node, changes }) => node === NODE && changes);
  const steps = ours.map(({ id }) => id).filter((id) => id !== PIPELINE);
  const peerOf = (/** @type {string} */ name) => `peer-${name}`;
  return [
    ...[10, 100, 1000].map((items) =>
      byWall(LABEL, FLOOR, items, 1.5, "label-namespaces ÷ floor"),
    ),
    byWall(LABEL, FLOOR, 10_000, 2.5, "label-namespaces ÷ floor"),
    ...[
      /** @type {const} */ ([1000, 0.12]),
      /** @type {const} */ ([10_000, 0.05]),
    ].map(([items, most]) =>
      byWall(
        LABEL,
        peerOf("label-namespaces"),
        items,
        most,
        "label-namespaces ÷ Go peer",
      ),
    ),
    ...[
      /** @type {const} */ ([1000, 0.25]),
      /** @type {const} */ ([10_000, 0.12]),
    ].map(([items, most]) =>
      byWall(
        INJECT,
        peerOf("inject-tolerations"),
        items,
        most,
        "inject-tolerations ÷ Go peer",
      ),
    ),
    byWall(CHECK, FLOOR, 1000, 3, "check-platform, every rule ÷ floor"),
    {
      what: "pipeline of all five ÷ the dearest of them",
      items: 1000,
      most: 1.6,
      of: (measured) => {
        const costs = measured.get(1000);
        const [dearest = ""] = steps.toSorted(
          (a, b) => middle(costs, b, wall) - middle(costs, a, wall),
        );
        return ratio(costs, PIPELINE, dearest, wall);
      },
    },
    ...ours.map(({ id, name }) => ({
      what: `${name}: 100,000 ÷ 10,000 items`,
      items: 100_000,
      most: 11,
      of: (/** @type {import("./results.mjs").Measured} */ measured) =>
        middle(measured.get(100_000), id, wall) /
        middle(measured.get(10_000), id, wall),
    })),
    {
      what: "label-namespaces: peak ÷ Go peer's",
      items: 10_000,
      most: 1 / 8,
      of: (measured) =>
        ratio(measured.get(10_000), LABEL, peerOf("label-namespaces"), peak),
    },
    {
      what: "label-namespaces: peak ÷ (4 × the input + 80 MiB)",
      items: 100_000,
      most: 1,
      of: (measured) =>
        middle(measured.get(100_000), LABEL, peak) /
        (4 * bytesOf(100_000) + 80 * MIB),
    },
  ];
}

/**
 * What was measured of the targets, as Markdown; `""` for nothing.
 * @param {import("./results.mjs").Measured} measured
 * @param {readonly import("./contestants.mjs").Contestant[]} all
 * @param {(items: number) => number} bytesOf
 * @returns {string}
 */
export function targetTable(measured, all, bytesOf) {
  const lines = targets(all, bytesOf).flatMap(({ what, items, most, of }) => {
    const value = measured.has(items) ? of(measured) : Number.NaN;
    if (Number.isNaN(value)) return [];
    const met = value <= most ? "yes" : `NO, ${shown(value / most)} × too much`;
    return [[what, items.toLocaleString("en"), shown(value), shown(most), met]];
  });
  const head = ["what", "items", "measured", "at most", "met"];
  return lines.length > 0 ? markdownTable(head, lines) : "";
}
