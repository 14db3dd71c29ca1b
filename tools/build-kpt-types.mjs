import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { at } from "./common.mjs";

/**
 * Declarations for the built kpt.js, by what it really exports.
 * @param {string} path of kpt.js
 * @returns {string}
 */
export function kptTypes(path) {
  const exported = createRequire(import.meta.url)(path);
  const constants = Object.keys(exported)
    .filter((name) => "kind" in exported[name])
    .sort()
    .map((name) => `export declare const ${name}: FunctionDefinition;`);
  const head = readFileSync(at("tools/kpt-head.d.ts"), "utf8");
  return `${head}\n${constants.join("\n")}\n`;
}
