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
  const inLauncher = await launcherModules(programs);
  /** @type {Set<string>} */
  const shared = new Set();
  const partInputs = await parts(folder, programs, inLauncher, shared);
  const launcherInputs = await launcher(folder, [...shared].sort());
  const moduleInputs = await kptModule(folder, programs);
  return packagesOf([...launcherInputs, ...partInputs, ...moduleInputs]);
}

/** From so many functions on a module of `lib` is worth a start of each. */
const MANY = 3;

/**
 * The modules that the launcher holds: what every process runs, and what many
 * functions share.
 * @param {readonly string[]} programs
 * @returns {Promise<Set<string>>}
 */
async function launcherModules(programs) {
  const own = await inputsOf(ENTRY, [lazyParts]);
  const used = await Promise.all(
    programs.map((name) => inputsOf(functionEntry(name), [yamlPart])),
  );
  const counts = new Map();
  for (const path of used.flat()) {
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  const common = [...counts.keys()].filter(
    (path) => path.startsWith("lib/") && counts.get(path) >= MANY,
  );
  return new Set([...own, ...common]);
}

/**
 * @param {string} entry
 * @param {import("esbuild").Plugin[]} plugins
 */
async function inputsOf(entry, plugins) {
  const options = { ...OPTIONS, entryPoints: [entry], plugins };
  const { metafile } = await build({ ...options, write: false, outdir: "." });
  return Object.keys(metafile?.inputs ?? {});
}

/** @param {string} name */
function functionEntry(name) {
  return `functions/${name}/index.ts`;
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
    ...programs.map((name) => `export * from "./${functionEntry(name)}";`),
  ];
  const { metafile } = await build({
    ...OPTIONS,
    stdin: { contents: lines.join("\n"), resolveDir: root },
    outfile: `${folder}/kpt.js`,
    plugins: [external(/^yaml$/, () => "./parts/yaml.js")],
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
 * One file for `yaml`, for each command and for each function.
 * @param {string} folder
 * @param {readonly string[]} programs
 * @param {ReadonlySet<string>} inLauncher
 * @param {Set<string>} shared takes what the parts use of it
 * @returns {Promise<string[]>} the files that went in
 */
async function parts(folder, programs, inLauncher, shared) {
  const names = existsSync(at(COMMANDS)) ? readdirSync(at(COMMANDS)) : [];
  const commands = names.filter((name) => name.endsWith(".ts"));
  const entries = [
    ...commands.map((name) => `${COMMANDS}/${name}`),
    ...programs.map(functionEntry),
  ];
  const outputs = await Promise.all([
    build({
      ...OPTIONS,
      entryPoints: ["yaml"],
      outfile: `${folder}/parts/yaml.js`,
    }),
    ...entries.map((entry) =>
      build({
        ...OPTIONS,
        entryPoints: [entry],
        outfile: `${folder}/parts/${partOf(entry)}.js`,
        plugins: [yamlPart, fromLauncher(inLauncher, shared)],
      }),
    ),
  ]);
  return outputs.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
}

/** A part's name: that of its file, or of the function's folder.
 * @param {string} path
 */
function partOf(path) {
  return basename(basename(path) === "index.ts" ? dirname(path) : path, ".ts");
}

/**
 * @param {RegExp} filter
 * @param {(path: string) => string} target
 * @returns {import("esbuild").Plugin}
 */
function external(filter, target) {
  return {
    name: "external",
    setup({ onResolve }) {
      onResolve({ filter }, ({ path }) => ({
        path: target(path),
        external: true,
      }));
    },
  };
}

/** Parts share one `yaml`. */
const yamlPart = external(/^yaml$/, () => "./yaml.js");

/**
 * In the launcher `yaml`, commands and functions are loaded when a line that
 * needs them runs, from files of their own.
 * @type {import("esbuild").Plugin}
 */
const lazyParts = {
  name: "lazy-parts",
  setup({ onResolve }) {
    onResolve(
      { filter: /^yaml$|\/commands\/[\w-]+\.ts$|^\.\/[\w-]+\/index\.ts$/ },
      ({ path, kind, importer }) => {
        const ofRegistry = importer === at("functions/index.ts");
        if (path.endsWith("/index.ts") && !ofRegistry) return;
        if (kind === "require-call" || kind === "dynamic-import") {
          return { path: `./parts/${partOf(path)}.js`, external: true };
        }
        const text = `${relative(root, importer)} must load ${path} by require() where it is used: it is a part`;
        return { errors: [{ text }] };
      },
    );
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
