import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { at, root } from "./repository.ts";

/** What a process printed, as it printed it. */
export interface Printed {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly code: number | null;
}

const OWN = /^(?:FLUX_PLATFORM_|SOURCE_DATE_EPOCH$)/;

/** The environment without what changes our programs' behaviour. */
export function cleanEnv(
  more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([key]) => !OWN.test(key));
  return { ...Object.fromEntries(kept), ...more };
}

/** What runs the programs in this run of the tests; see jest.config.mjs. */
export const RUNTIME: "executable" | "node" =
  (globalThis as { RUNTIME?: "node" }).RUNTIME ?? "executable";

/** Links to the plain program for Node, by the functions' names. */
const NODE_PROGRAMS = at(".tools", "node-programs");

/** Path of a built program. */
export function programPath(name: string): string {
  if (RUNTIME === "executable") return at("dist", name);
  const link = join(NODE_PROGRAMS, name);
  const program = at("dist", "node", "flux-platform.js");
  mkdirSync(NODE_PROGRAMS, { recursive: true });
  // A checkout that was copied or moved has links to the old one.
  if (!existsSync(link) || realpathSync(link) !== realpathSync(program)) {
    const fresh = `${link}.${process.pid}`;
    symlinkSync(program, fresh);
    renameSync(fresh, link);
  }
  return link;
}

/** Runs a program to its end; throws where it could not be started. */
export function spawn(
  file: string,
  args: readonly string[],
  options: SpawnSyncOptions = {},
): Printed {
  const done = spawnSync(file, args, {
    cwd: root,
    env: cleanEnv(),
    maxBuffer: 2 ** 30,
    timeout: 120_000,
    ...options,
    encoding: "buffer",
  });
  if (done.error) throw done.error;
  return {
    stdout: done.stdout,
    stderr: done.stderr.toString(),
    code: done.status,
  };
}

/** Runs a built program over `input` through pipes. */
export function pipe(
  program: string,
  input: string | Uint8Array,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Printed {
  return spawn(programPath(program), args, {
    input: Buffer.from(input),
    env: cleanEnv(env),
  });
}
