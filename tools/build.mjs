/**
 * Writes dist: the executable and a link to it per function, the same program
 * for Node and what npm's names run, the module for the TypeScript SDK, the
 * schemas for editors and the licences. With `--platform NAME,NAME` only the
 * executable, for another platform: dist/platforms/NAME/. With `--if-stale`
 * nothing where dist is what the sources make.
 */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { parseArgs } from "node:util";
import { thisPlatform } from "../cli/platform.mjs";
import {
  bundle,
  executable,
  provideExecutable,
  publish,
  script,
} from "./build-executable.mjs";
import { kptTypes } from "./build-kpt-types.mjs";
import { buildStamp, isBuilt } from "./build-stamp.mjs";
import { loadTypeScript } from "./build-typescript.mjs";
import { at, Failure, installed, root, start } from "./common.mjs";
import { licenses } from "./release-licenses.mjs";

await start(async () => {
  const { values } = parseArgs({
    options: { platform: { type: "string" }, "if-stale": { type: "boolean" } },
  });
  if (values.platform) {
    for (const one of values.platform.split(",")) await provideExecutable(one);
    return;
  }
  if (values["if-stale"] && isBuilt()) return;
  const folder = installed(`dist-${process.pid}`);
  try {
    await writeAll(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** @param {string} folder */
async function writeAll(folder) {
  const stamp = buildStamp();
  const { hasAllCommands } = await loadTypeScript("tools/generate.ts");
  if (!hasAllCommands(root)) {
    throw new Failure(
      "cli/commands/index.ts is not what its folder holds: run npm run generate",
    );
  }
  const functions = readdirSync(at("functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const packages = [
    ...(await script(`${folder}/node/flux-platform.js`)),
    ...(await kptModule(`${folder}/kpt.js`, functions)),
  ];
  chmodSync(`${folder}/node/flux-platform.js`, 0o755);
  executable(folder, thisPlatform());
  for (const name of functions) {
    symlinkSync("flux-platform", `${folder}/${name}`);
  }
  await writeLaunchers(folder, ["flux-platform", ...functions]);
  writeFileSync(`${folder}/kpt.d.ts`, kptTypes(`${folder}/kpt.js`));
  mkdirSync(`${folder}/schemas`);
  const { allSchemas } = await loadTypeScript("cli/process/schemas.ts");
  for (const [kind, schema] of allSchemas()) {
    const text = JSON.stringify(schema, null, 2);
    writeFileSync(`${folder}/schemas/${kind}.json`, `${text}\n`);
  }
  writeFileSync(`${folder}/THIRD-PARTY-LICENSES`, licenses(packages));
  writeFileSync(`${folder}/.stamp`, stamp);
  publish(folder, at("dist"));
}

/**
 * What npm's names run: a file each, as npm packs no links and Windows keeps no
 * name of a link.
 * @param {string} folder
 * @param {readonly string[]} names
 */
async function writeLaunchers(folder, names) {
  const entryPoints = ["cli/launch.mjs"];
  await bundle({ entryPoints, outfile: `${folder}/node/launch.js` });
  mkdirSync(`${folder}/bin`);
  for (const name of names) {
    const text = `#!/usr/bin/env node\nrequire("../node/launch.js").launch("${name}");\n`;
    writeFileSync(`${folder}/bin/${name}.js`, text, { mode: 0o755 });
  }
}

/**
 * What `import "flux-platform-functions/kpt"` gives: the adapter, the registry,
 * and every function by its own name.
 * @param {string} outfile
 * @param {readonly string[]} functions
 * @returns {Promise<string[]>} the packages that went in
 */
function kptModule(outfile, functions) {
  const lines = [
    'export { toKptFunction } from "./lib/krm/kpt.ts";',
    'export { functions } from "./functions/index.ts";',
    ...functions.map((name) => `export * from "./functions/${name}/index.ts";`),
  ];
  return bundle({
    stdin: { contents: lines.join("\n"), resolveDir: root },
    outfile,
  });
}
