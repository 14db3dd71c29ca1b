import { isAscii } from "node:buffer";
import { functions } from "../functions/index.ts";
import { InputError } from "../lib/krm/list.ts";
import { type ProcessOutcome, processList } from "../lib/krm/process.ts";
import { codeOf, readAll, writeAll, writePatched } from "../lib/krm/stdio.ts";
import { counters } from "../lib/yaml/read.ts";
import { cellsRead } from "../lib/yaml/tape.ts";
import { compileLate } from "./compiler.ts";
import { contextOf } from "./today.ts";

/** File descriptors of a function process. */
export interface Streams {
  readonly input: number;
  readonly output: number;
  readonly errors: number;
}

const STANDARD: Streams = { input: 0, output: 1, errors: 2 };

/** A carriage return, as a byte. */
const RETURN = 13;

/** Bytes of input from which on it is worth to have V8 compile less. */
const LONG = 1 << 20;

/** What came in, and how much of it was read, in a run with little garbage. */
const FEW_BYTES = 1 << 22;
const FEW_ITEMS = 2_000;
const FEW_CELLS = 1 << 14;

/** How a function process is to end. */
export interface End {
  /** 0 only when every byte was accepted. */
  readonly code: number;
  /**
   * Whether `process.exit` may end it. A compilation in the background that is
   * short of memory waits for the main thread to collect garbage, `process.exit`
   * waits for the compilation, and one in 40 longer runs would never end.
   * After two or three collections of young objects memory is not short yet.
   * Source: nodejs/node, issue 54918.
   */
  readonly atOnce: boolean;
}

/** One function process: a ResourceList from stdin to stdout. */
export function runFunction(program: string, streams = STANDARD): End {
  const { FLUX_PLATFORM_FUNCTION: chosen, FLUX_PLATFORM_LOG: log } =
    process.env;
  let outcome: ProcessOutcome;
  let size = 0;
  try {
    let plain = true;
    const bytes = readAll(streams.input, (piece) => {
      plain &&= isAscii(piece) && !piece.includes(RETURN);
    });
    size = bytes.length;
    if (size > LONG) compileLate();
    outcome = processList(bytes, {
      plain,
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
  const { code, items = 0 } = outcome;
  const few = size <= FEW_BYTES && items <= FEW_ITEMS;
  // The yaml package makes objects, not cells.
  const little = cellsRead() <= FEW_CELLS && counters.fallbacks === 0;
  return { code: written === "" ? code : 1, atOnce: few && little };
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
