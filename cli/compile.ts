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

/** What scripts of one program are called. */
const OWN = "program-";

/**
 * Compiles the parts for the Node that runs this, after a run of the samples: V8
 * then keeps the code of what a run needs, and of nothing else. A program with a
 * script of its own runs its own sample there; what serves every function, the
 * kernel and its parts, runs all. Its files lie beside the parts; programs start
 * faster with them, and work without. Nothing happens where they are there
 * already. Throws what the file system says.
 */
export function compile(): void {
  if (existsSync(compiledFile("kernel"))) return;
  const samples = readdirSync(`${__dirname}/samples`);
  const programs = samples.map((file) => basename(file, ".yaml"));
  for (const program of programs) {
    const script = OWN + program;
    if (!existsSync(`${__dirname}/${script}.js`)) continue;
    runSample(script, program);
    // At once: V8 drops code that has not run for a while.
    write(script);
  }
  for (const program of programs) runSample("kernel", program);
  const parts = [...loaded.keys()].filter((name) => !name.startsWith(OWN));
  // The kernel, which was loaded first, says that all are there.
  for (const name of parts.reverse()) write(name);
}

function runSample(script: string, program: string): void {
  const { main } = load(script) as typeof import("./main.ts");
  const input = openSync(`${__dirname}/samples/${program}.yaml`, "r");
  const output = openSync(devNull, "w");
  main(program, { input, output, errors: output });
  closeSync(input);
  closeSync(output);
}

/** Whole or not at all: a program may start meanwhile. */
function write(name: string): void {
  const data = loaded.get(name)?.script.createCachedData();
  if (!data) return;
  const file = compiledFile(name);
  const fresh = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(fresh, data);
  renameSync(fresh, file);
}
