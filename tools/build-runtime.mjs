import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
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
 * other options, with a debugger that may load a script, with files to write. And
 * the one without which it looks at none that its own tests set: with their limit
 * of memory it forgets by what name it was started. At the end where it sends what
 * it says of a crash, by a `curl` on PATH; on macOS and Windows it does so unasked.
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
  "BUN_GARBAGE_COLLECTOR_LEVEL",
  "BUN_ENABLE_CRASH_REPORTING",
  "BUN_CRASH_REPORT_URL",
  "https://bun.report",
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
 * Takes the first letter of these names out of a runtime: no variable has a name
 * that holds a zero byte, so none is found. Bun has no switch for it, and with
 * BUN_BE_BUN no line of ours would run that could refuse. And spoils the names of
 * its engine's settings, so that it refuses every BUN_JSC_ variable as one that it
 * does not know: `watchdog` would end a program with exit code 0 before its first
 * line.
 * @param {Buffer} bytes changed in place
 */
function closeDoors(bytes) {
  const text = bytes.toString("latin1");
  const spoil = (/** @type {RegExp} */ names, /** @type {number} */ fewest) => {
    const places = [...text.matchAll(names)].map(
      ({ index, 0: name }) => index + name.length - 1,
    );
    for (const at of places) bytes[at] = 0;
    if (places.length >= fewest) return;
    throw new Failure(
      `the runtime is not like the last one, it has ${places.length} of ${names}: look at what it reads from the environment now, and say it in tools/build-runtime.mjs`,
    );
  };
  // Not the first part of a longer name.
  for (const name of DOORS) {
    spoil(new RegExp(`${name[0]}(?=${name.slice(1)}(?!_))`, "g"), 1);
  }
  spoil(/\0JSC_[A-Za-z]/g, FEWEST_SETTINGS);
}

/** Bun 1.4.5 has 640. */
const FEWEST_SETTINGS = 500;
