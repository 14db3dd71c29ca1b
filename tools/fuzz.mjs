/**
 * Runs the properties of test/fuzz with fresh seeds, each in turn, one process
 * a core, for as long as asked. The first failure ends it with exit code 1.
 *
 *   npm run fuzz -- --minutes 10 [--seed S] [--only NAME]
 *   npm run fuzz -- --edits 1000000 --seed S    the recorded run of docs/testing.md
 *   npm run fuzz -- --only NAME --seed S --turns 1    one turn, to repeat a failure
 *
 * On the runtime of the executable, or with `--node` on the Node that runs this:
 * their expressions, strings and sorting are not the same code.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { thisPlatform } from "../cli/platform.mjs";
import { provideRuntime } from "./build-runtime.mjs";
import { Failure, installed, root, start } from "./common.mjs";

/** @typedef {{ name: string, ci: { count: number } }} Property */

const OPTIONS = /** @type {const} */ ({
  minutes: { type: "string" },
  edits: { type: "string" },
  turns: { type: "string" },
  seed: { type: "string" },
  only: { type: "string" },
  node: { type: "boolean" },
});

await start(async () => {
  const limits = readArguments();
  const bundle = installed(`fuzz-${process.pid}.cjs`);
  await build({
    absWorkingDir: root,
    entryPoints: ["test/fuzz/worker.ts"],
    outfile: bundle,
    bundle: true,
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
    banner: {
      js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;',
    },
    define: { "import.meta.url": "moduleUrl" },
  });
  try {
    await runAll(bundle, limits);
  } finally {
    rmSync(bundle, { force: true });
  }
});

function readArguments() {
  let values;
  try {
    ({ values } = parseArgs({ options: OPTIONS }));
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
  const { minutes, edits, turns, only } = values;
  if (!minutes && !edits && !turns) {
    throw new Failure("say how long: --minutes N, --edits N or --turns N");
  }
  return {
    until: minutes
      ? Date.now() + positive("minutes", minutes) * 60_000
      : Infinity,
    edits: edits ? positive("edits", edits) : Infinity,
    turns: turns ? positive("turns", turns) : Infinity,
    seed: values.seed ? positive("seed", values.seed) : Date.now() % 1_000_000,
    only: only ?? (edits ? "edits" : undefined),
    execPath: values.node ? process.execPath : provideRuntime(thisPlatform()),
  };
}

/**
 * @param {string} name
 * @param {string} text
 */
function positive(name, text) {
  const number = Number(text);
  if (number > 0) return number;
  throw new Failure(`--${name} ${text}: expected a number above 0`);
}

/**
 * @param {string} bundle
 * @param {ReturnType<typeof readArguments>} limits
 */
async function runAll(bundle, limits) {
  /** @type {Map<string, number>} */
  const checked = new Map();
  const cores = availableParallelism();
  // Turns of the same length on every core.
  const share = Math.ceil(limits.edits / cores);
  let given = 0;
  let turn = 0;
  let failed = false;
  console.log(`seed ${limits.seed}`);
  const report = setInterval(
    () => console.error(`so far: ${listed(checked).join("; ")}`),
    60_000,
  );

  /** @param {readonly Property[]} properties */
  const next = (properties) => {
    const over =
      failed ||
      Date.now() >= limits.until ||
      given >= limits.edits ||
      turn >= limits.turns;
    if (over) return undefined;
    const property = properties[turn % properties.length];
    if (!property) throw new Failure(`there is no property ${limits.only}`);
    // A turn of each property, then the next seed.
    const seed = limits.seed + Math.floor(turn++ / properties.length);
    const left = Math.min(share, limits.edits - given);
    const count = Math.min(property.ci.count, left);
    given += count;
    return { name: property.name, seed, count };
  };

  const worker = async () => {
    const child = fork(bundle, { cwd: root, execPath: limits.execPath });
    const gone = once(child, "exit").then(() => [
      { failure: "the process has ended" },
    ]);
    const [{ properties }] = await once(child, "message");
    const chosen = properties.filter(
      (/** @type {Property} */ { name }) =>
        !limits.only || name === limits.only,
    );
    for (let one = next(chosen); one; one = next(chosen)) {
      child.send(one);
      const [answer] = await Promise.race([once(child, "message"), gone]);
      if (answer.failure !== undefined) {
        failed = true;
        const again = `npm run fuzz -- --only ${one.name} --seed ${one.seed} --turns 1`;
        console.log(
          `${one.name} fails with seed ${one.seed}:\n${answer.failure}\nagain: ${again}`,
        );
      } else {
        checked.set(one.name, (checked.get(one.name) ?? 0) + answer.checked);
      }
    }
    child.disconnect();
  };
  await Promise.all(Array.from({ length: cores }, worker));
  clearInterval(report);
  for (const line of listed(checked)) {
    console.log(`${line}, seed ${limits.seed}`);
  }
  if (failed) process.exitCode = 1;
}

/** @param {ReadonlyMap<string, number>} checked */
function listed(checked) {
  return [...checked].sort().map(([name, count]) => `${name}: ${count}`);
}
