import { cpSync, mkdirSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { at, Failure, installed, run, which } from "../../tools/common.mjs";

/** A program that the bench builds. @param {string} name */
export const binary = (name) => installed("bench", "bin", name);

/** A copy of what is in dist: a build during a run changes nothing. */
const copy = installed("bench", "dist");

/** A program of ours. @param {string} name */
export const program = (name) => `${copy}/${name}`;

const BASELINES = ["floor", "yaml-no-op"];

/**
 * Copies our programs, and builds the meter, the Go peers, and the baselines: CommonJS in one file each,
 * which starts fastest. Takes a second where nothing changed.
 */
export async function buildBinaries() {
  if (!which("go")) {
    throw new Failure("install Go: the meter and the peers are built by it");
  }
  rmSync(copy, { recursive: true, force: true });
  cpSync(at("dist"), copy, { recursive: true });
  mkdirSync(binary(""), { recursive: true });
  goBuild("meter");
  goBuild("peers");
  await build({
    entryPoints: BASELINES.map((name) =>
      at("test/bench/baselines", `${name}.mjs`),
    ),
    outdir: binary(""),
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    bundle: true,
    platform: "node",
    target: "node20",
    minify: true,
    logLevel: "warning",
  });
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
