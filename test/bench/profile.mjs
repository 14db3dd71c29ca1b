/**
 * Where the time of a program goes: functions by their own time and by the
 * time of what they call, from the runtime's sampling profiler. It runs the
 * sources with their names; what the executable starts with, code compiled
 * ahead, is not in it.
 *
 *   node test/bench/profile.mjs --program label-namespaces --items 1000
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { thisPlatform } from "../../cli/platform.mjs";
import { provideRuntime } from "../../tools/build-runtime.mjs";
import { at, Failure, installed, start } from "../../tools/common.mjs";
import { buildBinaries } from "./binaries.mjs";
import { inputOf } from "./inputs.mjs";
import { meter } from "./meter.mjs";
import { markdownTable } from "./numbers.mjs";
import { programs } from "./programs.mjs";
import { itemTexts } from "./workload.mjs";

/** Microseconds between two samples. */
const INTERVAL = 100;
const READABLE = installed("bench", "readable", "flux-platform.js");
/** Letters of a name; expressions are called by their whole text. */
const LONGEST = 60;
/** Functions that are listed. */
const TOP = 25;

await start(async () => {
  const { values } = parseArgs({
    options: {
      program: { type: "string", default: "label-namespaces" },
      items: { type: "string", default: "1000" },
    },
  });
  const job = programs.find(({ name }) => name === values.program);
  const items = Number(values.items);
  if (!job) throw new Failure(`no program is called ${values.program}`);
  if (!(items > 0)) throw new Failure(`${values.items} is no number of items`);
  await buildBinaries();
  await build({
    entryPoints: [at("cli/main.ts")],
    outfile: READABLE,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "warning",
  });
  const folder = installed("bench", "profile");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const runtime = provideRuntime(thisPlatform());
  const flags = ["--cpu-prof", `--cpu-prof-dir=${folder}`];
  const every = ["--cpu-prof-interval", String(INTERVAL)];
  const command = [runtime, ...flags, ...every, READABLE, "run", job.name];
  meter(command, inputOf(itemTexts(items)).fileFor(job));
  console.log(table(`${folder}/${readdirSync(folder)[0]}`));
});

/**
 * A node of the tree of calls.
 * @typedef {{ id: number, children?: number[], callFrame: {
 *   functionName: string, url: string, lineNumber: number } }} Call
 * @typedef {{ nodes: Call[], samples: number[], timeDeltas: number[] }} Profile
 */

/** @param {string} file */
function table(file) {
  /** @type {Profile} */
  const profile = JSON.parse(readFileSync(file, "utf8"));
  const { own, all, total } = timesOf(profile);
  const top = [...all].sort((a, b) => b[1] - a[1]).slice(0, TOP);
  const heavy = [...own].sort((a, b) => b[1] - a[1]).slice(0, TOP);
  /** @param {number} time */
  const percent = (time) => `${((100 * time) / total).toFixed(1)} %`;
  /** @type {(list: [string, number][]) => string} */
  const tableOf = (list) =>
    markdownTable(
      ["function", "ms", "share"],
      list.map(([name, time]) => [name, ms(time), percent(time)]),
    );
  return `Own time of ${ms(total)} ms:\n\n${tableOf(heavy)}\nWith what they call:\n\n${tableOf(top)}`;
}

/** @param {number} microseconds */
function ms(microseconds) {
  return (microseconds / 1000).toFixed(1);
}

/** @param {Profile} profile */
function timesOf({ nodes, samples, timeDeltas }) {
  /** @type {Map<number, number>} */
  const byId = new Map();
  for (const [index, id] of samples.entries()) {
    byId.set(id, (byId.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const calls = new Map(nodes.map((call) => [call.id, call]));
  /** @type {Map<string, number>} */
  const own = new Map();
  /** @type {Map<string, number>} */
  const all = new Map();
  /**
   * @param {Call} call
   * @param {ReadonlySet<string>} above
   * @returns {number}
   */
  const visit = (call, above) => {
    const name = nameOf(call);
    const self = byId.get(call.id) ?? 0;
    own.set(name, (own.get(name) ?? 0) + self);
    const within = new Set(above).add(name);
    const time = (call.children ?? []).reduce((sum, id) => {
      const child = calls.get(id);
      return child ? sum + visit(child, within) : sum;
    }, self);
    // A function that calls itself counts once.
    const counts = isOurs(call) && !above.has(name);
    if (counts) all.set(name, (all.get(name) ?? 0) + time);
    return time;
  };
  const [root] = nodes;
  const total = root ? visit(root, new Set()) : 0;
  return { own, all, total };
}

/** Not Node's own loader, which holds all the rest. @param {Call} call */
function isOurs({ callFrame: { url } }) {
  return url !== "" && !url.startsWith("node:");
}

/** @param {Call} call */
function nameOf({ callFrame: { functionName, url, lineNumber } }) {
  const file = basename(url);
  const name = (functionName || "(anonymous)").slice(0, LONGEST);
  return file ? `\`${name}\` ${file}:${lineNumber + 1}` : name;
}
