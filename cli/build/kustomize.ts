import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { CommandError } from "../process/command.ts";
import { distFolder } from "../process/program.ts";
import { foreignWords } from "../process/words.ts";

const GET_KUSTOMIZE =
  "kustomize 5 or newer is not on PATH; get it with: " +
  "go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.1";

/**
 * What `kustomize build` with plugins prints for a folder, as a byte string.
 * Throws `CommandError` with Kustomize's own words where it fails.
 */
export function runKustomize(
  directory: string,
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): string {
  const { status, stdout, stderr, error } = spawnSync(
    kustomizeProgram(),
    ["build", "--enable-alpha-plugins", ...flags, directory],
    {
      encoding: "latin1",
      env: { ...process.env, ...env },
      maxBuffer: 1 << 30,
    },
  );
  if (error)
    throw new CommandError(`kustomize did not start: ${error.message}`);
  if (status !== 0) {
    const said = Buffer.from(stderr, "latin1").toString("utf8").trim();
    const words = foreignWords(said);
    throw new CommandError(`kustomize build ${directory} failed:\n${words}`);
  }
  return stdout;
}

/** The first `kustomize` on PATH, else a checkout's own. Throws `CommandError`. */
export function kustomizeProgram(): string {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const program = [...folders, ...checkoutTools()]
    .map((folder) => join(folder, "kustomize"))
    .find((path) => canRun(path));
  if (program) return program;
  throw new CommandError(GET_KUSTOMIZE);
}

/** Where the demo of a checkout puts what it installs. */
function checkoutTools(): string[] {
  const dist = distFolder();
  // Only a build's own folder has it: what lies beside a copy may be anybody's.
  const isBuild = existsSync(join(dist, ".stamp"));
  return isBuild ? [join(dist, "..", ".tools", "bin")] : [];
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
