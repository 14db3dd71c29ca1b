/** Never exit 0 with less output than was asked for, whatever reads it. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  openSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import {
  configOf,
  idleConfig,
  item,
  labelConfig,
  resourceList,
} from "../helpers/lists.ts";
import { cleanEnv, programPath, spawn as run } from "../helpers/program.ts";
import { root, temporaryFolder } from "../helpers/repository.ts";
import { drain, feed, openFifo, sha256, start } from "../helpers/streams.ts";

const folder = temporaryFolder();
const PROGRAM = "label-namespaces";
/** Longer than any pipe holds. */
const large = resourceList(
  `${item("Namespace", "edited")}- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: large
  data:
    file: |
${"      one more line of a long file\n".repeat(30_000)}`,
  idleConfig,
);

test("a reader that closes at once", async () => {
  const child = spawn(programPath(PROGRAM), [], {
    cwd: root,
    env: cleanEnv(),
    stdio: "pipe",
  });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdin.end(large);
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `${PROGRAM}: the output is incomplete, stdout took no more bytes: its reader closed it\n`,
  });
});

test("a reader that closes in the middle", () => {
  const input = join(folder, "large.yaml");
  writeFileSync(input, large);
  const script = `"$0" < "$1" | head -c 200000 > /dev/null; exit "\${PIPESTATUS[0]}"`;
  const { code, stderr } = run("bash", [
    "-c",
    script,
    programPath(PROGRAM),
    input,
  ]);
  expect(stderr).toMatch(/the output is incomplete/);
  expect(code).toBe(1);
});

test("a full device", () => {
  const full = openSync("/dev/full", "w");
  const { code, stderr } = run(programPath(PROGRAM), [], {
    input: Buffer.from(large),
    stdio: ["pipe", full, "pipe"],
  });
  closeSync(full);
  expect(stderr).toMatch(/the output is incomplete, .*: ENOSPC/);
  expect(code).toBe(1);
});

test("closed standard error changes nothing", () => {
  const input = join(folder, "error.yaml");
  writeFileSync(input, resourceList(item("Namespace", "a"), "kind: Unknown\n"));
  const script = `"$0" < "$1" 2>&-`;
  const { code, stdout } = run("bash", [
    "-c",
    script,
    programPath(PROGRAM),
    input,
  ]);
  expect(code).toBe(1);
  expect(stdout.toString()).toContain("kind: Unknown");
});

test("closed standard input", () => {
  const { code, stdout } = run("bash", [
    "-c",
    `"$0" <&-`,
    programPath(PROGRAM),
  ]);
  expect(code).not.toBe(0);
  expect(stdout).toHaveLength(0);
});

/** Takes 100 kB byte by byte, then the rest, and prints its digest. */
const SLOW_READER = `
const { readSync } = require("node:fs");
const hash = require("node:crypto").createHash("sha256");
const buffer = Buffer.alloc(65536);
let total = 0;
for (;;) {
  const count = readSync(0, buffer, 0, total < 100000 ? 1 : buffer.length, null);
  if (count === 0) break;
  total += count;
  hash.update(buffer.subarray(0, count));
}
console.log(hash.digest("hex"));`;

test("a reader that takes one byte at a time", () => {
  const input = join(folder, "slow.yaml");
  writeFileSync(input, large);
  const script = `"$0" < "$1" | "$2" -e "$3"; exit "\${PIPESTATUS[0]}"`;
  const { code, stdout, stderr } = run("bash", [
    "-c",
    script,
    programPath(PROGRAM),
    input,
    process.execPath,
    SLOW_READER,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.toString().trim()).toBe(sha256(large));
});

test("messages that a pipe does not hold, and a slow reader of them", () => {
  const input = join(folder, "mistakes.yaml");
  const keys = Array.from({ length: 3000 }, (_, n) => `wrong${n}: true\n`);
  const config = configOf("LabelNamespaces", keys.join(""));
  const list = resourceList(item("Namespace", "a"), config);
  writeFileSync(input, list);
  const script = `"$0" < "$1" 2>&1 >/dev/null | "$2" -e "$3"; exit "\${PIPESTATUS[0]}"`;
  const told = run(programPath(PROGRAM), [], {
    input: Buffer.from(list),
  });
  expect(told.stderr.length).toBeGreaterThan(100_000);
  const { code, stdout } = run("bash", [
    "-c",
    script,
    programPath(PROGRAM),
    input,
    process.execPath,
    SLOW_READER,
  ]);
  expect({ code, digest: stdout.toString().trim() }).toEqual({
    code: 1,
    digest: sha256(told.stderr),
  });
});

test("odd chunks with pauses, over descriptors on which nobody waits", async () => {
  const edited = large.replace(idleConfig, "");
  const input = resourceList(
    edited.slice(
      edited.indexOf("- apiVersion"),
      edited.indexOf("functionConfig"),
    ),
    labelConfig("edited"),
  );
  const label =
    "    name: edited\n    labels:\n      environment: production\n";
  const output = input.replace("    name: edited\n", label);
  const stdin = openFifo(join(folder, "stdin"));
  const stdout = openFifo(join(folder, "stdout"));
  const ended = start(PROGRAM, stdin.read, stdout.write);
  const [, hash, { code, stderr }] = await Promise.all([
    feed(stdin.write, Buffer.from(input), [1, 7, 4096, 65_536, 100_001, 3]),
    drain(stdout.read, 8191),
    ended,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(hash.digest("hex")).toBe(sha256(output));
}, 60_000);

test("more pieces than one call takes, over descriptors on which nobody waits", async () => {
  const texts = Array.from({ length: 3000 }, (_, i) =>
    item("Namespace", `n${i}`),
  );
  const input = resourceList(texts.join(""), labelConfig("n*"));
  const label = "\n    labels:\n      environment: production\n";
  const output = input.replaceAll(/(?<=name: n\d+)\n/g, label);
  const stdin = openFifo(join(folder, "stdin-pieces"));
  const stdout = openFifo(join(folder, "stdout-pieces"));
  const ended = start(PROGRAM, stdin.read, stdout.write);
  const [, hash, { code, stderr }] = await Promise.all([
    feed(stdin.write, Buffer.from(input), [65_536]),
    drain(stdout.read, 30_011),
    ended,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(hash.digest("hex")).toBe(sha256(output));
}, 60_000);

test("200 MB", async () => {
  const input = join(folder, "huge.yaml");
  const expected = writeHuge(input, 200_000_000);
  const output = join(folder, "huge-output.yaml");
  const stdio = [openSync(input, "r"), openSync(output, "w"), "pipe"] as const;
  const { code, stderr } = run(programPath(PROGRAM), [], { stdio: [...stdio] });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(await digestOf(output)).toBe(expected);
}, 120_000);

/** Writes a list of at least `size` bytes and returns its digest. */
function writeHuge(path: string, size: number): string {
  const file = openSync(path, "w");
  const hash = createHash("sha256");
  const write = (text: string): void => {
    const bytes = Buffer.from(text);
    writeSync(file, bytes);
    hash.update(bytes);
  };
  const [start, end] = resourceList("@", idleConfig).split("@");
  const body = `  data:\n    file: |\n${"      a line of a file: 日本 # 0644\n".repeat(500)}`;
  write(start ?? "");
  for (let written = 0, index = 0; written < size; index++) {
    const text =
      item(index % 10 ? "ConfigMap" : "Namespace", `n${index}`) + body;
    write(text);
    written += Buffer.byteLength(text);
  }
  write(end ?? "");
  closeSync(file);
  return hash.digest("hex");
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}
