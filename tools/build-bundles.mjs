import { chmodSync, existsSync, readdirSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { build } from "esbuild";
import { at, root } from "./common.mjs";

/** The command's entry: exports `main(program)` and does nothing by itself. */
const ENTRY = "./cli/main.ts";
/** One file a command; a part each. */
const COMMANDS = "cli/commands";

/**
 * Names are shortened too: every start reads the launcher (a third less code).
 * @type {import("esbuild").BuildOptions}
 */
const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  minify: true,
  lineLimit: 200,
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

/**
 * Bundles the launcher and its parts. A part takes the modules that the
 * launcher holds from there, so that a class like Item exists once.
 * @param {string} folder
 * @param {readonly string[]} programs
 * @returns {Promise<Set<string>>} the packages that went in
 */
export async function bundle(folder, programs) {
  const inLauncher = new Set(await launcher(folder, []));
  /** @type {Set<string>} */
  const shared = new Set();
  const partInputs = await parts(folder, inLauncher, shared);
  const launcherInputs = await launcher(folder, [...shared].sort());
  const moduleInputs = await kptModule(folder, programs);
  return packagesOf([...launcherInputs, ...partInputs, ...moduleInputs]);
}

/**
 * What `import "flux-platform-functions/kpt"` gives: the adapter, the registry,
 * and every function by its own name. Whole in itself, as it gets bundled again.
 * @param {string} folder
 * @param {readonly string[]} programs
 * @returns {Promise<string[]>} the files that went in
 */
async function kptModule(folder, programs) {
  const lines = [
    'export { toKptFunction } from "./lib/krm/kpt.ts";',
    'export { functions } from "./functions/index.ts";',
    ...programs.map((name) => `export * from "./functions/${name}/index.ts";`),
  ];
  const { metafile } = await build({
    ...OPTIONS,
    stdin: { contents: lines.join("\n"), resolveDir: root },
    outfile: `${folder}/kpt.js`,
    plugins: [lazyParts],
  });
  return Object.keys(metafile?.inputs ?? {});
}

/**
 * @param {string} folder
 * @param {readonly string[]} shared modules that parts take from the launcher
 * @returns {Promise<string[]>} the files that went in
 */
async function launcher(folder, shared) {
  const outfile = `${folder}/flux-platform`;
  const lines = [
    `export { main } from "${ENTRY}";`,
    ...shared.map((path, n) => `import * as shared${n} from "./${path}";`),
    `export const shared = {${shared.map((path, n) => `"${path}": shared${n}`)}};`,
  ];
  const { metafile } = await build({
    ...OPTIONS,
    stdin: { contents: lines.join("\n"), resolveDir: root },
    outfile,
    banner: { js: "#!/usr/bin/env node" },
    footer: { js: "if (require.main === module) module.exports.main();" },
    plugins: [lazyParts],
  });
  chmodSync(outfile, 0o755);
  return Object.keys(metafile?.inputs ?? {});
}

/**
 * @param {string} folder
 * @param {ReadonlySet<string>} inLauncher
 * @param {Set<string>} shared takes what the parts use of it
 * @returns {Promise<string[]>} the files that went in
 */
async function parts(folder, inLauncher, shared) {
  const names = existsSync(at(COMMANDS)) ? readdirSync(at(COMMANDS)) : [];
  const commands = names.filter((name) => name.endsWith(".ts"));
  const outputs = await Promise.all([
    build({
      ...OPTIONS,
      entryPoints: ["yaml"],
      outfile: `${folder}/parts/yaml.js`,
    }),
    build({
      ...OPTIONS,
      entryPoints: commands.map((name) => `${COMMANDS}/${name}`),
      outdir: `${folder}/parts`,
      plugins: [yamlPart, fromLauncher(inLauncher, shared)],
    }),
    ...functionParts().map(({ name, entry }) =>
      build({
        ...OPTIONS,
        entryPoints: [entry],
        outfile: `${folder}/parts/${name}.js`,
        plugins: [yamlPart, fromLauncher(inLauncher, shared)],
      }),
    ),
    build({
      ...OPTIONS,
      entryPoints: ["yaml"],
      outfile: `${folder}/parts/yaml.js`,
    }),
    build({
      ...OPTIONS,
      entryPoints: commands.map((name) => `${COMMANDS}/${name}`),
      outdir: `${folder}/parts`,
      plugins: [yamlPart, fromLauncher(inLauncher, shared)],
    }),
  ]);
  return outputs.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
}

/**
 * What a function loads when it first runs: its `part.ts`.
 * @returns {{ name: string, entry: string }[]}
 */
function functionParts() {
  return readdirSync(at("functions")).flatMap((name) => {
    const entry = `functions/${name}/part.ts`;
    return existsSync(at(entry)) ? [{ name, entry }] : [];
  });
}

/**
 * In the launcher `yaml`, commands and parts of functions are loaded when a
 * line that needs them runs, from files of their own.
 * @type {import("esbuild").Plugin}
 */
const lazyParts = {
  name: "lazy-parts",
  setup({ onResolve }) {
    onResolve(
      { filter: /^yaml$|\/commands\/[\w-]+\.ts$|^\.\/part\.ts$/ },
      ({ path, kind, importer }) => {
        if (kind === "require-call" || kind === "dynamic-import") {
          return {
            path: `./parts/${partOf(path, importer)}.js`,
            external: true,
          };
        }
        const text = `${relative(root, importer)} must load ${path} by require() where it is used: it is a part`;
        return { errors: [{ text }] };
      },
    );
  },
};

/**
 * @param {string} path as the source has it
 * @param {string} importer
 */
function partOf(path, importer) {
  const ofFunction = path === "./part.ts";
  return basename(ofFunction ? dirname(importer) : path, ".ts");
}

/**
 * Parts share one `yaml`.
 * @type {import("esbuild").Plugin}
 */
const yamlPart = {
  name: "yaml-part",
  setup({ onResolve }) {
    onResolve({ filter: /^yaml$/ }, () => ({
      path: "./yaml.js",
      external: true,
    }));
  },
};

/**
 * @param {ReadonlySet<string>} inLauncher
 * @param {Set<string>} shared
 * @returns {import("esbuild").Plugin}
 */
function fromLauncher(inLauncher, shared) {
  return {
    name: "from-launcher",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => {
        const file = relative(root, resolve(resolveDir, path));
        if (!inLauncher.has(file)) return;
        shared.add(file);
        return { path: file, namespace: "launcher" };
      });
      onResolve({ filter: /.*/, namespace: "launcher" }, ({ path }) => ({
        path,
        external: true,
      }));
      onLoad({ filter: /.*/, namespace: "launcher" }, ({ path }) => ({
        contents: `module.exports = require("../flux-platform").shared["${path}"];`,
      }));
    },
  };
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
