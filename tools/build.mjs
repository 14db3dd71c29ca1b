/**
 * Writes dist: the kernel, the parts it loads when it needs them, a program per
 * function, and the schemas for editors.
 */
import {
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { bundle } from "./build-bundles.mjs";
import { kptTypes } from "./build-kpt-types.mjs";
import { licenses } from "./build-licenses.mjs";
import { buildStamp } from "./build-stamp.mjs";
import { loadTypeScript } from "./build-typescript.mjs";
import { at, Failure, installed, start } from "./common.mjs";
import { compileAhead } from "./compile.mjs";

/** Every start of a function reads the kernel and its part, in bytes. */
const LIMIT = 300_000;

await start(async () => {
  const stamp = buildStamp();
  const folder = installed(`dist-${process.pid}`);
  try {
    await write(folder);
    writeFileSync(`${folder}/.stamp`, stamp);
    publish(folder);
    compileAhead([process.execPath]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** @param {string} folder */
async function write(folder) {
  mkdirSync(`${folder}/schemas`, { recursive: true });
  const { programs, schemas } = await loadTypeScript("tools/schemas.ts");
  const packages = await bundle(folder, programs);
  for (const program of programs) refuseLarge(`${folder}/parts`, program);
  writeFileSync(`${folder}/kpt.d.ts`, kptTypes(`${folder}/kpt.js`));
  writeProgram(`${folder}/flux-platform`, "");
  for (const program of programs) {
    writeProgram(`${folder}/${program}`, `"${program}"`);
  }
  for (const [kind, schema] of schemas) {
    const text = JSON.stringify(schema, null, 2);
    writeFileSync(`${folder}/schemas/${kind}.json`, `${text}\n`);
  }
  writeFileSync(`${folder}/THIRD-PARTY-LICENSES`, licenses(packages));
}

/**
 * @param {string} path
 * @param {string} name what it is called with
 */
function writeProgram(path, name) {
  const lines = [
    "#!/usr/bin/env node",
    `require("./parts/load.js").load("kernel").main(${name});`,
  ];
  writeFileSync(path, `${lines.join("\n")}\n`, { mode: 0o755 });
}

/**
 * @param {string} parts
 * @param {string} program
 */
function refuseLarge(parts, program) {
  const files = ["load", "kernel", program].map(
    (name) => `${parts}/${name}.js`,
  );
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  if (size <= LIMIT) return;
  throw new Failure(
    `dist/${program} reads ${size} bytes at its start, more than ${LIMIT}: load what not every run needs as a part`,
  );
}

/**
 * Puts the new folder in the old one's place, so that a program that starts
 * meanwhile finds all of one build.
 * @param {string} folder
 */
function publish(folder) {
  const old = `${folder}-old`;
  rmSync(old, { recursive: true, force: true });
  try {
    renameSync(at("dist"), old);
  } catch {
    // The first build.
  }
  renameSync(folder, at("dist"));
  rmSync(old, { recursive: true, force: true });
}
