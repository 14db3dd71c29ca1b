/**
 * What `npm pack` runs. Before it packs, the published manifest takes the place
 * of package.json, which must name no package that may be in no registry; after
 * it (`--restore`) package.json is back, some seconds later even where npm was
 * ended in between.
 */
import { spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { setTimeout } from "node:timers/promises";
import { RELEASED } from "./build-runtime.mjs";
import { at, Failure, installed, run, start } from "./common.mjs";
import { areInstalled } from "./packages.mjs";

const MANIFEST = at("package.json");
/** Where package.json is meanwhile. */
const kept = installed("package.json");
/** Many times what npm takes to read some files. */
const PATIENCE_MS = 15_000;
/** What only a checkout needs. */
const UNPUBLISHED = ["private", "scripts", "devDependencies", "overrides"];

await start(async () => {
  const [how, since] = process.argv.slice(2);
  if (how === undefined) return replace();
  if (how === "--watch") await setTimeout(PATIENCE_MS);
  if (existsSync(kept) && (!since || keptSince() === since)) {
    renameSync(kept, MANIFEST);
  } else if (how === "--restore") {
    throw new Failure(
      "npm took too long to pack: its tarball may be wrong, try again",
    );
  }
});

function replace() {
  if (!areInstalled(at())) throw new Failure("run npm ci first");
  run(process.execPath, [at("tools/build.mjs"), "--if-stale"]);
  const text = JSON.stringify(publishedManifest(), null, 2);
  mkdirSync(installed(), { recursive: true });
  writeFileSync(`${kept}.new`, `${text}\n`);
  copyFileSync(MANIFEST, kept);
  const watch = [at("tools/pack.mjs"), "--watch", keptSince()];
  spawn(process.execPath, watch, { detached: true, stdio: "ignore" }).unref();
  renameSync(`${kept}.new`, MANIFEST);
}

function keptSince() {
  return String(statSync(kept).mtimeMs);
}

/** package.json without what only a checkout needs, with a package per platform. */
function publishedManifest() {
  const manifest = JSON.parse(readFileSync(MANIFEST, "utf8"));
  for (const key of UNPUBLISHED) delete manifest[key];
  const platforms = RELEASED.map((platform) => [
    `${manifest.name}-${platform}`,
    manifest.version,
  ]);
  return { ...manifest, optionalDependencies: Object.fromEntries(platforms) };
}
