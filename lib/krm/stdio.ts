import { readSync, writeSync, writevSync } from "node:fs";
import type { Patch } from "../yaml/splice.ts";
import { InputError } from "./list.ts";

/**
 * Memory is taken page by page as it is filled, so room left over is free, but
 * the runtime counts it: a full collection comes early where it is much. What is
 * not enough for a large stream grows eightfold, for few copies.
 */
const ROOM = 1 << 22;
const FAST = 1 << 28;

/** The most that one run reads: the longest string that Node's engine holds. */
export const MOST_BYTES = 2 ** 29 - 32;

/**
 * All of stdin; waits where it has nothing yet. Throws `InputError` where it can't
 * be read, or does not end within `MOST_BYTES`.
 */
export function readStdin(): Buffer {
  try {
    return readAll(0);
  } catch (error) {
    const code = codeOf(error);
    if (code === "") throw error;
    throw new InputError(`stdin can't be read: ${code}`);
  }
}

function readAll(fd: number): Buffer {
  let buffer = Buffer.allocUnsafeSlow(ROOM);
  let length = 0;
  for (;;) {
    if (length === buffer.length) {
      const times = length < FAST ? 8 : 2;
      const room = Math.min(length * times, MOST_BYTES + 1);
      const larger = Buffer.allocUnsafeSlow(room);
      buffer.copy(larger);
      buffer = larger;
    }
    const count = patiently(() =>
      readSync(fd, buffer, length, buffer.length - length, null),
    );
    if (count === 0) return buffer.subarray(0, length);
    length += count;
    if (length > MOST_BYTES) {
      throw new InputError(
        `stdin is longer than ${MOST_BYTES} bytes, the most that one run reads: split the build`,
      );
    }
  }
}

/**
 * Writes bytes with patches applied, without a second copy of them. Returns
 * when every byte was accepted; throws (`EPIPE`, `ENOSPC` …) otherwise.
 */
export function writePatched(
  fd: number,
  bytes: Buffer,
  patches: readonly Patch[],
): void {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { start, end, text } of patches) {
    pieces.push(bytes.subarray(at, start), Buffer.from(text, "latin1"));
    at = end;
  }
  pieces.push(bytes.subarray(at));
  writePieces(fd, pieces);
}

/** The most pieces that one call takes (`IOV_MAX` of Linux and macOS). */
const MOST = 1024;

/** Writes every byte of the pieces where they lie, many in one call. */
function writePieces(fd: number, pieces: Buffer[]): void {
  for (let next = 0; next < pieces.length; ) {
    const batch = pieces.slice(next, next + MOST);
    let count = patiently(() => writevSync(fd, batch));
    for (const piece of batch) {
      if (count < piece.length) {
        // The rest of a piece that a full pipe took in part.
        pieces[next] = piece.subarray(count);
        break;
      }
      count -= piece.length;
      next++;
    }
  }
}

/** Writes every byte: short writes go on, a full pipe is waited for. */
export function writeAll(fd: number, bytes: Buffer): void {
  let at = 0;
  while (at < bytes.length) {
    at += patiently(() => writeSync(fd, bytes, at, bytes.length - at));
  }
}

/** Runs a call on a descriptor that may not be ready (EAGAIN) until it is. */
function patiently(call: () => number): number {
  for (;;) {
    try {
      return call();
    } catch (error) {
      const code = codeOf(error);
      if (code === "EOF") return 0;
      if (code !== "EAGAIN" && code !== "EINTR") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** The `code` of a system error, such as `EPIPE`; `""` for others. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return typeof code === "string" ? code : "";
}
