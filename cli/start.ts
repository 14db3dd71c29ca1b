import { load } from "./load.ts";

/**
 * Runs a program: all of an executable. Every byte is written when it returns;
 * unless the process ends at once, Node takes itself apart (1 to 2 ms).
 */
export function start(script: string, program?: string): void {
  const { main } = load(script) as typeof import("./main.ts");
  const { code, atOnce } = main(program);
  process.exitCode = code;
  if (atOnce) process.exit();
}
