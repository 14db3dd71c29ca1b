/**
 * Every check and every test; the last line counts them. Arguments go to Jest,
 * as in `npm test -- test/cases.test.ts`.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { at, installed, root } from "./common.mjs";

const CHECKS = [
  { name: "types", args: ["node_modules/typescript/bin/tsc", "-p", "."] },
  {
    name: "format and lint",
    args: ["node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", "."],
  },
  { name: "generated documents", args: ["tools/generate.mjs", "--check"] },
];

const checks = await Promise.all(CHECKS.map(check));
const tests = await jest(process.argv.slice(2));
const passed = checks.filter(Boolean).length + tests.passed;
const failed = checks.filter((ok) => !ok).length + tests.failed;
const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : "";
console.log(`${passed} passed, ${failed} failed${skipped}`);
process.exitCode = failed > 0 ? 1 : 0;

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
 * @returns {Promise<{ status: number | null, output: string }>}
 */
function node(args, show) {
  const err = show === "pipe" ? "pipe" : "inherit";
  const child = spawn(process.execPath, args, {
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
