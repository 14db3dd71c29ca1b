import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { at } from "./common.mjs";

const SOURCES = ["cli", "controller", "functions", "lib", "tools"];
const FILES = [
  "package.json",
  "package-lock.json",
  "tools/runtime/NOTICE",
  "tools/runtime/components.json",
  "tools/runtime/package-lock.json",
];
const SOURCE = /\.ts$|^cli\/.*\.mjs$|^tools\/(build.*|release-licenses)\.mjs$/;

/** Where a build notes what it was made from. */
export const stampFile = at("dist", ".stamp");

/**
 * A digest of everything that the build reads: by content, as a checkout gives
 * every file a new time.
 * @returns {string}
 */
export function buildStamp() {
  const digest = createHash("sha256");
  for (const path of [...FILES, ...SOURCES.flatMap(sourcesIn)]) {
    digest.update(`${path}\0`).update(readFileSync(at(path)));
  }
  return digest.digest("hex");
}

/** Whether dist holds what the sources make. */
export function isBuilt() {
  if (!existsSync(stampFile)) return false;
  return readFileSync(stampFile, "utf8") === buildStamp();
}

/** @param {string} folder */
function sourcesIn(folder) {
  if (!existsSync(at(folder))) return [];
  const names = readdirSync(at(folder), { recursive: true, encoding: "utf8" });
  return names
    .map((name) => `${folder}/${name}`)
    .filter((path) => SOURCE.test(path))
    .sort();
}
