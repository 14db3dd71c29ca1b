import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** A path inside the repository. @param {...string} parts */
export const at = (...parts) => join(root, ...parts);

/** What tools install goes here; git ignores it. @param {...string} parts */
export const installed = (...parts) => at(".tools", ...parts);

/** What stops a tool, told in one line and without a stack. */
export class Failure extends Error {}

/**
 * The first file called `program` on PATH that can be run.
 * @param {string} program
 * @returns {string | undefined}
 */
export function which(program) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, program)).find(isProgram);
}

/** @param {string} path */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The SHA-256 of a file. @param {string} path */
export function digestOf(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/**
 * Runs a program in silence; where it fails, throws with what it printed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnSyncOptions} [options]
 * @returns {string} its stdout
 */
export function run(program, args, options = {}) {
  const done = spawnSync(program, args, {
    cwd: root,
    maxBuffer: 2 ** 28,
    ...options,
    encoding: "utf8",
  });
  if (done.error) throw new Failure(`${program}: ${done.error.message}`);
  if (done.status === 0) return done.stdout;
  const said = `${done.stdout ?? ""}${done.stderr ?? ""}`.trim();
  throw new Failure(`${said}\nfailed: ${program} ${args.join(" ")}`);
}

/**
 * Runs a tool's main function; a Failure ends the process with its message.
 * @param {() => void | Promise<void>} main
 */
export async function start(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
