import { readdirSync, readFileSync } from "node:fs";
import { at } from "./common.mjs";

/**
 * The licences of the packages that went into dist, as they ask for.
 * @param {Iterable<string>} packages
 * @returns {string}
 */
export function licenses(packages) {
  const texts = [...packages].sort().map((name) => {
    const folder = at("node_modules", name);
    const files = readdirSync(folder).filter((file) =>
      /^licen[cs]e/i.test(file),
    );
    if (files.length === 0) throw new Error(`${name} ships no licence`);
    const own = files.map((file) => readFileSync(`${folder}/${file}`, "utf8"));
    return `${name}\n${"=".repeat(name.length)}\n\n${own.join("\n").trim()}\n`;
  });
  return texts.join("\n\n");
}
