import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { build } from "esbuild";
import { at, installed, root } from "./common.mjs";

/**
 * The exports of a TypeScript module, which Node 20 can't load by itself.
 * @param {string} path from the repository's root
 * @returns {Promise<any>}
 */
export async function loadTypeScript(path) {
  const outfile = installed(`load-${process.pid}-${basename(path)}.cjs`);
  mkdirSync(installed(), { recursive: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [path],
      outfile,
      bundle: true,
      platform: "node",
      format: "cjs",
      target: "node20",
      packages: "external",
    });
    return createRequire(at(path))(outfile);
  } finally {
    rmSync(outfile, { force: true });
  }
}
