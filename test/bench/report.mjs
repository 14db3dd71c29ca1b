import { cpus } from "node:os";
import { markdownTable, shown } from "./numbers.mjs";
import { cpu as cpuOf, middle, peak, ratio, wall } from "./results.mjs";
import { targetTable } from "./targets.mjs";

/**
 * @typedef {import("./contestants.mjs").Contestant} Contestant
 * @typedef {import("./results.mjs").Measured} Measured
 * @typedef {import("./growth.mjs").Growth} Growth
 */

const MIB = 1024 * 1024;

const HEAD = [
  "what",
  "items",
  "ms",
  "÷ copy",
  "÷ cat",
  "÷ kyaml peer",
  "÷ set-labels",
  "CPU ÷ copy",
  "peak MiB",
  "peak ÷ kyaml peer",
];

/**
 * Everything measured as Markdown: ratios of time and memory, growth, targets.
 * @param {import("./targets.mjs").Results} results
 * @param {readonly Contestant[]} all
 * @param {readonly Growth[]} growth
 * @returns {string}
 */
export function report(results, all, growth) {
  const reached = targetTable(results, all);
  const where = `${cpus().length} CPUs, ${process.platform} ${process.arch}`;
  const { mixed, edited } = results;
  return [
    `Medians of ratios of neighbouring runs (${where}).\n`,
    `## The usual workload, 2 % Namespaces\n\n${ratios(mixed, all)}`,
    ...(edited.size > 0
      ? [`## Namespaces alone\n\n${ratios(edited, all)}`]
      : []),
    ...(growth.length > 0 ? [`## Growth\n\n${growthTable(growth)}`] : []),
    ...(reached ? [`## Targets\n\n${reached}`] : []),
  ].join("\n");
}

/**
 * @param {Measured} measured
 * @param {readonly Contestant[]} all
 */
function ratios(measured, all) {
  const lines = [...measured].flatMap(([items, costs]) =>
    all
      .filter(({ id }) => costs.has(id))
      .map(({ id, ours, job }) => {
        const peer = `kyaml peer of ${job.name}`;
        /** @param {string} other @param {typeof wall} of */
        const by = (other, of) => shown(ratio(costs, id, other, of));
        return [
          id,
          items.toLocaleString("en"),
          shown(middle(costs, id, wall)),
          by("copy", wall),
          by("cat", wall),
          ours ? by(peer, wall) : "–",
          ours ? by("set-labels", wall) : "–",
          by("copy", cpuOf),
          (middle(costs, id, peak) / MIB).toFixed(0),
          ours ? by(peer, peak) : "–",
        ];
      }),
  );
  return markdownTable(HEAD, lines);
}

/** @param {readonly Growth[]} growth */
function growthTable(growth) {
  const lines = growth.map(({ id, from, to, time, cpu, linear }) => [
    id,
    `${from.toLocaleString("en")} to ${to.toLocaleString("en")}`,
    shown(time),
    shown(cpu),
    linear ? "yes" : "NO",
  ]);
  return markdownTable(["what", "items", "time ×", "CPU ×", "linear"], lines);
}
