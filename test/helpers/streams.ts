import { spawn } from "node:child_process";
import { createHash, type Hash } from "node:crypto";
import {
  closeSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from "node:fs";
import { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { cleanEnv, programPath, spawn as run } from "./program.ts";
import { root } from "./repository.ts";

/** The digest of bytes, to compare what is too long to print. */
export function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A first-in-first-out file at `path`. */
export function makeFifo(path: string): void {
  const { code, stderr } = run("mkfifo", [path]);
  if (code !== 0) throw new Error(stderr);
}

/** Both ends of a pipe on which nobody waits: calls fail with EAGAIN. */
export function openFifo(path: string): { read: number; write: number } {
  makeFifo(path);
  const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;
  // A reader must be there before a writer may open.
  const read = openSync(path, O_RDONLY | O_NONBLOCK);
  return { read, write: openSync(path, O_WRONLY | O_NONBLOCK) };
}

/**
 * Runs a program on these pipes, on which it finds nothing to wait for; they
 * are closed here, not there.
 */
export function start(
  program: string,
  stdin: number,
  stdout: number,
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(programPath(program), [], {
    cwd: root,
    env: cleanEnv(),
    stdio: [stdin, stdout, "pipe"],
  });
  // A child gets descriptors that wait. A socket of ours on the same pipe makes
  // them such that do not, for both of us.
  for (const fd of [stdin, stdout]) {
    new Socket({ fd, readable: false, writable: false }).destroy();
  }
  const flags = readFileSync(`/proc/${child.pid}/fdinfo/0`, "utf8");
  if (!/^flags:\s*0\d*4\d{3}$/m.test(flags)) throw new Error(flags);
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stderr }));
  });
}

/** Writes all of `bytes` in chunks of the given sizes, with pauses, and ends. */
export async function feed(
  fd: number,
  bytes: Buffer,
  sizes: readonly number[],
): Promise<void> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    const end = Math.min(at + size, bytes.length);
    while (at < end) {
      at += now(() => writeSync(fd, bytes, at, end - at)) ?? 0;
      await pause(1);
    }
  }
  closeSync(fd);
}

/** Reads to the end, at most `size` bytes at once, with pauses. */
export async function drain(fd: number, size: number): Promise<Hash> {
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(size);
  for (;;) {
    const count = now(() => readSync(fd, buffer, 0, size, null));
    if (count === 0) break;
    if (count === undefined) await pause(1);
    else hash.update(buffer.subarray(0, count));
  }
  closeSync(fd);
  return hash;
}

/** The result of a call that does not wait, undefined where it would. */
function now(call: () => number): number | undefined {
  try {
    return call();
  } catch (error) {
    // Jest has an Error of its own, so `instanceof` says nothing here.
    if ((error as { code?: unknown }).code === "EAGAIN") return undefined;
    throw error;
  }
}
