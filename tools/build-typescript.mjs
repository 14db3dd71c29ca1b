import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { bundle } from "./build-executable.mjs";
import { at, installed } from "./common.mjs";

/**
 * The exports of a TypeScript module, which Node 20 can't load by itself.
 * @param {string} path from the repository's root
 * @returns {Promise<any>}
 */
export async function loadTypeScript(path) {
  const outfile = installed(`load-${process.pid}-${basename(path)}.cjs`);
  try {
    await bundle({ entryPoints: [path], outfile, packages: "external" });
    return createRequire(at(path))(outfile);
  } finally {
    rmSync(outfile, { force: true });
  }
}
