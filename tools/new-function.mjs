/**
 * `npm run new-function NAME`: a folder with everything a function has, an
 * example, and a line in the registry. It works at once and changes nothing.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { at, Failure, run, start } from "./common.mjs";
import { exampleFiles, functionFiles } from "./new-function-files.mjs";

const REGISTRY = "functions/index.ts";

await start(() => {
  const name = process.argv[2] ?? "";
  if (!/^[a-z]+(-[a-z]+)+$/.test(name)) {
    throw new Failure("npm run new-function NAME, such as require-owners");
  }
  const folder = `functions/${name}`;
  if (existsSync(at(folder))) throw new Failure(`${folder} is there already`);
  const words = name
    .split("-")
    .map((word) => word[0]?.toUpperCase() + word.slice(1));
  const kind = words.join("");
  const constant = kind[0]?.toLowerCase() + kind.slice(1);
  writeAll(
    folder,
    functionFiles({ name, kind, constant, code: name.toUpperCase() }),
  );
  writeAll(`examples/${name}-basic`, exampleFiles({ name, kind }));
  const registry = readFileSync(at(REGISTRY), "utf8");
  writeFileSync(at(REGISTRY), registered(registry, name, kind));
  finish(name);
});

/**
 * @param {string} folder
 * @param {Record<string, string>} files
 */
function writeAll(folder, files) {
  for (const [file, text] of Object.entries(files)) {
    const path = at(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/**
 * The registry with one line more, in its place.
 * @param {string} registry
 * @param {string} name
 * @param {string} kind
 */
function registered(registry, name, kind) {
  const lines = registry.split("\n");
  const isEntry = (/** @type {string} */ line) => line.includes('/index.ts")');
  const others = lines.filter(isEntry);
  const first = lines.findIndex(isEntry);
  if (first < 0) {
    throw new Failure(
      `${REGISTRY} has another form than expected: add ${kind} by hand`,
    );
  }
  const line = `  whenUsed("${kind}", () => require("./${name}/index.ts")),`;
  lines.splice(first, others.length, ...[...others, line].sort());
  return lines.join("\n");
}

/**
 * Formats and sorts, fills the generated parts, and lets the cases' harness
 * write what the function is expected to print.
 * @param {string} name
 */
function finish(name) {
  const biome = at("node_modules/@biomejs/biome/bin/biome");
  run(process.execPath, [
    biome,
    "check",
    "--write",
    REGISTRY,
    `functions/${name}`,
  ]);
  run(process.execPath, [at("tools/generate.mjs")]);
  run(process.execPath, [at("tools/build.mjs")]);
  const jest = at("node_modules/jest/bin/jest.js");
  const args = [jest, "test/cases.test.ts", "-t", `^${name} `];
  run(process.execPath, args, { env: { ...process.env, UPDATE: "1" } });
  console.log(
    `functions/${name}: begin with schema.ts, index.ts and cases/typical`,
  );
}
