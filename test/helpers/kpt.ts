import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { programPath, spawn } from "./program.ts";
import { at, root } from "./repository.ts";

/** The example package. */
export const PACKAGE = "examples/kpt-package";

/** What lies in the folder and kpt does not touch. */
const NO_PART = /^expected|^\.krmignore$|^README\.md$/;

/** A copy of the example that a test may change. */
export function copyPackage(folder: string, name: string): string {
  const copy = join(folder, name);
  cpSync(at(PACKAGE), copy, { recursive: true });
  return copy;
}

/** Every file of a package, by path inside it. */
export function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !NO_PART.test(name));
  return Object.fromEntries(
    names
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

/** Runs kpt; throws with what it said where it failed. */
export function kpt(
  program: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): string {
  const { stdout, stderr, code } = spawn(program, args, {
    cwd: root,
    ...(env ? { env } : {}),
  });
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return stdout.toString();
}

/** Runs one program over a package, in place. */
export function evaluate(
  program: string,
  folder: string,
  exec: string,
  config?: string,
): void {
  const file = `${folder}.config.yaml`;
  if (config !== undefined) writeFileSync(file, config);
  const more = config === undefined ? [] : ["--fn-config", file];
  kpt(program, ["fn", "eval", folder, "--exec", exec, ...more]);
}

/** Path of a built function, as kpt's `--exec` takes it. */
export function exec(name: string): string {
  return programPath(name);
}
