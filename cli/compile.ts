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
import { dirname } from "node:path";
import { setFlagsFromString } from "node:v8";
import { compiledFile, load, loaded } from "./load.ts";

/** Lists for each program, in a folder of its name. */
const SAMPLES = `${__dirname}/samples`;

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
  // V8 drops code that has not run for a while, and takes none that other flags
  // made.
  setFlagsFromString("--no-flush-bytecode");
  const programs = readdirSync(SAMPLES);
  for (const program of programs) {
    runSamples("kernel", program);
    const script = `program-${program}`;
    if (existsSync(`${__dirname}/${script}.js`)) runSamples(script, program);
  }
  // No sample holds a mistake or an exception, for which schemas are loaded.
  for (const file of readdirSync(__dirname)) {
    if (file.startsWith("schema-")) load(file.replace(/\.js$/, ""));
  }
  setFlagsFromString("--flush-bytecode");
  // The kernel, which was loaded first, says that all are there.
  for (const [name, { script }] of [...loaded].reverse()) {
    write(name, script.createCachedData());
  }
}

function runSamples(script: string, program: string): void {
  const { main } = load(script) as typeof import("./main.ts");
  const output = openSync(devNull, "w");
  for (const file of readdirSync(`${SAMPLES}/${program}`)) {
    const input = openSync(`${SAMPLES}/${program}/${file}`, "r");
    main(program, { input, output, errors: output });
    closeSync(input);
  }
  closeSync(output);
}

/** Whole or not at all: a program may start meanwhile. */
function write(name: string, data: Buffer): void {
  const file = compiledFile(name);
  const fresh = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(fresh, data);
  renameSync(fresh, file);
}
