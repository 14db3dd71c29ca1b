import { ourReading } from "../../differential/agree.ts";
import { document } from "../../differential/texts.ts";
import { readReference, VERSIONS } from "../edits/reference.ts";
import { checkAll } from "../generated.ts";
import type { Property } from "../property.ts";

/**
 * Where our reader and the `yaml` package both take a text, as YAML 1.1 and as
 * 1.2, they see the same structure, keys and strings; which plain scalars are
 * something else than a string depends on the version.
 */
export const property: Property = {
  name: "reading-yaml",
  needs: [],
  ci: { seed: 20260305, count: 5000 },
  async run(seed, count) {
    return checkAll(seed, count, { make: document, problem });
  },
};

/** The package loses the line end of a blank line behind an escaped one. */
const LOST_LINE = /\\\r?\n[ \t]*\r?\n/;

function problem(text: string): string | undefined {
  // Half a character is no text.
  if (Buffer.from(text).toString() !== text) return undefined;
  const ours = ourReading(text);
  if ("refused" in ours || LOST_LINE.test(text)) return undefined;
  let compared = false;
  for (const version of VERSIONS) {
    const theirs = attempt(() => readReference(text, version).value);
    if (theirs === undefined) continue;
    compared = true;
    if (!isAlike(ours.value, theirs)) {
      return `we read ${shown(ours.value)}\nyaml ${version} reads ${shown(theirs)}`;
    }
  }
  return compared ? "" : undefined;
}

function isAlike(ours: unknown, theirs: unknown): boolean {
  if (Array.isArray(ours)) {
    return (
      Array.isArray(theirs) &&
      ours.length === theirs.length &&
      ours.every((inner, index) => isAlike(inner, theirs[index]))
    );
  }
  if (isObject(ours)) {
    const keys = Object.keys(ours);
    return (
      isObject(theirs) &&
      keys.length === Object.keys(theirs).length &&
      keys.every(
        (key) => Object.hasOwn(theirs, key) && isAlike(ours[key], theirs[key]),
      )
    );
  }
  const typed = theirs instanceof Date || theirs instanceof Uint8Array;
  const scalar = typed || typeof theirs !== "object" || theirs === null;
  if (typeof ours !== "string" || typeof theirs !== "string") return scalar;
  // Go makes a timestamp of a time.
  return ours === theirs || /^\d{4}-\d\d-\d\dT/.test(ours);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    typeof inner === "bigint" ? String(inner) : inner,
  );
}
