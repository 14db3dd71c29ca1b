import { markdownTable, shown } from "./numbers.mjs";
import { middle, peak, ratio, wall } from "./results.mjs";

/**
 * What the project wants to reach. They are told, and fail nothing: machines
 * differ, and other work runs on them.
 * @typedef {object} Target
 * @property {string} what
 * @property {number} items
 * @property {number} most
 * @property {(results: Results) => number} of
 * @typedef {object} Results
 * @property {import("./results.mjs").Measured} mixed over the usual workload
 * @property {import("./results.mjs").Measured} edited over Namespaces alone
 * @property {(items: number) => number} bytesOf the usual workload's length
 */

const MIB = 1024 * 1024;
const LABEL = "label-namespaces";
const INJECT = "inject-tolerations";
const PIPELINE = "pipeline";
const peerOf = (/** @type {string} */ name) => `kyaml peer of ${name}`;

/** @type {(a: string, b: string, items: number, most: number) => Target} */
const over = (a, b, items, most) => ({
  what: `${a} ÷ ${b}`,
  items,
  most,
  of: ({ mixed }) => ratio(mixed.get(items), a, b, wall),
});

/** @type {readonly Target[]} */
const TARGETS = [
  over(LABEL, "copy", 10, 2.2),
  over(LABEL, "set-labels", 10, 3.5),
  over(LABEL, "set-labels", 1000, 0.55),
  over(LABEL, peerOf(LABEL), 1000, 0.1),
  {
    what: `${LABEL}, Namespaces alone, all edited ÷ set-labels`,
    items: 1000,
    most: 0.8,
    of: ({ edited }) => ratio(edited.get(1000), LABEL, "set-labels", wall),
  },
  over(LABEL, peerOf(LABEL), 10_000, 0.03),
  over(LABEL, "set-labels", 10_000, 0.3),
  over(INJECT, peerOf(INJECT), 1000, 0.2),
  over(INJECT, peerOf(INJECT), 10_000, 0.08),
];

/**
 * What depends on which functions took part.
 * @param {readonly string[]} ours
 * @returns {Target[]}
 */
function targetsOf(ours) {
  const steps = ours.filter((id) => id !== PIPELINE);
  return [
    ...TARGETS,
    {
      what: "pipeline of all five ÷ the dearest of them",
      items: 1000,
      most: 1.6,
      of: ({ mixed }) => {
        const costs = mixed.get(1000);
        const [dearest = ""] = steps.toSorted(
          (a, b) => middle(costs, b, wall) - middle(costs, a, wall),
        );
        return ratio(costs, PIPELINE, dearest, wall);
      },
    },
    ...ours.map((id) => ({
      what: `${id}: 100,000 ÷ 10,000 items`,
      items: 100_000,
      most: 11,
      of: (/** @type {Results} */ { mixed }) =>
        middle(mixed.get(100_000), id, wall) /
        middle(mixed.get(10_000), id, wall),
    })),
    {
      what: `${LABEL}: peak ÷ kyaml peer's`,
      items: 10_000,
      most: 1 / 8,
      of: ({ mixed }) => ratio(mixed.get(10_000), LABEL, peerOf(LABEL), peak),
    },
    {
      what: `${LABEL}: peak ÷ (4 × the input + 80 MiB)`,
      items: 100_000,
      most: 1,
      of: ({ mixed, bytesOf }) =>
        middle(mixed.get(100_000), LABEL, peak) /
        (4 * bytesOf(100_000) + 80 * MIB),
    },
  ];
}

/**
 * What was measured of the targets, as Markdown; `""` for nothing.
 * @param {Results} results
 * @param {readonly import("./contestants.mjs").Contestant[]} all
 * @returns {string}
 */
export function targetTable(results, all) {
  const ours = all.filter((one) => one.ours && one.command.length === 1);
  const targets = targetsOf(ours.map(({ id }) => id));
  const lines = targets.flatMap(({ what, items, most, of }) => {
    const value = of(results);
    if (Number.isNaN(value)) return [];
    const met = value <= most ? "yes" : `NO, ${shown(value / most)} × too much`;
    return [[what, items.toLocaleString("en"), shown(value), shown(most), met]];
  });
  const head = ["what", "items", "measured", "at most", "met"];
  return lines.length > 0 ? markdownTable(head, lines) : "";
}
