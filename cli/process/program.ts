import { fstatSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { functions } from "../../functions/index.ts";
import { programOf } from "../../lib/krm/define.ts";

/** Where the executable keeps its script; source: Bun's embedded file system. */
const EMBEDDED = /^(?:\/\$bunfs\/|[A-Z]:[\\/]~BUN[\\/])/;

/** Whether this process is the executable, which holds its own runtime. */
export function isExecutable(): boolean {
  return EMBEDDED.test(process.argv[1] ?? "");
}

/** Whether a function has this program's name, such as `label-namespaces`. */
export function isFunction(name: string): boolean {
  return functions.some(({ kind }) => programOf(kind) === name);
}

/**
 * The function by whose name this process was started: that of the executable,
 * of a copy of it, or of a link on the way to it; else `flux-platform`.
 */
export function programName(): string {
  const path = (isExecutable() ? process.argv0 : process.argv[1]) ?? "";
  const names = [path, ...targetsOf(path)].map((one) =>
    basename(one).replace(/\.(?:exe|js)$/, ""),
  );
  return names.find(isFunction) ?? "flux-platform";
}

/** Where a chain of links leads, step by step. */
function targetsOf(path: string): string[] {
  // Found on PATH: the folder that this runs in has nothing to do with it.
  if (basename(path) === path) return [];
  const targets: string[] = [];
  try {
    for (let at = path; ; targets.push(at)) {
      at = resolve(dirname(at), readlinkSync(at));
    }
  } catch {
    // The end of the chain is no link.
    return targets;
  }
}

/** The folder that `npm run build` wrote this program into. */
export function distFolder(): string {
  if (isExecutable()) return dirname(process.execPath);
  // It is dist/node/flux-platform.js.
  return join(realpathSync(process.argv[1] ?? "."), "..", "..");
}

/**
 * Whether a person sits at stdin. Asking the runtime's tty module costs as much
 * as reading a hundred objects, so only what may be a terminal is asked about.
 */
export function onTerminal(): boolean {
  try {
    if (!fstatSync(0).isCharacterDevice()) return false;
  } catch {
    return false;
  }
  const { isatty }: typeof import("node:tty") = require("node:tty");
  return isatty(0);
}

/**
 * Whether this process came without a stdout. The runtime then puts `/dev/null`
 * there, as it should: a file that is opened later must not become stdout. Such
 * is to close where a program is started, and so none that came along is. Node
 * marks all of them, and says nothing; nor does a machine without `/proc`.
 */
export function isStdoutClosed(): boolean {
  if (!isExecutable()) return false;
  try {
    if (!fstatSync(1).isCharacterDevice()) return false;
    const info = readFileSync("/proc/self/fdinfo/1", "latin1");
    const flags = /^flags:\s*(\d+)$/m.exec(info)?.[1] ?? "0";
    return (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0;
  } catch {
    return false;
  }
}

/** `O_CLOEXEC` of Linux. */
const CLOSE_ON_EXEC = 0o2000000;
