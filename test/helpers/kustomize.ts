import { cleanEnv, type Printed, spawn } from "./program.ts";
import { root } from "./repository.ts";

/** How a build differs from the usual one. */
export interface BuildOptions {
  readonly cwd?: string;
  /** Leaves `--enable-exec` out. */
  readonly withoutExec?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs `kustomize build` with functions. */
export function build(
  kustomize: string,
  folder: string,
  { cwd = root, withoutExec = false, env = cleanEnv() }: BuildOptions = {},
): Printed {
  const exec = withoutExec ? [] : ["--enable-exec"];
  const args = ["build", "--enable-alpha-plugins", ...exec, folder];
  return spawn(kustomize, args, { cwd, env });
}

/** What a build printed; throws with its reasons where it failed. */
export function output({ stdout, stderr, code }: Printed): Buffer {
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return stdout;
}
