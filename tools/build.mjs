/**
 * Writes dist: the launcher, the parts it loads when it needs them, a program
 * per function, and the schemas for editors.
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

/** Every start of a function reads the launcher: about 14 ms a megabyte. */
const LAUNCHER_LIMIT = 300_000;

await start(async () => {
  const stamp = buildStamp();
  const folder = installed(`dist-${process.pid}`);
  try {
    await write(folder);
    writeFileSync(`${folder}/.stamp`, stamp);
    publish(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** @param {string} folder */
async function write(folder) {
  mkdirSync(`${folder}/schemas`, { recursive: true });
  const { programs, schemas } = await loadTypeScript("tools/schemas.ts");
  const packages = await bundle(folder, programs);
  refuseLarge(`${folder}/flux-platform`);
  writeFileSync(`${folder}/kpt.d.ts`, kptTypes(`${folder}/kpt.js`));
  for (const program of programs) {
    writeProgram(`${folder}/${program}`, [
      "#!/usr/bin/env node",
      `require("./flux-platform").main("${program}");`,
    ]);
  }
  for (const [kind, schema] of schemas) {
    const text = JSON.stringify(schema, null, 2);
    writeFileSync(`${folder}/schemas/${kind}.json`, `${text}\n`);
  }
  writeFileSync(`${folder}/THIRD-PARTY-LICENSES`, licenses(packages));
}

/**
 * @param {string} path
 * @param {string[]} lines
 */
function writeProgram(path, lines) {
  writeFileSync(path, `${lines.join("\n")}\n`, { mode: 0o755 });
}

/** @param {string} launcher */
function refuseLarge(launcher) {
  const { size } = statSync(launcher);
  if (size <= LAUNCHER_LIMIT) return;
  throw new Failure(
    `dist/flux-platform has ${size} bytes, more than ${LAUNCHER_LIMIT}: load what not every function needs as a part`,
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
