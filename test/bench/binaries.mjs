import { cpSync, mkdirSync, rmSync } from "node:fs";
import { thisPlatform } from "../../cli/platform.mjs";
import { bundle, executable } from "../../tools/build-executable.mjs";
import { at, Failure, installed, run, which } from "../../tools/common.mjs";

/** A program that the bench builds. @param {string} name */
export const binary = (name) => installed("bench", "bin", name);

/** A copy of what is in dist: a build during a run changes nothing. */
const copy = installed("bench", "dist");

const baseline = installed("bench", "copy");
/** What does nothing but copy, made as our executable is made. */
export const copyProgram = `${baseline}/flux-platform`;

/** A program of ours. @param {string} name */
export const program = (name) => `${copy}/${name}`;

/**
 * Copies our programs, and builds the meter, the Go peers and the script that only
 * copies, as our executable is built. Takes a second where nothing changed.
 */
export async function buildBinaries() {
  if (!which("go")) {
    throw new Failure("install Go: the meter and the peers are built by it");
  }
  rmSync(copy, { recursive: true, force: true });
  cpSync(at("dist"), copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path !== at("dist/platforms"),
  });
  mkdirSync(binary(""), { recursive: true });
  goBuild("meter");
  goBuild("peers");
  await bundle({
    entryPoints: ["test/bench/baselines/copy.mjs"],
    outfile: `${baseline}/node/flux-platform.js`,
  });
  executable(baseline, thisPlatform());
}

/** @param {string} module */
function goBuild(module) {
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w"];
  const folder = at("test/bench", module);
  const env = { ...process.env, GOFLAGS: "", CGO_ENABLED: "0" };
  run("go", ["build", ...flags, "-o", binary(""), "./..."], {
    cwd: folder,
    env,
  });
}
