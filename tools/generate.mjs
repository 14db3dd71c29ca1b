/**
 * Fills the generated parts of READMEs and of package.json; with `--check`
 * only says which of them are stale.
 */
import { loadTypeScript } from "./build-typescript.mjs";
import { Failure, root, start } from "./common.mjs";

await start(async () => {
  const { staleFiles, writeAll } = await loadTypeScript("tools/generate.ts");
  if (!process.argv.includes("--check")) return writeAll(root);
  const stale = staleFiles(root);
  if (stale.length === 0) return;
  throw new Failure(`stale: ${stale.join(", ")}; run npm run generate`);
});
