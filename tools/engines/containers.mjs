import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname } from "node:path";
import { installed, which } from "../common.mjs";

/** Enough for a function; what podman asks for by itself is too much. */
const LIMITS = [
  { name: "nofile", line: "Max open files", most: 4096 },
  { name: "nproc", line: "Max processes", most: 4096 },
];

/**
 * The environment that engines need to run containers by podman: a first
 * folder in PATH whose `docker` is podman (Kustomize and kubectl call a program
 * of that name and pass no settings), `podman` for kpt, and settings that work
 * inside containers.
 * @returns {NodeJS.ProcessEnv}
 */
export function containerEnv() {
  const podman = which("podman");
  if (!podman) return { ...process.env };
  const shim = installed("docker-shim");
  const settings = containersConf();
  return {
    ...process.env,
    PATH: [shimOf(podman, shim), process.env.PATH].join(delimiter),
    KPT_FN_RUNTIME: "podman",
    ...(settings ? { CONTAINERS_CONF: settings } : {}),
  };
}

/**
 * @param {string} podman
 * @param {string} folder
 */
function shimOf(podman, folder) {
  const docker = `${folder}/docker`;
  if (!existsSync(docker)) {
    mkdirSync(folder, { recursive: true });
    symlinkSync(podman, docker);
  }
  return folder;
}

/**
 * Root inside a container is where podman's defaults fail: its limits are above
 * the hard ones and crun refuses hybrid cgroups. Elsewhere the machine's own
 * settings are right.
 */
function containersConf() {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return;
  const limits = LIMITS.map(({ name, line, most }) => {
    const limit = Math.min(hardLimit(line), most);
    return `"${name}=${limit}:${limit}"`;
  });
  const lines = ["[containers]", `default_ulimits = [${limits.join(", ")}]`];
  if (which("runc")) lines.push("[engine]", 'runtime = "runc"');
  const path = installed("containers.conf");
  replace(path, `${lines.join("\n")}\n`);
  return path;
}

/** @param {string} line */
function hardLimit(line) {
  const limits = readFileSync("/proc/self/limits", "utf8");
  const hard = new RegExp(`^${line} +\\S+ +(\\d+)`, "m").exec(limits)?.[1];
  return hard ? Number(hard) : Number.POSITIVE_INFINITY;
}

/**
 * Writes a file whole, so that whoever reads it meanwhile sees no half of it.
 * @param {string} path
 * @param {string} text
 */
function replace(path, text) {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}
