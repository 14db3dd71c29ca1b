import { transformSync } from "esbuild";

/** What stands for `import.meta.url` in a CommonJS module. */
const banner =
  'const moduleUrl = require("node:url").pathToFileURL(__filename).href;';

/** Lets Jest run TypeScript, and the tools' modules, as CommonJS. */
export default {
  /**
   * @param {string} source
   * @param {string} path
   */
  process: (source, path) =>
    transformSync(source, {
      sourcefile: path,
      loader: path.endsWith(".ts") ? "ts" : "js",
      format: "cjs",
      target: "node20",
      sourcemap: "inline",
      define: { "import.meta.url": "moduleUrl" },
      banner,
    }),
};
