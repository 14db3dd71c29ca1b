import { load } from "./load.ts";

/**
 * Runs a program: all of an executable. A function has written every byte when
 * it returns; Node would take itself apart before it ends.
 */
export function start(script: string, program?: string): void {
  const { main } = load(script) as typeof import("./main.ts");
  const code = main(program);
  if (code !== undefined) process.exit(code);
}
