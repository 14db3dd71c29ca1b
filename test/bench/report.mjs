import { cpus } from "node:os";
import { COPY, peerOf } from "./contestants.mjs";
import { markdownTable, shown } from "./numbers.mjs";
import { cpu as cpuOf, middle, peak, ratio, wall } from "./results.mjs";
import { targetTable } from "./targets.mjs";

/**
 * Everything that one run measured.
 * @typedef {object} Whole
 * @property {import("./results.mjs").Measured} measured
 * @property {import("./measure.mjs").Costs} edited over Namespaces, each edited
 * @property {ReadonlyMap<number, number>} bytes the input's length by items
 * @property {readonly import("./contestants.mjs").Contestant[]} all
 * @property {readonly import("./growth.mjs").Growth[]} growth
 */

const MIB = 1024 * 1024;

const HEAD = [
  "what",
  "ms",
  "÷ copy",
  "÷ cat",
  "÷ set-labels",
  "÷ kyaml peer",
  "CPU ÷ copy",
  "peak MiB",
];

/**
 * It as Markdown: medians and ratios of time and memory, growth, targets.
 * @param {Whole} whole
 * @returns {string}
 */
export function report(whole) {
  const { measured, edited, all, growth } = whole;
  const lists = [
    ...[...measured].map(
      ([items, costs]) =>
        /** @type {const} */ ([`${items.toLocaleString("en")} items`, costs]),
    ),
    /** @type {const} */ (["Namespaces, all edited", edited]),
  ];
  const sections = lists
    .filter(([, costs]) => costs.size > 0)
    .map(([title, costs]) => `## ${title}\n\n${ratios(costs, all)}`);
  const reached = targetTable(whole);
  const where = `${cpus().length} CPUs, ${process.platform} ${process.arch}`;
  return [
    `Medians of whole processes and of ratios of neighbouring runs (${where}).\n`,
    ...sections,
    ...(growth.length > 0 ? [`## Growth\n\n${growthTable(whole)}`] : []),
    ...(reached ? [`## Targets\n\n${reached}`] : []),
  ].join("\n");
}

/**
 * @param {import("./measure.mjs").Costs} costs
 * @param {Whole["all"]} all
 */
function ratios(costs, all) {
  const rows = all.filter(({ id }) => costs.has(id));
  const lines = rows.map(({ id, name, job }) => {
    /** @param {string} other @param {typeof wall} of */
    const by = (other, of) => shown(ratio(costs, id, other, of));
    return [
      name,
      shown(middle(costs, id, wall)),
      by(COPY, wall),
      by("cat", wall),
      by("set-labels", wall),
      by(peerOf(job.name), wall),
      by(COPY, cpuOf),
      (middle(costs, id, peak) / MIB).toFixed(0),
    ];
  });
  return markdownTable(HEAD, lines);
}

/** @param {Whole} whole */
function growthTable({ growth, all }) {
  const lines = growth.map(({ id, from, to, time, cpu, linear }) => [
    all.find((other) => other.id === id)?.name ?? id,
    `${from.toLocaleString("en")} to ${to.toLocaleString("en")}`,
    shown(time),
    shown(cpu),
    linear ? "yes" : "NO",
  ]);
  return markdownTable(["what", "items", "time ×", "CPU ×", "linear"], lines);
}
