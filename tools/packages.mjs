import { existsSync, readFileSync } from "node:fs";

/**
 * Whether npm's own record of what it installed into a folder agrees with the
 * lock file, so that whatever npm command put it there counts.
 * @param {string} folder
 * @returns {boolean}
 */
export function areInstalled(folder) {
  const record = `${folder}/node_modules/.package-lock.json`;
  if (!existsSync(record)) return false;
  const has = packagesOf(record);
  return Object.entries(packagesOf(`${folder}/package-lock.json`)).every(
    ([path, wanted]) =>
      path === "" ||
      (has[path] ? has[path].integrity === wanted.integrity : wanted.optional),
  );
}

/**
 * @typedef {{ integrity?: string, optional?: boolean }} Package
 * @param {string} file
 * @returns {Record<string, Package>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
