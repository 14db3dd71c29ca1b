import { cpSync, mkdirSync, rmSync } from "node:fs";
import { thisPlatform } from "../../cli/platform.mjs";
import { bundle, executable } from "../../tools/build-executable.mjs";
import { at, Failure, installed, run, which } from "../../tools/common.mjs";

/** A program that the bench builds. @param {string} name */
export const binary = (name) => installed("bench", "bin", name);

/** A copy of what is in dist: a build during a run changes nothing. */
const copy = installed("bench", "dist");
const PROGRAM = "node/flux-platform.js";

/** A program of ours. @param {string} name */
export const program = (name) => `${copy}/${name}`;
/** The same for Node. */
export const nodeProgram = `${copy}/${PROGRAM}`;

const floor = installed("bench", "floor");
/** What does nothing but copy, made as our executable is made. */
export const copyProgram = `${floor}/flux-platform`;

/**
 * Copies our programs, and builds the meter, the Go peers, and what only copies.
 * Takes some seconds where nothing changed.
 */
export async function buildBinaries() {
  if (!which("go")) {
    throw new Failure("install Go: the meter and the peers are built by it");
  }
  rmSync(copy, { recursive: true, force: true });
  cpSync(at("dist"), copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.startsWith(at("dist/platforms")),
  });
  mkdirSync(binary(""), { recursive: true });
  goBuild("meter");
  goBuild("peers");
  rmSync(floor, { recursive: true, force: true });
  await bundle({
    entryPoints: ["test/bench/baselines/floor.mjs"],
    outfile: `${floor}/${PROGRAM}`,
  });
  executable(floor, thisPlatform());
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
