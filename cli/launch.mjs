/**
 * What the names in an npm installation run: the executable of this machine's
 * package, or the same program on this very Node where there is none.
 */
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { name as ownName, version } from "../package.json";
import { thisPlatform } from "./platform.mjs";

/** What ends a process politely; a terminal may send it to the launcher only. */
const SIGNALS = /** @type {const} */ ([
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGTERM",
]);

/**
 * Runs the program of a name with this process's arguments, streams, signals
 * and exit code.
 * @param {string} name such as `label-namespaces`
 */
export function launch(name) {
  const first = name === "flux-platform" ? [] : ["run", name];
  const executable = findExecutable();
  if (!executable) return runHere(first);
  const args = [...first, ...process.argv.slice(2)];
  const child = spawn(executable, args, { stdio: "inherit" });
  const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  const unhook = () => {
    for (const signal of SIGNALS) process.off(signal, pass);
  };
  // It could not be started, so it has read nothing yet.
  child.on("error", () => {
    unhook();
    runHere(first);
  });
  child.on("exit", (code, signal) => {
    unhook();
    process.exitCode = code ?? 1;
    if (signal) process.kill(process.pid, signal);
  });
}

/**
 * The executable that npm installed beside this package: of this machine's
 * platform, and of this very version, as another may do other things.
 * @returns {string | undefined}
 */
function findExecutable() {
  const file = `flux-platform${process.platform === "win32" ? ".exe" : ""}`;
  try {
    const manifest = require.resolve(
      `${ownName}-${thisPlatform()}/package.json`,
    );
    if (require(manifest).version !== version) return undefined;
    return join(dirname(manifest), file);
  } catch {
    return undefined;
  }
}

/** @param {readonly string[]} first arguments before the process's own */
function runHere(first) {
  const program = join(__dirname, "flux-platform.js");
  process.argv.splice(1, 1, program, ...first);
  require(program);
}
