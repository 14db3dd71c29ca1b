import { functions } from "../functions/index.ts";
import { programOf } from "../lib/krm/define.ts";
import { codeOf, writeAll } from "../lib/krm/stdio.ts";
import { type End, runFunction, type Streams } from "./function.ts";

/**
 * What every executable runs: a function process, or a command where the first
 * argument names one. `program` is the file's own name; a link of a function's
 * name runs that function too. Nothing is left to do when it returns.
 */
export function main(program = linkName(), streams?: Streams): End {
  try {
    return dispatch(program, process.argv.slice(2), streams);
  } catch (error) {
    // A reader that went away, such as head, needs no message.
    if (codeOf(error) === "EPIPE") return { code: 1, atOnce: false };
    const text = error instanceof Error ? error.stack : String(error);
    writeAll(
      2,
      Buffer.from(`flux-platform: this is a bug, please report it: ${text}\n`),
    );
    return { code: 2, atOnce: false };
  }
}

function linkName(): string {
  const { basename }: typeof import("node:path") = require("node:path");
  const name = basename(process.argv[1] ?? "");
  const known = functions.some(({ kind }) => programOf(kind) === name);
  return known ? name : "flux-platform";
}

function dispatch(
  program: string,
  args: readonly string[],
  streams?: Streams,
): End {
  const command = program === "flux-platform" ? args[0] : undefined;
  const informs = args.some((arg) => INFORMING.has(arg));
  const reads = command === undefined && !informs;
  if (reads && (program !== "flux-platform" || !onTerminal())) {
    return runFunction(program, streams);
  }
  const {
    run,
  }: typeof import("./commands/flux-platform.ts") = require("./commands/flux-platform.ts");
  return { code: run(program, args), atOnce: false };
}

/** `node:tty` loads the network's modules: only where it is asked. */
function onTerminal(): boolean {
  const { isatty }: typeof import("node:tty") = require("node:tty");
  return isatty(0);
}

/** Flags that answer without reading stdin. */
const INFORMING: ReadonlySet<string> = new Set([
  "--help",
  "-h",
  "--version",
  "--schema",
  "--doc",
]);
