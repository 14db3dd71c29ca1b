import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { build } from "esbuild";
import { unsign } from "macho-unsign";
import { thisPlatform } from "../cli/platform.mjs";
import {
  fileOf,
  PLATFORMS,
  provideRuntime,
  writeClosed,
} from "./build-runtime.mjs";
import { buildStamp } from "./build-stamp.mjs";
import { at, installed, root, run } from "./common.mjs";

/** @type {import("esbuild").BuildOptions} */
const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  // Node 20 has them. As a call, valibot's for emoji would stay in the program
  // and be made at every start: a literal that nobody uses is left out.
  supported: { "regexp-unicode-property-escapes": true },
  alias: { process: "./tools/build-process.mjs" },
  minify: true,
  lineLimit: 200,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

/**
 * One script of several modules.
 * @param {import("esbuild").BuildOptions} options what goes in, and where to
 * @returns {Promise<string[]>} the packages that went in
 */
export async function bundle(options) {
  const { metafile } = await build({ ...OPTIONS, ...options });
  return Object.keys(metafile?.inputs ?? {}).flatMap(
    (path) => /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
}

/**
 * The program as one script, for Node and for the runtime of the executable.
 * @param {string} outfile
 */
export function script(outfile) {
  const banner = { js: "#!/usr/bin/env node" };
  return bundle({ entryPoints: ["cli/main.ts"], banner, outfile });
}

/**
 * The script with its runtime: compiled ahead, and deaf to files of the folder
 * it is run in. Over a list of thousands of objects the engine's own thresholds
 * compile too much too early: with these, short runs take a fifth less and long
 * ones the same.
 * @param {string} folder that holds node/flux-platform.js
 * @param {string} platform
 */
export function executable(folder, platform) {
  const closed = `${folder}/runtime`;
  writeClosed(platform, closed);
  const flags = [
    "--bytecode",
    "--compile-jit-policy=20",
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    "--no-compile-autoload-tsconfig",
    "--no-compile-autoload-package-json",
    `--target=${PLATFORMS[platform]?.replace("aarch64", "arm64")}`,
    `--compile-executable-path=${closed}`,
    "--outfile=flux-platform",
  ];
  const args = ["build", "--compile", ...flags, "node/flux-platform.js"];
  run(provideRuntime(thisPlatform()), args, { cwd: folder });
  rmSync(closed);
  // It signs for arm64 only. For x64 the runtime's signature stays, of bytes
  // that are others now; macOS asks for none there, and ends what has a wrong one.
  if (platform === "darwin-x64") {
    const path = `${folder}/${fileOf(platform)}`;
    const unsigned = unsign(readFileSync(path));
    if (unsigned) writeFileSync(path, new Uint8Array(unsigned));
  }
}

/**
 * The current executable of a platform, dist/platforms/NAME/flux-platform, built
 * where it is not there yet.
 * @param {string} platform
 * @returns {Promise<string>} its path
 */
export async function provideExecutable(platform) {
  const place = at("dist/platforms", platform);
  const path = `${place}/${fileOf(platform)}`;
  const stamp = buildStamp();
  const noted = `${place}/.stamp`;
  if (existsSync(noted) && readFileSync(noted, "utf8") === stamp) return path;
  const folder = installed(`${platform}-${process.pid}`);
  try {
    await script(`${folder}/node/flux-platform.js`);
    executable(folder, platform);
    rmSync(`${folder}/node`, { recursive: true });
    writeFileSync(`${folder}/.stamp`, stamp);
    publish(folder, place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return path;
}

/**
 * Puts a new folder in the old one's place, so that a program that starts
 * meanwhile finds all of one build.
 * @param {string} folder
 * @param {string} place
 */
export function publish(folder, place) {
  const old = `${folder}-old`;
  rmSync(old, { recursive: true, force: true });
  mkdirSync(`${place}/..`, { recursive: true });
  try {
    renameSync(place, old);
  } catch {
    // The first build.
  }
  renameSync(folder, place);
  rmSync(old, { recursive: true, force: true });
}
