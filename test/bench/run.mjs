/**
 * Measures the functions against what they can be compared with, checks what
 * they print, and fails where one grows faster than its input.
 *
 *   npm run bench -- --sizes 10,1000 --runs 15 --only label-namespaces
 */
import { statSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Failure, installed, start } from "../../tools/common.mjs";
import { buildBinaries } from "./binaries.mjs";
import { contestants } from "./contestants.mjs";
import { growthOf } from "./growth.mjs";
import { inputOf } from "./inputs.mjs";
import { measure } from "./measure.mjs";
import { catalogue, labelNamespaces } from "./programs.mjs";
import { report } from "./report.mjs";
import { measureShapes, shapes } from "./shapes.mjs";
import { itemTexts, namespaceTexts } from "./workload.mjs";

/** Namespaces of the list of which every item is edited. */
const NAMESPACES = 1000;

await start(async () => {
  const { sizes, runs, only } = options();
  await buildBinaries();
  const all = contestants(only);
  /** @type {import("./results.mjs").Measured} */
  const measured = new Map();
  /** @type {Map<number, number>} */
  const bytes = new Map();
  /** @type {import("./measure.mjs").Costs} */
  let edited = new Map();
  const ids = all.map(({ id }) => id);
  /** @param {import("./growth.mjs").Growth[]} shapeGrowth */
  const saved = (shapeGrowth) => {
    const growth = [...growthOf(measured, ids, 1000), ...shapeGrowth];
    const text = report({ measured, edited, bytes, all, growth });
    save(measured, edited, growth, text);
    return { growth, text };
  };
  for (const size of sizes) {
    console.error(`measuring ${size} items`);
    const input = inputOf(itemTexts(size));
    measured.set(size, measure(all, input, runs));
    bytes.set(size, statSync(input.fileFor(labelNamespaces)).size);
    // A run that is cut off leaves what it has measured.
    saved([]);
  }
  console.error(`measuring ${NAMESPACES} Namespaces`);
  edited = measure(
    all.filter(({ job }) => job === labelNamespaces || catalogue.includes(job)),
    inputOf(namespaceTexts(NAMESPACES), "namespaces"),
    runs,
  );
  console.error("measuring one thing many times over");
  const names = shapes.map(({ name }) => name);
  const { growth, text } = saved(growthOf(measureShapes(all), names, 500));
  console.log(text);
  refuseGrowth(growth);
});

function options() {
  const { values } = parseArgs({
    options: {
      sizes: { type: "string", default: "10,100,1000,10000,100000" },
      runs: { type: "string" },
      only: { type: "string", default: "" },
    },
  });
  const names = (/** @type {string} */ list) => list.split(",").filter(Boolean);
  return {
    sizes: names(values.sizes).map(count),
    runs: values.runs === undefined ? undefined : count(values.runs),
    only: names(values.only),
  };
}

/** @param {string} text */
function count(text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Failure(`${text} is no number of items or runs`);
}

/**
 * @param {import("./results.mjs").Measured} measured
 * @param {import("./measure.mjs").Costs} edited
 * @param {readonly import("./growth.mjs").Growth[]} growth
 * @param {string} text
 */
function save(measured, edited, growth, text) {
  const sizes = [...measured].map(([items, costs]) => ({
    items,
    costs: Object.fromEntries(costs),
  }));
  const namespaces = Object.fromEntries(edited);
  const json = JSON.stringify({ sizes, namespaces, growth }, null, 2);
  writeFileSync(installed("bench", "results.json"), `${json}\n`);
  writeFileSync(installed("bench", "results.md"), text);
}

/** @param {readonly import("./growth.mjs").Growth[]} growth */
function refuseGrowth(growth) {
  const steep = growth.filter(({ linear }) => !linear);
  if (steep.length === 0) return;
  const lines = steep.map(
    ({ id, from, to, cpu }) =>
      `${id}: ${cpu.toFixed(0)} times the CPU time for ${to} items that it is for ${from}`,
  );
  throw new Failure(lines.join("\n"));
}
