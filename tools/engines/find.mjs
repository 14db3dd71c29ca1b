import { existsSync } from "node:fs";
import { installed, isProgram, run, which } from "../common.mjs";

/** The Kustomize that setup installs where PATH has none that is new enough. */
export const KUSTOMIZE = "5.8.1";

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
