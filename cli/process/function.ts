import { functions } from "../../functions/index.ts";
import { InputError } from "../../lib/krm/list.ts";
import { type ProcessOutcome, processList } from "../../lib/krm/process.ts";
import { codeOf, readStdin, writePatched } from "../../lib/krm/stdio.ts";
import { contextOf } from "./today.ts";
import { say } from "./words.ts";

/**
 * One function process: a ResourceList from stdin to stdout. Returns the exit
 * code, 0 only when every byte was accepted.
 */
export function runFunction(program: string): number {
  const { FLUX_PLATFORM_FUNCTION: chosen, FLUX_PLATFORM_LOG: log } =
    process.env;
  let outcome: ProcessOutcome;
  try {
    outcome = processList(readStdin(), {
      registry: functions,
      program: program === "flux-platform" ? chosen : program,
      context: contextOf(process.env),
      log,
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    outcome = { messages: [error.message], code: 1 };
  }
  const lines = outcome.messages.map((message) => `${program}: ${message}\n`);
  const incomplete = write(outcome, program);
  report(lines.join("") + incomplete);
  return incomplete === "" ? outcome.code : 1;
}

/** Why stdout is incomplete, `""` where it is not. */
function write({ output }: ProcessOutcome, program: string): string {
  if (!output) return "";
  try {
    writePatched(1, output.bytes, output.patches);
    return "";
  } catch (error) {
    const code = codeOf(error);
    if (code === "") throw error;
    const why = code === "EPIPE" ? "its reader closed it" : code;
    return `${program}: the output is incomplete, stdout took no more bytes: ${why}\n`;
  }
}

/** A closed stderr must not change the exit code. */
function report(text: string): void {
  try {
    say(2, text);
  } catch (error) {
    if (codeOf(error) === "") throw error;
  }
}
