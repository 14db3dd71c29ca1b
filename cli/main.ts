import { basename } from "node:path";
import { functions } from "../functions/index.ts";
import { programOf } from "../lib/krm/define.ts";
import { codeOf, writeAll } from "../lib/krm/stdio.ts";
import { runFunction } from "./function.ts";

export { runFunction };

/**
 * Entry of every executable: a function process, or a command where the first
 * argument names one. `program` is the file's own name; a link of a function's
 * name runs that function too.
 */
export function main(program?: string): void {
  try {
    process.exitCode = dispatch(program ?? linkName(), process.argv.slice(2));
  } catch (error) {
    process.exitCode = codeOf(error) === "EPIPE" ? 1 : 2;
    // A reader that went away, such as head, needs no message.
    if (process.exitCode === 1) return;
    const text = error instanceof Error ? error.stack : String(error);
    writeAll(
      2,
      Buffer.from(`flux-platform: this is a bug, please report it: ${text}\n`),
    );
  }
}

function linkName(): string {
  const name = basename(process.argv[1] ?? "");
  const known = functions.some(({ kind }) => programOf(kind) === name);
  return known ? name : "flux-platform";
}

function dispatch(program: string, args: readonly string[]): number {
  const command = program === "flux-platform" ? args[0] : undefined;
  const informs = args.some((arg) => INFORMING.has(arg));
  const reads = command === undefined && !informs;
  if (reads && (program !== "flux-platform" || !onTerminal())) {
    return runFunction(program);
  }
  const {
    run,
  }: typeof import("./commands/flux-platform.ts") = require("./commands/flux-platform.ts");
  return run(program, args);
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
