import { readFileSync } from "node:fs";
import { Script } from "node:vm";

/** This goes into every executable; beside them lie the parts. */
const PARTS = `${__dirname}/parts`;

/** A part as Node's module loader would run it. */
type Wrapped = (
  exports: unknown,
  require: (name: string) => unknown,
  module: { exports: unknown },
  file: string,
  folder: string,
) => void;

/** Parts that were loaded, by name. */
export const loaded = new Map<string, { exports: unknown; script: Script }>();

/**
 * Loads a part, with the code that `compile` left for this very Node, where it
 * did: reading and compiling half a megabyte of text at every start is what a
 * small build waits for. Nothing is ever written here, so a read-only root is no
 * matter. Parts are one byte a character.
 */
export function load(name: string): unknown {
  const known = loaded.get(name);
  if (known) return known.exports;
  const file = `${PARTS}/${name}.js`;
  const script = new Script(
    `(function(exports,require,module,__filename,__dirname){${readFileSync(file, "latin1")}\n})`,
    { filename: file, ...compiled(name) },
  );
  const module = { exports: {}, script };
  loaded.set(name, module);
  const run: Wrapped = script.runInThisContext();
  run(module.exports, part, module, file, PARTS);
  return module.exports;
}

/** `require` inside a part: other parts, this one, and what comes with Node. */
function part(name: string): unknown {
  if (!name.startsWith("./")) return require(name);
  const own = name.slice("./".length, -".js".length);
  return own === "load" ? { load, loaded, compiledFile } : load(own);
}

/** Where `compile` puts what it made of a part, for the Node that runs. */
export function compiledFile(name: string): string {
  return `${PARTS}/compiled/${process.version}-${process.arch}/${name}`;
}

/** V8 itself refuses what another version made, or of another text. */
function compiled(name: string): { cachedData?: Buffer } {
  try {
    return { cachedData: readFileSync(compiledFile(name)) };
  } catch {
    return {};
  }
}
