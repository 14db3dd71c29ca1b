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
  "÷ floor",
  "÷ no-op through yaml",
  "÷ cat",
  "÷ Go peer",
  "CPU ÷ floor",
  "peak MiB",
  "peak ÷ Go peer",
];

/**
 * Everything measured as Markdown: ratios of time and memory, growth, targets.
 * @param {Measured} measured
 * @param {readonly Contestant[]} all
 * @param {readonly Growth[]} growth
 * @param {(items: number) => number} bytesOf the input's length
 * @returns {string}
 */
export function report(measured, all, growth, bytesOf) {
  const reached = targetTable(measured, all, bytesOf);
  const nodes = new Set(all.flatMap(({ node }) => node ?? []));
  const sections = [...nodes].map(
    (node) => `## Node ${node}\n\n${ratios(measured, all, node)}`,
  );
  const where = `${cpus().length} CPUs, ${process.platform} ${process.arch}`;
  return [
    `Medians of ratios of neighbouring runs (${where}).\n`,
    ...sections,
    ...(growth.length > 0 ? [`## Growth\n\n${growthTable(growth, all)}`] : []),
    ...(reached ? [`## Targets\n\n${reached}`] : []),
  ].join("\n");
}

/**
 * @param {Measured} measured
 * @param {readonly Contestant[]} all
 * @param {string} node
 */
function ratios(measured, all, node) {
  const rows = all.filter((one) => (one.node ?? node) === node);
  const lines = [...measured].flatMap(([items, costs]) =>
    rows
      .filter(({ id }) => costs.has(id))
      .map((one) => {
        const peer = `peer-${one.job.name}`;
        const isFunction = one.node !== undefined && one.changes;
        /** @param {string} other @param {typeof wall} of */
        const by = (other, of) => shown(ratio(costs, one.id, other, of));
        return [
          one.name,
          items.toLocaleString("en"),
          by(`floor-${node}`, wall),
          by(`yaml-${node}`, wall),
          by("cat", wall),
          isFunction ? by(peer, wall) : "–",
          by(`floor-${node}`, cpuOf),
          (middle(costs, one.id, peak) / MIB).toFixed(0),
          isFunction ? by(peer, peak) : "–",
        ];
      }),
  );
  return markdownTable(HEAD, lines);
}

/**
 * @param {readonly Growth[]} growth
 * @param {readonly Contestant[]} all
 */
function growthTable(growth, all) {
  const lines = growth.map(({ id, from, to, time, cpu, linear }) => {
    const one = all.find((other) => other.id === id);
    return [
      one?.name ?? id,
      one?.node ?? "–",
      `${from.toLocaleString("en")} to ${to.toLocaleString("en")}`,
      shown(time),
      shown(cpu),
      linear ? "yes" : "NO",
    ];
  });
  return markdownTable(
    ["what", "Node", "items", "time ×", "CPU ×", "linear"],
    lines,
  );
}
