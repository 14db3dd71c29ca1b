import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { thisPlatform } from "../cli/platform.mjs";
import { at, Failure, installed, isProgram, run } from "./common.mjs";

/**
 * Where executables run, by the name of `npm run build -- --platform`; the rows
 * say which package of the registry holds the runtime for it.
 * @type {Readonly<Record<string, string>>}
 */
export const PLATFORMS = {
  "linux-x64": "bun-linux-x64",
  "linux-x64-baseline": "bun-linux-x64-baseline",
  "linux-x64-musl": "bun-linux-x64-musl",
  "linux-arm64": "bun-linux-aarch64",
  "linux-arm64-musl": "bun-linux-aarch64-musl",
  "darwin-x64": "bun-darwin-x64",
  "darwin-arm64": "bun-darwin-aarch64",
  "windows-x64": "bun-windows-x64",
};

/**
 * Variables that reach the runtime before the program: as another program, with
 * other options, with a debugger that may load a script, with files to write.
 */
const DOORS = [
  "BUN_BE_BUN",
  "BUN_OPTIONS",
  "BUN_INSPECT",
  "BUN_INSPECT_CONNECT_TO",
  "BUN_INSPECT_PRELOAD",
  "BUN_BYTECODE_DIGEST_OUT",
  "BUN_BYTECODE_ORDER_OUT",
  "BUN_BYTECODE_ORDER_NAMES_OUT",
];

/**
 * The platforms of a release. The runtime for old processors is the common one
 * under a second name: it asks the processor what it can do.
 */
export const RELEASED = Object.keys(PLATFORMS).filter(
  (platform) => platform !== "linux-x64-baseline",
);

/** The name of an executable. @param {string} platform */
export function fileOf(platform) {
  return platform.startsWith("windows") ? "flux-platform.exe" : "flux-platform";
}

/**
 * The runtime of a platform as it was published, from the registry on the first
 * call.
 * @param {string} platform
 * @returns {string}
 */
export function provideRuntime(platform) {
  const { name, version, integrity } = pinned(platform);
  const folder = installed("runtime", `${platform}-${version}`);
  const file = platform.startsWith("windows") ? "bun.exe" : "bun";
  const runtime = `${folder}/package/bin/${file}`;
  if (isProgram(runtime)) return runtime;
  const fresh = `${folder}-${process.pid}`;
  try {
    mkdirSync(fresh, { recursive: true });
    const args = ["pack", `${name}@${version}`, "--json"];
    const [packed] = JSON.parse(
      run("npm", [...args, "--pack-destination", fresh]),
    );
    if (packed.integrity !== integrity) {
      throw new Failure(
        `the registry's ${name}@${version} is not the one that tools/runtime/package-lock.json names`,
      );
    }
    run("tar", ["-xzf", packed.filename], { cwd: fresh });
    rmSync(`${fresh}/${packed.filename}`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return runtime;
}

/**
 * Writes the runtime that an executable embeds: one that listens to no variable
 * of the environment.
 * @param {string} platform
 * @param {string} file
 */
export function writeClosed(platform, file) {
  const bytes = readFileSync(provideRuntime(platform));
  closeDoors(bytes);
  writeFileSync(file, bytes, { mode: 0o755 });
}

/**
 * What the lock file says of a platform's runtime: its package, version and
 * integrity, and the `os`, `cpu` and `libc` that npm installs it for.
 * @param {string} platform
 */
export function pinned(platform) {
  const own = PLATFORMS[platform];
  if (!own) {
    const known = Object.keys(PLATFORMS).join(", ");
    throw new Failure(`no runtime for ${platform}, only for ${known}`);
  }
  const name = `@oven/${own}`;
  const lock = readFileSync(at("tools/runtime/package-lock.json"), "utf8");
  return { name, ...JSON.parse(lock).packages[`node_modules/${name}`] };
}

/**
 * The versions of the runtime and of what it links to, as it tells them.
 * @returns {Record<string, string>}
 */
export function runtimeVersions() {
  const runtime = provideRuntime(thisPlatform());
  const args = ["--print", "JSON.stringify(process.versions)"];
  return JSON.parse(run(runtime, args, { cwd: installed("runtime") }));
}

/**
 * Takes the first letter of these names out of a runtime: no variable has a name
 * that holds a zero byte, so none is found. Bun has no switch for it, and with
 * BUN_BE_BUN no line of ours would run that could refuse.
 * @param {Buffer} bytes changed in place
 */
function closeDoors(bytes) {
  for (const name of DOORS) {
    const places = placesOf(bytes, name);
    if (places.length === 0) throw unlike(`it does not read ${name}`);
    for (const at of places) bytes[at] = 0;
  }
  forgetSettings(bytes);
}

/** Before the name of each of the engine's settings, which BUN_JSC_… sets. */
const SETTING = Buffer.from("\0JSC_");
/** Bun 1.4.5 has 640. */
const FEWEST_SETTINGS = 500;

/**
 * Spoils the names of the engine's settings, so that the runtime refuses every
 * BUN_JSC_ variable as one that it does not know. One of them, `watchdog`, ends a
 * program with exit code 0 before its first line.
 * @param {Buffer} bytes changed in place
 */
function forgetSettings(bytes) {
  let count = 0;
  for (
    let at = bytes.indexOf(SETTING);
    at >= 0;
    at = bytes.indexOf(SETTING, at + 1)
  ) {
    const letter = at + SETTING.length;
    if (bytes[letter] === 0) continue;
    bytes[letter] = 1;
    count++;
  }
  if (count < FEWEST_SETTINGS) throw unlike(`it names ${count} settings`);
}

/** @param {string} how */
function unlike(how) {
  return new Failure(
    `the runtime is not like the last one, ${how}: look at what it reads from the environment now, and say it in tools/build-runtime.mjs`,
  );
}

/**
 * Where a name stands that is not the first part of a longer one.
 * @param {Buffer} bytes
 * @param {string} name
 */
function placesOf(bytes, name) {
  const places = [];
  for (
    let at = bytes.indexOf(name);
    at >= 0;
    at = bytes.indexOf(name, at + 1)
  ) {
    if (bytes[at + name.length] !== UNDERSCORE) places.push(at);
  }
  return places;
}

const UNDERSCORE = 95;
