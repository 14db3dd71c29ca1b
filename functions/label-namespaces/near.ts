import type { Item } from "../../lib/krm/item.ts";
import { distance } from "../../lib/krm/nearest.ts";
import type { Result } from "../../lib/krm/result.ts";
import { type Claim, finding } from "./claims.ts";
import { codeOf, type FieldName } from "./codes.ts";
import { KNOWN_KEYS } from "./known.ts";

/**
 * Keys of a Namespace that look like one that a rule sets. They are reported
 * whether or not that key is there, as it always is after the first run.
 */
export function misspellings(
  item: Item,
  field: FieldName,
  byKey: ReadonlyMap<string, readonly Claim[]>,
): Result[] {
  const givers = [...byKey.values()]
    .map((claims) => claims.find(({ value }) => value !== undefined))
    .filter((claim) => claim !== undefined);
  return Object.keys(item[field]).flatMap((key) => {
    if (byKey.has(key) || KNOWN_KEYS.has(key)) return [];
    const claim = givers.find((giver) => looksLike(key, giver.key));
    const meant = claim?.key ?? [...KNOWN_KEYS].find((k) => looksLike(key, k));
    if (!meant) return [];
    const who = claim ? `which ${claim.where} sets` : "which Kubernetes reads";
    return [
      finding(codeOf(field, "NEAR-MISS"), {
        severity: "warning",
        item,
        message: `${key} looks like a misspelling of ${meant}, ${who}`,
        field: { path: ["metadata", field, key], current: item[field][key] },
      }),
    ];
  });
}

/** The key among `present` that was probably meant to be `key`. */
export function misspelt(
  key: string,
  present: readonly string[],
  known: ReadonlySet<string>,
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
export function looksLike(one: string, other: string): boolean {
  if (one === other) return false;
  const [prefix, name] = partsOf(one);
  const [otherPrefix, otherName] = partsOf(other);
  return (
    (prefix === otherPrefix && isClose(name, otherName)) ||
    (name === otherName && isClose(prefix, otherPrefix))
  );
}

function partsOf(key: string): [string, string] {
  const folded = key.toLowerCase().replaceAll(/[-_]/g, "");
  const slash = folded.indexOf("/");
  return [folded.slice(0, slash + 1), folded.slice(slash + 1)];
}

/** Short words are often meant as they are: env and end, team and tear. */
function isClose(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  const tolerance = length < 4 ? 0 : length < 8 ? 1 : 2;
  if (Math.abs(a.length - b.length) > tolerance) return false;
  return distance(a, b) <= tolerance;
}
