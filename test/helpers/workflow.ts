import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { parse } from "yaml";
import { cleanEnv } from "./program.ts";
import { at } from "./repository.ts";

/** A step of a workflow; what else it holds is the linter's to judge. */
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly "working-directory"?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export const WORKFLOW = ".github/workflows/release.yml";

/** The steps of the release, in their order. */
export function releaseSteps(): readonly Step[] {
  return parse(readFileSync(at(WORKFLOW), "utf8")).jobs.release.steps;
}

/**
 * Runs a step of the release in a checkout, by the shell that GitHub runs it
 * with, `more` at its end. Throws with its exit code as `code` and with what it says.
 */
export async function runStep(
  name: string,
  checkout: string,
  env: Readonly<Record<string, string>> = {},
  more = "",
): Promise<void> {
  const step = releaseSteps().find((one) => one.name === name);
  if (!step?.run) throw new Error(`${WORKFLOW} has no step "${name}"`);
  const shell = [
    "--noprofile",
    "--norc",
    "-eo",
    "pipefail",
    "-c",
    step.run + more,
  ];
  await promisify(execFile)("bash", shell, {
    cwd: `${checkout}/${step["working-directory"] ?? "."}`,
    env: cleanEnv({ ...step.env, ...env }),
    maxBuffer: 2 ** 28,
  });
}
