import { readdirSync, readFileSync } from "node:fs";
import { thisPlatform } from "../cli/platform.mjs";
import { provideRuntime } from "./build-runtime.mjs";
import { at, Failure, installed, run } from "./common.mjs";

/**
 * A library inside the runtime. `license` is an SPDX expression, `version` what
 * the runtime tells of it, `on` the only platform that has it.
 * @typedef {{ name: string, license: string, by: string, purl: string,
 *   source?: string, version?: string, on?: string }} Part
 */

/**
 * What the runtime links to and embeds. Sources of the table: Bun's LICENSE.md,
 * its Cargo.lock and `process.versions`.
 * @returns {Part[]}
 */
export function runtimeParts() {
  const table = readFileSync(at("tools/runtime/components.json"), "utf8");
  const versions = runtimeVersions();
  return JSON.parse(table).map((/** @type {Part} */ part) =>
    part.version ? { ...part, version: versions[part.version] } : part,
  );
}

/**
 * The licences of all that is in dist, as they ask for. Throws `Failure` for a
 * package without one.
 * @param {Iterable<string>} packages that went into the scripts
 * @returns {string}
 */
export function licenses(packages) {
  const parts = runtimeParts();
  const ids = parts.flatMap(({ license }) => idsOf(license));
  return [
    ...[...new Set(packages)].sort().map((name) => titled(name, textOf(name))),
    titled("The runtime", notice()),
    titled("What the runtime holds", parts.map(lineOf).join("\n")),
    ...[...new Set(ids)].sort().map((id) => titled(id, spdxText(id))),
  ].join("\n\n");
}

/**
 * @param {string} title
 * @param {string} text
 */
function titled(title, text) {
  return `${title}\n${"=".repeat(title.length)}\n\n${text.trim()}\n`;
}

/** @param {string} name */
function textOf(name) {
  const folder = at("node_modules", name);
  const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  if (files.length === 0) throw new Failure(`${name} ships no licence`);
  return files
    .map((file) => readFileSync(`${folder}/${file}`, "utf8"))
    .join("\n");
}

function notice() {
  const versions = runtimeVersions();
  const text = readFileSync(at("tools/runtime/NOTICE"), "utf8");
  return text.replace(/\{(\w+)\}/g, (_, name) => versions[name] ?? "unknown");
}

/** @param {Part} part */
function lineOf({ name, license, by, purl, source, version, on }) {
  const what = [name, version].filter(Boolean).join(" ");
  const where = on ? `, on ${on} only` : "";
  return `${what}${where}: ${license}\n  Copyright (c) ${by}\n  ${source ?? purl}`;
}

/**
 * The licences in an SPDX expression; an exception such as LLVM's takes
 * conditions away and asks for no text.
 * @param {string} expression
 */
function idsOf(expression) {
  return expression
    .replace(/ WITH \S+/g, "")
    .split(/ AND | OR |[()]/)
    .filter(Boolean);
}

/** @param {string} id */
function spdxText(id) {
  const file = at(`node_modules/spdx-license-list/licenses/${id}.json`);
  return JSON.parse(readFileSync(file, "utf8")).licenseText;
}

/**
 * The versions of the runtime and of what it links to, as it tells them.
 * @returns {Record<string, string>}
 */
function runtimeVersions() {
  const runtime = provideRuntime(thisPlatform());
  const args = ["--print", "JSON.stringify(process.versions)"];
  return JSON.parse(run(runtime, args, { cwd: installed("runtime") }));
}
