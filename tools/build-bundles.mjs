import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { build } from "esbuild";
import { at, Failure, root } from "./common.mjs";

/** The kernel's entry: exports `main(program)` and does nothing by itself. */
const ENTRY = "./cli/main.ts";
/** One file a command; a part each. */
const COMMANDS = "cli/commands";

/**
 * Names are shortened too: every start reads the kernel (a third less code).
 * @type {import("esbuild").BuildOptions}
 */
const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  // Node 20 has them. As a call, valibot's for emoji would stay in every script
  // and be read at every start: a literal that nobody uses is left out.
  supported: { "regexp-unicode-property-escapes": true },
  minify: true,
  lineLimit: 200,
  // Parts are read a byte a character, which is fastest.
  charset: "ascii",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

/**
 * Bundles the scripts of programs, and the kernel and its parts. A part takes the
 * modules that the kernel holds from there, so that a class like Item exists once.
 * @param {string} folder
 * @param {readonly string[]} programs
 * @param {readonly string[]} alone those of them that run no other's function
 * @param {Forms} forms
 * @returns {Promise<Set<string>>} the packages that went in
 */
export async function bundle(folder, programs, alone, forms) {
  const inKernel = await kernelModules(programs);
  /** @type {Set<string>} */
  const shared = new Set();
  const partInputs = await parts(folder, programs, inKernel, shared);
  const kernelInputs = await kernel(folder, [...shared].sort(), forms);
  await Promise.all(alone.map((name) => program(folder, name, forms)));
  const moduleInputs = await kptModule(folder, programs);
  samples(folder, programs);
  return packagesOf([...kernelInputs, ...partInputs, ...moduleInputs]);
}

/**
 * What specs look like, by program: the function's kind, and its forms as text.
 * @typedef {ReadonlyMap<string, { kind: string, text: string }>} Forms
 */

/** From so many functions on a module of `lib` is worth a start of each. */
const MANY = 3;

/**
 * The modules that the kernel holds: what every process runs, and what many
 * functions share.
 * @param {readonly string[]} programs
 * @returns {Promise<Set<string>>}
 */
async function kernelModules(programs) {
  const own = await inputsOf(ENTRY, [lazyParts]);
  const used = await Promise.all(
    programs.map((name) =>
      inputsOf(functionEntry(name), [yamlPart, schemaPart]),
    ),
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
 * @param {readonly string[]} shared modules that parts take from the kernel
 * @param {Forms} forms
 * @returns {Promise<string[]>} the files that went in
 */
async function kernel(folder, shared, forms) {
  const lines = [
    `export * from "${ENTRY}";`,
    ...shared.map((path, n) => `import * as shared${n} from "./${path}";`),
    `export const shared = {${shared.map((path, n) => `"${path}": shared${n}`)}};`,
  ];
  const { metafile } = await build({
    ...OPTIONS,
    stdin: { contents: lines.join("\n"), resolveDir: root },
    outfile: `${folder}/parts/kernel.js`,
    plugins: [lazyParts, schemaPart, withForms([...forms.values()])],
  });
  return Object.keys(metafile?.inputs ?? {});
}

/**
 * A function and the kernel in one script, from which its program starts: no
 * name crosses from one file to another, and only what it runs is in it.
 * @param {string} folder
 * @param {string} name
 * @param {Forms} forms
 */
async function program(folder, name, forms) {
  const own = forms.get(name);
  await build({
    ...OPTIONS,
    entryPoints: [ENTRY],
    outfile: `${folder}/parts/program-${name}.js`,
    plugins: [
      holding(name),
      lazyParts,
      schemaPart,
      withForms(own ? [own] : []),
    ],
  });
}

/**
 * An executable: what loads a script is all that is not compiled ahead, and so
 * is one file.
 * @param {string} file
 * @param {string} script
 * @param {string} program `""` where its own name or its config tells
 */
export async function executable(file, script, program) {
  const contents = `import { start } from "./cli/start.ts";
start("${script}"${program && `, "${program}"`});`;
  await build({
    ...OPTIONS,
    stdin: { contents, resolveDir: root },
    banner: { js: "#!/usr/bin/env node" },
    outfile: file,
  });
  chmodSync(file, 0o755);
}

/**
 * Cases that take the way most lists take, and no other: V8 keeps the code of
 * what they run. `typical` where none are named.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const SAMPLES = {
  "check-platform": [
    "contracts-allowed",
    "flux-lock-allowed",
    "ten-layer-allowed",
  ],
  "inject-tolerations": ["typical", "helmrelease"],
  "label-namespaces": ["declared"],
};

/**
 * Programs whose samples hold each item many times: each is judged by itself, and
 * most of a run is passing over them. V8 writes down which functions a long list
 * makes hot, and compiles them sooner; a short list run again and again would make
 * the config's hot too. Above 1 MiB a run sets flags, and V8 would refuse code that
 * was made with them.
 */
const LONG = new Set(["label-namespaces"]);
const TIMES = 20;

/**
 * @param {string} folder
 * @param {readonly string[]} programs
 */
function samples(folder, programs) {
  for (const name of programs) {
    for (const one of SAMPLES[name] ?? ["typical"]) {
      const sample = at("functions", name, "cases", one, "input.yaml");
      const text = readFileSync(sample, "utf8");
      mkdirSync(`${folder}/parts/samples/${name}`, { recursive: true });
      writeFileSync(
        `${folder}/parts/samples/${name}/${one}.yaml`,
        LONG.has(name) ? lengthened(text, sample) : text,
      );
    }
  }
}

/**
 * @param {string} list
 * @param {string} file where it stands
 */
function lengthened(list, file) {
  const [head, items, config, ...more] = list.split(
    /(?<=^items:\n)|(?=^functionConfig:\n)/m,
  );
  if (head && items && config && more.length === 0) {
    return head + items.repeat(TIMES) + config;
  }
  throw new Failure(
    `${relative(root, file)}: expected items, then functionConfig`,
  );
}

/**
 * One file for `yaml`, for each command and for each function.
 * @param {string} folder
 * @param {readonly string[]} programs
 * @param {ReadonlySet<string>} inKernel
 * @param {Set<string>} shared takes what the parts use of it
 * @returns {Promise<string[]>} the files that went in
 */
async function parts(folder, programs, inKernel, shared) {
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
    build({
      ...OPTIONS,
      entryPoints: [COMPILE],
      outfile: `${folder}/parts/compile.js`,
      plugins: [loader],
    }),
    ...entries.map((entry) =>
      build({
        ...OPTIONS,
        entryPoints: [entry],
        outfile: `${folder}/parts/${partOf(entry)}.js`,
        plugins: [
          yamlPart,
          compilePart,
          schemaPart,
          fromKernel(inKernel, shared),
        ],
      }),
    ),
    ...schemaFiles(programs).map((file) =>
      build({
        ...OPTIONS,
        entryPoints: [file],
        outfile: `${folder}/parts/${schemaName(dirname(file))}.js`,
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
 * The schemas that a run can do without: a part each, whole in itself.
 * @param {readonly string[]} programs
 */
function schemaFiles(programs) {
  const folders = programs.map((name) => `functions/${name}`);
  return [...folders, "lib/kubernetes"].map((folder) => `${folder}/schema.ts`);
}

/** @param {string} folder */
function schemaName(folder) {
  return `schema-${basename(folder)}`;
}

/**
 * A schema that a line loads when it runs; others are bundled where they are.
 * @type {import("esbuild").Plugin}
 */
const schemaPart = {
  name: "schema-part",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/schema\.ts$/ }, ({ kind, resolveDir }) =>
      kind === "require-call"
        ? { path: `./${schemaName(resolveDir)}.js`, external: true }
        : undefined,
    );
  },
};

/**
 * Puts the forms of specs where the sources have none.
 * @param {readonly { kind: string, text: string }[]} forms
 * @returns {import("esbuild").Plugin}
 */
function withForms(forms) {
  const texts = forms.map(({ kind, text }) => [kind, text]);
  return {
    name: "with-forms",
    setup({ onLoad }) {
      onLoad({ filter: /\bkrm.forms\.ts$/ }, () => ({
        contents: `export const forms = ${JSON.stringify(Object.fromEntries(texts))};`,
      }));
    },
  };
}

/** Compiles the scripts ahead; what loaded them knows them. */
const COMPILE = "cli/compile.ts";
const compilePart = external(/\/compile\.ts$/, () => "./compile.js");
const loader = external(/^\.\/load\.ts$/, () => "./load.js");

/**
 * In the kernel `yaml`, commands and functions are loaded when a line that
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
          return { path: `./${partOf(path)}.js`, external: true };
        }
        const text = `${relative(root, importer)} must load ${path} by require() where it is used: it is a part`;
        return { errors: [{ text }] };
      },
    );
  },
};

/**
 * The registry of a program holds its own function; others stay parts.
 * @param {string} name
 * @returns {import("esbuild").Plugin}
 */
function holding(name) {
  const registry = at("functions/index.ts");
  const own = `./${name}/index.ts`;
  return {
    name: "holding",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\bfunctions.index\.ts$/ }, ({ path }) => {
        if (path !== registry) return;
        const text = readFileSync(path, "utf8");
        const held = text.replace(`require("${own}")`, "own");
        const contents = `import * as own from "${own}";\n${held}`;
        return { contents, loader: "ts" };
      });
      onResolve({ filter: /^\.\/[\w-]+\/index\.ts$/ }, ({ path, importer }) =>
        path === own && importer === registry
          ? { path: at(functionEntry(name)) }
          : undefined,
      );
    },
  };
}

/**
 * @param {ReadonlySet<string>} inKernel
 * @param {Set<string>} shared
 * @returns {import("esbuild").Plugin}
 */
function fromKernel(inKernel, shared) {
  return {
    name: "from-kernel",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => {
        const file = relative(root, resolve(resolveDir, path));
        if (!inKernel.has(file)) return;
        shared.add(file);
        return { path: file, namespace: "kernel" };
      });
      onResolve({ filter: /.*/, namespace: "kernel" }, ({ path }) => ({
        path,
        external: true,
      }));
      onLoad({ filter: /.*/, namespace: "kernel" }, ({ path }) => ({
        contents: `module.exports = require("./kernel.js").shared["${path}"];`,
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
