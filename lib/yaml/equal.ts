import { isMap } from "./node.ts";

/**
 * Whether two values of plain data are equal; parts that both share are not
 * walked. Ready-made comparisons stumble over keys such as `constructor` and
 * `valueOf`, which a document may hold, or cost a module at every start.
 */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object") {
    return Number.isNaN(a) && Number.isNaN(b);
  }
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b);
  return isMap(a) && isMap(b) && equalMappings(a, b);
}

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (!equal(a[index], b[index])) return false;
  }
  return true;
}

function equalMappings(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    if (!Object.hasOwn(b, key) || !equal(a[key], b[key])) return false;
  }
  return true;
}
