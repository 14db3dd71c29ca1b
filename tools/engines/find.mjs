import { existsSync, readFileSync } from "node:fs";
import { RELEASED } from "../build-runtime.mjs";
import { buildStamp } from "../build-stamp.mjs";
import { at, installed, isProgram, run, which } from "../common.mjs";

/** The Kustomize that setup installs where PATH has none that is new enough. */
export const KUSTOMIZE = "5.8.1";

/** The linter of workflows that setup installs for the tests. */
export const ACTIONLINT = "1.7.12";

/** The folder of Debian's C library for arm64, on another processor. */
export const ARM64_ROOT = "/usr/aarch64-linux-gnu";

/** Node versions that the programs are tested on. */
export const NODES = /** @type {const} */ (["20", "22", "24"]);

/**
 * Kustomize 5.8 or newer: from PATH, else the installed one.
 * @returns {string | undefined}
 */
export function kustomize() {
  const own = installed("bin", "kustomize");
  const onPath = which("kustomize");
  if (onPath && isRecent(versionOf(onPath))) return onPath;
  return isProgram(own) && versionOf(own) === KUSTOMIZE ? own : undefined;
}

/** @param {string} program */
function versionOf(program) {
  return /(\d+\.\d+\.\d+)/.exec(run(program, ["version"]))?.[1] ?? "0.0.0";
}

/** @param {string} version */
function isRecent(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 5 || (major === 5 && minor >= 8);
}

/**
 * The Node runtime of a major version.
 * @param {string} major
 * @returns {string | undefined}
 */
export function node(major) {
  const name = `node${major}-${process.platform}-${process.arch}`;
  const program = installed("node", "node_modules", name, "bin", "node");
  return isProgram(program) ? program : undefined;
}

/**
 * podman, where it has the image that the tests run.
 * @returns {string | undefined}
 */
export function podman() {
  return existsSync(installed("image", "stamp")) ? which("podman") : undefined;
}

/** @returns {string | undefined} */
export function actionlint() {
  const own = installed("bin", "actionlint");
  if (!isProgram(own)) return undefined;
  return run(own, ["-version"]).startsWith(`v${ACTIONLINT}\n`)
    ? own
    : undefined;
}

/**
 * The emulator that runs Linux programs of arm64, where it finds their loader.
 * @returns {string | undefined}
 */
export function qemuArm64() {
  const loader = `${ARM64_ROOT}/lib/ld-linux-aarch64.so.1`;
  return existsSync(loader) ? which("qemu-aarch64") : undefined;
}

/**
 * The emulator of old processors, where programs find this machine's libraries.
 * @returns {string | undefined}
 */
export function qemuX64() {
  return process.arch === "x64" ? which("qemu-x86_64") : undefined;
}

/**
 * The folder of all platforms' executables, where setup has built them.
 * @returns {string | undefined}
 */
export function executables() {
  const stamp = buildStamp();
  const isCurrent = (/** @type {string} */ platform) => {
    const noted = at("dist/platforms", platform, ".stamp");
    return existsSync(noted) && readFileSync(noted, "utf8") === stamp;
  };
  return RELEASED.every(isCurrent) ? at("dist/platforms") : undefined;
}
