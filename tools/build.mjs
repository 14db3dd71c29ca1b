/**
 * Writes dist: a program per function, the script that it runs, the kernel and
 * the parts for programs of many functions, and the schemas for editors.
 */
import {
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { bundle, executable } from "./build-bundles.mjs";
import { kptTypes } from "./build-kpt-types.mjs";
import { licenses } from "./build-licenses.mjs";
import { buildStamp } from "./build-stamp.mjs";
import { loadTypeScript } from "./build-typescript.mjs";
import { at, Failure, installed, start } from "./common.mjs";
import { compileAhead } from "./compile.mjs";

/** Every start of a function reads a script, in bytes. */
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
  const { programs, alone, schemas, forms } =
    await loadTypeScript("tools/schemas.ts");
  const packages = await bundle(folder, programs, alone, forms);
  writeFileSync(`${folder}/kpt.d.ts`, kptTypes(`${folder}/kpt.js`));
  await executable(`${folder}/flux-platform`, "kernel", "");
  for (const program of programs) {
    const own = alone.includes(program) ? `program-${program}` : "kernel";
    refuseLarge(`${folder}/parts/${own}.js`);
    await executable(`${folder}/${program}`, own, program);
  }
  for (const [kind, schema] of schemas) {
    const text = JSON.stringify(schema, null, 2);
    writeFileSync(`${folder}/schemas/${kind}.json`, `${text}\n`);
  }
  writeFileSync(`${folder}/THIRD-PARTY-LICENSES`, licenses(packages));
}

/** @param {string} path */
function refuseLarge(path) {
  const { size } = statSync(path);
  if (size <= LIMIT) return;
  throw new Failure(
    `a program reads ${size} bytes of ${path} at its start, more than ${LIMIT}: load what not every run needs as a part`,
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
