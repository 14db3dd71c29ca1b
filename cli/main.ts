import { codeOf } from "../lib/krm/stdio.ts";
import { runFunction } from "./process/function.ts";
import {
  isFunction,
  isStdoutClosed,
  onTerminal,
  programName,
} from "./process/program.ts";
import { say } from "./process/words.ts";

/**
 * What the program runs: a function process, or a command where the first
 * argument names one. Nothing is left to do when it returns the exit code.
 */
function main(): number {
  const name = programName();
  try {
    if (isStdoutClosed()) {
      say(2, `${name}: stdout is closed\n`);
      return 1;
    }
    const args = process.argv.slice(2);
    // `flux-platform run label-namespaces` is `label-namespaces`.
    const [command, chosen = ""] = args;
    return name === "flux-platform" && command === "run" && isFunction(chosen)
      ? dispatch(chosen, args.slice(2))
      : dispatch(name, args);
  } catch (error) {
    // A reader that went away, such as head, needs no message.
    if (codeOf(error) === "EPIPE") return 1;
    if (error instanceof Error && NO_MEMORY.test(error.message)) {
      const words =
        "there is not enough memory: allow more, or split the build";
      say(2, `${name}: ${words}\n`);
      return 1;
    }
    const text = error instanceof Error ? error.stack : String(error);
    say(2, `flux-platform: this is a bug, please report it: ${text}\n`);
    return 2;
  }
}

/** What the runtimes say where they get no room for a stream or its text. */
const NO_MEMORY =
  /^(?:Out of memory|Failed to allocate memory|Array buffer allocation failed)$/;

function dispatch(program: string, args: readonly string[]): number {
  const isCommand = program === "flux-platform" && args.length > 0;
  const informs = args.some((arg) => INFORMING.has(arg));
  const reads = !isCommand && !informs;
  if (reads && (program !== "flux-platform" || !onTerminal())) {
    return runFunction(program);
  }
  const {
    run,
  }: typeof import("./command-line.ts") = require("./command-line.ts");
  return run(program, args);
}

/** Flags that answer without reading stdin. */
const INFORMING: ReadonlySet<string> = new Set([
  "--help",
  "-h",
  "--version",
  "--schema",
  "--doc",
]);

process.exitCode = main();
