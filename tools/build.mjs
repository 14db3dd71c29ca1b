/**
 * Writes dist: the executable and a link to it per function, the same program
 * for Node, the module for the TypeScript SDK, the schemas for editors and the
 * licences. With `--platform NAME` only the executable, for another platform:
 * dist/platforms/NAME/.
 */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { kptTypes } from "./build-kpt-types.mjs";
import { licenses } from "./build-licenses.mjs";
import {
  PLATFORMS,
  provideRuntime,
  thisPlatform,
  writeClosed,
} from "./build-runtime.mjs";
import { buildStamp } from "./build-stamp.mjs";
import { loadTypeScript } from "./build-typescript.mjs";
import { at, Failure, installed, root, run, start } from "./common.mjs";

/** @type {import("esbuild").BuildOptions} */
const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  // Node 20 has them. As a call, valibot's for emoji would stay in the program
  // and be made at every start: a literal that nobody uses is left out.
  supported: { "regexp-unicode-property-escapes": true },
  minify: true,
  lineLimit: 200,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

await start(async () => {
  const { values } = parseArgs({ options: { platform: { type: "string" } } });
  const folder = installed(`dist-${process.pid}`);
  try {
    await (values.platform
      ? writePlatform(folder, values.platform)
      : writeAll(folder));
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
  const programs = readdirSync(at("functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const inputs = [
    ...(await script(`${folder}/node/flux-platform.js`)),
    ...(await kptModule(`${folder}/kpt.js`, programs)),
  ];
  chmodSync(`${folder}/node/flux-platform.js`, 0o755);
  executable(folder, thisPlatform());
  for (const name of programs) {
    symlinkSync("flux-platform", `${folder}/${name}`);
  }
  writeFileSync(`${folder}/kpt.d.ts`, kptTypes(`${folder}/kpt.js`));
  mkdirSync(`${folder}/schemas`);
  const { allSchemas } = await loadTypeScript("cli/process/schemas.ts");
  for (const [kind, schema] of allSchemas()) {
    const text = JSON.stringify(schema, null, 2);
    writeFileSync(`${folder}/schemas/${kind}.json`, `${text}\n`);
  }
  writeFileSync(`${folder}/THIRD-PARTY-LICENSES`, licenses(packagesOf(inputs)));
  writeFileSync(`${folder}/.stamp`, stamp);
  publish(folder, at("dist"));
}

/**
 * @param {string} folder
 * @param {string} platform
 */
async function writePlatform(folder, platform) {
  await script(`${folder}/node/flux-platform.js`);
  executable(folder, platform);
  rmSync(`${folder}/node`, { recursive: true });
  mkdirSync(at("dist/platforms"), { recursive: true });
  publish(folder, at("dist/platforms", platform));
}

/**
 * The program as one script, for Node and for the runtime of the executable.
 * @param {string} outfile
 * @returns {Promise<string[]>} the files that went in
 */
async function script(outfile) {
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: ["cli/main.ts"],
    banner: { js: "#!/usr/bin/env node" },
    outfile,
  });
  return Object.keys(metafile?.inputs ?? {});
}

/**
 * The script with its runtime: compiled ahead, and deaf to files of the folder
 * it is run in. Over a list of thousands of objects the engine's own thresholds
 * compile too much too early: with these, short runs take a fifth less and long
 * ones the same.
 * @param {string} folder that holds the script
 * @param {string} platform
 */
function executable(folder, platform) {
  const closed = `${folder}/runtime`;
  writeClosed(platform, closed);
  const flags = [
    "--bytecode",
    "--compile-jit-policy=20",
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    "--no-compile-autoload-tsconfig",
    "--no-compile-autoload-package-json",
    `--target=${PLATFORMS[platform]?.replace("aarch64", "arm64")}`,
    `--compile-executable-path=${closed}`,
    "--outfile=flux-platform",
  ];
  const args = ["build", "--compile", ...flags, "node/flux-platform.js"];
  run(provideRuntime(thisPlatform()), args, { cwd: folder });
  rmSync(closed);
}

/**
 * What `import "flux-platform-functions/kpt"` gives: the adapter, the registry,
 * and every function by its own name.
 * @param {string} outfile
 * @param {readonly string[]} programs
 * @returns {Promise<string[]>} the files that went in
 */
async function kptModule(outfile, programs) {
  const lines = [
    'export { toKptFunction } from "./lib/krm/kpt.ts";',
    'export { functions } from "./functions/index.ts";',
    ...programs.map((name) => `export * from "./functions/${name}/index.ts";`),
  ];
  const { metafile } = await build({
    ...OPTIONS,
    stdin: { contents: lines.join("\n"), resolveDir: root },
    outfile,
  });
  return Object.keys(metafile?.inputs ?? {});
}

/**
 * Puts a new folder in the old one's place, so that a program that starts
 * meanwhile finds all of one build.
 * @param {string} folder
 * @param {string} place
 */
function publish(folder, place) {
  const old = `${folder}-old`;
  rmSync(old, { recursive: true, force: true });
  try {
    renameSync(place, old);
  } catch {
    // The first build.
  }
  renameSync(folder, place);
  rmSync(old, { recursive: true, force: true });
}

/**
 * @param {readonly string[]} inputs
 * @returns {Set<string>}
 */
function packagesOf(inputs) {
  const names = inputs.map(
    (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1],
  );
  return new Set(names.filter((name) => name !== undefined));
}
