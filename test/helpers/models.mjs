/**
 * Reads objects as JSON on stdin, and prints what the models of kubernetes-models
 * and @kubernetes-models/flux-cd have against them: a list of lines as JSON. They
 * are ES modules, which Jest doesn't load.
 */
import { readFileSync } from "node:fs";

/** @typedef {{ apiVersion: string, kind: string, metadata: { name: string } }} Manifest */

/** @type {Manifest[]} */
const objects = JSON.parse(readFileSync(0, "utf8"));
const lines = await Promise.all(objects.map(errorsOf));
process.stdout.write(JSON.stringify(lines.flat()));

/** @param {Manifest} object */
async function errorsOf(object) {
  const { apiVersion, kind, metadata } = object;
  const flux = apiVersion.includes(".fluxcd.io/");
  const module = flux ? "@kubernetes-models/flux-cd" : "kubernetes-models";
  const title = `${apiVersion} ${kind} ${metadata.name}`;
  const found = await import(`${module}/${apiVersion}/${kind}`).catch(() => {});
  if (!found) return [`${title}: no model in ${module}`];
  try {
    new found[kind](object).validate();
    return [];
  } catch (error) {
    return [`${title}: ${error instanceof Error ? error.message : error}`];
  }
}
