import { functions } from "../functions/index.ts";
import { InputError } from "../lib/krm/list.ts";
import { type ProcessOutcome, processList } from "../lib/krm/process.ts";
import { codeOf, readAll, writeAll, writePatched } from "../lib/krm/stdio.ts";
import { contextOf } from "./today.ts";

/** File descriptors of a function process. */
export interface Streams {
  readonly input: number;
  readonly output: number;
  readonly errors: number;
}

const STANDARD: Streams = { input: 0, output: 1, errors: 2 };

/**
 * One function process: a ResourceList from stdin to stdout. Returns the exit
 * code; 0 only when every byte was accepted.
 */
export function runFunction(program: string, streams = STANDARD): number {
  const { FLUX_PLATFORM_FUNCTION: chosen, FLUX_PLATFORM_LOG: log } =
    process.env;
  let outcome: ProcessOutcome;
  try {
    outcome = processList(readAll(streams.input), {
      registry: functions,
      program: program === "flux-platform" ? chosen : program,
      context: contextOf(process.env),
      log,
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    outcome = { messages: [error.message], code: 1 };
  }
  const prefix = program;
  const lines = outcome.messages.map((message) => `${prefix}: ${message}\n`);
  const written = write(outcome, prefix, streams.output);
  report(lines.join("") + written, streams.errors);
  return written === "" ? outcome.code : 1;
}

/** Why stdout is incomplete, `""` where it is not. */
function write({ output }: ProcessOutcome, prefix: string, fd: number): string {
  if (!output) return "";
  try {
    writePatched(fd, output.bytes, output.patches);
    return "";
  } catch (error) {
    const code = codeOf(error);
    if (code === "") throw error;
    const why = code === "EPIPE" ? "its reader closed it" : code;
    return `${prefix}: the output is incomplete, stdout took no more bytes: ${why}\n`;
  }
}

/** A closed stderr must not change the exit code. */
function report(text: string, fd: number): void {
  try {
    writeAll(fd, Buffer.from(text));
  } catch (error) {
    if (codeOf(error) === "") throw error;
  }
}
