import { distance } from "../../lib/krm/nearest.ts";
import type { Claim } from "./claims.ts";
import { KNOWN_KEYS } from "./known.ts";

/** A key that another one looks like, and who gives it a meaning. */
export interface Meant {
  readonly key: string;
  readonly who: string;
}

/** A key as `looksLike` compares it. */
interface Folded {
  readonly key: string;
  readonly prefix: string;
  readonly name: string;
}

type Claims = ReadonlyMap<string, readonly Claim[]>;

/**
 * Tells which key of a Namespace looks like one that a rule sets, or that
 * Kubernetes reads, whether or not that key is there, as it always is after the
 * first run.
 */
export function speller(byKey: Claims): (key: string) => Meant | undefined {
  const given = giversIn(byKey).map(({ key, where }) => ({
    ...folded(key),
    who: `which ${where} sets`,
  }));
  const candidates = [...given, ...KNOWN];
  return (key) => {
    if (byKey.has(key) || KNOWN_KEYS.has(key)) return undefined;
    const other = folded(key);
    return candidates.find((candidate) => areClose(other, candidate));
  };
}

/** Of each key the first claim that has a value for it. */
function giversIn(byKey: Claims): Claim[] {
  return [...byKey.values()]
    .map((claims) => claims.find(({ value }) => value !== undefined))
    .filter((claim) => claim !== undefined);
}

/** The key among `present` that was probably meant to be `key`. */
export function misspelt(
  key: string,
  present: readonly string[],
  known: { has(key: string): boolean },
): string | undefined {
  return present.find(
    (other) =>
      !known.has(other) && !KNOWN_KEYS.has(other) && looksLike(other, key),
  );
}

/**
 * Whether two keys differ by what people mistype: case, `-` and `_`, or a few
 * letters either of the prefix or of the name.
 */
function looksLike(one: string, other: string): boolean {
  return one !== other && areClose(folded(one), folded(other));
}

function areClose(one: Folded, other: Folded): boolean {
  const { prefix, name } = one;
  return (
    (prefix === other.prefix && isClose(name, other.name)) ||
    (name === other.name && isClose(prefix, other.prefix))
  );
}

function folded(key: string): Folded {
  const text = key.toLowerCase().replaceAll("-", "").replaceAll("_", "");
  const name = text.indexOf("/") + 1;
  return { key, prefix: text.slice(0, name), name: text.slice(name) };
}

/** Short words are often meant as they are: env and end, team and tear. */
function isClose(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  const tolerance = length < 4 ? 0 : length < 8 ? 1 : 2;
  if (Math.abs(a.length - b.length) > tolerance) return false;
  return distance(a, b, tolerance) <= tolerance;
}

const KNOWN = [...KNOWN_KEYS].map((key) => ({
  ...folded(key),
  who: "which Kubernetes reads",
}));
