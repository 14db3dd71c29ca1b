import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { devNull } from "node:os";
import { basename, dirname } from "node:path";
import { compiledFile, load, loaded } from "./load.ts";

/**
 * Compiles the parts for the Node that runs this, after a run of every sample:
 * V8 then keeps the code of what a run needs, and of nothing else. Its files lie
 * beside the parts; programs start faster with them, and work without. Nothing
 * happens where they are there already. Throws what the file system says.
 */
export function compile(): void {
  if (existsSync(compiledFile("kernel"))) return;
  const samples = `${__dirname}/samples`;
  const programs = readdirSync(samples).map((file) => basename(file, ".yaml"));
  const { runFunction } = load("kernel") as typeof import("./main.ts");
  const output = openSync(devNull, "w");
  for (const program of programs) {
    const input = openSync(`${samples}/${program}.yaml`, "r");
    runFunction(program, { input, output, errors: output });
    closeSync(input);
  }
  closeSync(output);
  for (const [name, { script }] of loaded)
    write(name, script.createCachedData());
}

/** Whole or not at all: a program may start meanwhile. */
function write(name: string, data: Buffer): void {
  const file = compiledFile(name);
  const fresh = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(fresh, data);
  renameSync(fresh, file);
}
