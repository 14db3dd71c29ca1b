/**
 * Every check and every test; the last line counts them. Arguments go to Jest,
 * as in `npm test -- test/cases.test.ts`.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { thisPlatform } from "../cli/platform.mjs";
import { provideRuntime } from "./build-runtime.mjs";
import { at, installed, root } from "./common.mjs";

const CHECKS = [
  { name: "types", args: ["node_modules/typescript/bin/tsc", "-p", "."] },
  {
    name: "format and lint",
    args: ["node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", "."],
  },
  { name: "generated documents", args: ["tools/generate.mjs", "--check"] },
];

/** What tests that start other programs import. */
const STARTS =
  /child_process|helpers\/(?:breakable|checked-files|clusters|kpt|kustomize|program|streams)\.ts/;
const NONE = { passed: 0, failed: 0 };

const args = process.argv.slice(2);
const checks = await Promise.all(CHECKS.map(check));
const own = args.length === 0 ? await onRuntime() : NONE;
const tests = await jest(args);
const passed = checks.filter(Boolean).length + own.passed + tests.passed;
const failed = checks.filter((ok) => !ok).length + own.failed + tests.failed;
const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : "";
console.log(`${passed} passed, ${failed} failed${skipped}`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * Jest runs on Node. What tests in one process what the executable does runs on
 * its runtime too, by the runtime's own test command: another engine, whose
 * expressions, strings and sorting are not the same code.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
async function onRuntime() {
  const files = readdirSync(at("test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .filter((name) => !STARTS.test(readFileSync(at("test", name), "utf8")));
  const runtime = provideRuntime(thisPlatform());
  const names = files.sort().map((name) => `./test/${name}`);
  const { status, output } = await run(
    runtime,
    ["test", "--timeout=300000", "--only-failures", ...names],
    "pipe",
  );
  const count = (/** @type {string} */ word) =>
    Number(new RegExp(`^ *(\\d+) ${word}$`, "m").exec(output)?.[1] ?? 0);
  const [passed, failed] = [count("pass"), count("fail")];
  const ok = status === 0 && passed > 0 && failed === 0;
  const what = "tests on the executable's runtime";
  console.log(ok ? `ok: ${passed} ${what}` : `FAILED: ${what}\n${output}`);
  return { passed, failed: ok ? 0 : Math.max(failed, 1) };
}

/**
 * Runs a check and prints what it says only where it fails.
 * @param {{ name: string, args: string[] }} check
 * @returns {Promise<boolean>}
 */
async function check({ name, args }) {
  const { status, output } = await node(args, "pipe");
  console.log(status === 0 ? `ok: ${name}` : `FAILED: ${name}\n${output}`);
  return status === 0;
}

/**
 * @param {string[]} args
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
async function jest(args) {
  const report = installed(`jest-${process.pid}.json`);
  const json = ["--json", `--outputFile=${report}`];
  const { status } = await node(
    [at("node_modules/jest/bin/jest.js"), ...json, ...args],
    "stderr",
  );
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const counts = JSON.parse(readFileSync(report, "utf8"));
  rmSync(report);
  for (const title of skippedIn(counts)) console.log(`SKIPPED: ${title}`);
  // A file that can't be loaded has no tests to count.
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  return {
    passed: counts.numPassedTests,
    failed: status === 0 ? failed : Math.max(failed, 1),
    skipped: counts.numPendingTests + counts.numTodoTests,
  };
}

/**
 * Titles of what was skipped for want of an engine: Jest only counts it.
 * @param {{ testResults: { assertionResults: { status: string, fullName: string }[] }[] }} report
 */
function skippedIn({ testResults }) {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "pending")
    .map(({ fullName }) => fullName)
    .filter((title) => title.includes(" is missing; "));
}

/**
 * @param {string[]} args
 * @param {"pipe" | "stderr"} show what becomes of its output
 */
function node(args, show) {
  return run(process.execPath, args, show);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {"pipe" | "stderr"} show what becomes of its output
 * @returns {Promise<{ status: number | null, output: string }>}
 */
function run(program, args, show) {
  const err = show === "pipe" ? "pipe" : "inherit";
  const child = spawn(program, args, {
    cwd: root,
    stdio: ["ignore", "pipe", err],
  });
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => {
    child.on("close", (status) => resolve({ status, output }));
  });
}
