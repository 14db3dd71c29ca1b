/**
 * Runs the programs of a file `commands.json`, `[[program, …arguments], …]`,
 * in the folder given, until stdin ends: the parent closes it, and so does the
 * parent's death, however it comes. Then, or where a program ends by itself,
 * kills what is left and removes the folder.
 */
import { spawn } from "node:child_process";
import { openSync, readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";

/** Lines of a log that tell why its program ended. */
const TOLD = 15;

const folder = process.argv[2] ?? "";
/** @type {[string, ...string[]][]} */
const commands = JSON.parse(readFileSync(`${folder}/commands.json`, "utf8"));

let stopping = false;
const children = commands.map(([program, ...args]) => {
  const log = `${folder}/${basename(program)}.log`;
  const output = openSync(log, "a");
  const options = { cwd: folder, stdio: ["ignore", output, output] };
  const child = spawn(program, args, /** @type {any} */ (options));
  const ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(stop(`${program}: ${error.message}`)));
    child.on("exit", () => resolve(stop(`${program} ended:\n${tail(log)}`)));
  });
  return { child, ended };
});

process.stdin.resume().on("end", () => stop());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => stop());
}
await Promise.all(children.map(({ ended }) => ended));
rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
process.exit();

/**
 * Their data goes with the folder, so that nothing need be written at the end.
 * @param {string} [trouble] what ended without being asked to
 */
function stop(trouble) {
  if (stopping) return;
  stopping = true;
  if (trouble) {
    console.error(trouble);
    process.exitCode = 1;
  }
  for (const { child } of children) child.kill("SIGKILL");
}

/** @param {string} log */
function tail(log) {
  return readFileSync(log, "utf8").trim().split("\n").slice(-TOLD).join("\n");
}
