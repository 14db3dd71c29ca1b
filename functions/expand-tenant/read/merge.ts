import { isDeepStrictEqual } from "node:util";
import {
  isMapping,
  type KubernetesObject,
  mapping,
  own,
  text,
} from "../../../lib/krm/item.ts";
import { put } from "../../../lib/yaml/node.ts";

/** Which entry of a list is meant, by the field the list stands in. */
const KEYS: Readonly<Record<string, (entry: KubernetesObject) => string>> = {
  owners: ({ group, user, serviceAccount }) =>
    JSON.stringify([group, user, serviceAccount]),
  secrets: ({ name, namespace }) => JSON.stringify([name, namespace]),
  alerts: ({ name, provider }) => text(name) || text(mapping(provider).type),
  substituteFrom: ({ kind, name }) => JSON.stringify([kind, name]),
};
const named = ({ name }: KubernetesObject): string => text(name);

/** Fields of which an object has one: naming another drops the first. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  sources: ["git", "oci", "helm", "bucket"],
  source: ["git", "oci", "helm", "bucket"],
  git: ["branch", "tag", "semver", "commit", "ref"],
  oci: ["tag", "semver", "digest"],
  decryption: ["secretRef", "serviceAccountName"],
};

/** Mappings that Helm, or nobody, merges list by list. */
const PLAIN: ReadonlySet<string> = new Set(["values"]);

/** The name of an entry of the list in `field`; a text is its own. */
export function entryKey(entry: unknown, field: string): string {
  if (typeof entry === "string") return entry;
  return (own(KEYS, field) ?? named)(mapping(entry));
}

/**
 * `base` with what `over` says: mappings key by key, lists entry by entry by
 * their names, anything else replaced. Lists inside Helm values are replaced,
 * as Helm does.
 */
export function merged(base: unknown, over: unknown, field = ""): unknown {
  if (isMapping(base) && isMapping(over)) return mergedMap(base, over, field);
  if (!Array.isArray(base) || !Array.isArray(over)) return over;
  return isPlain(field) ? over : mergedList(base, over, field);
}

function isPlain(field: string): boolean {
  return PLAIN.has(field);
}

function mergedMap(
  base: KubernetesObject,
  over: KubernetesObject,
  field: string,
): KubernetesObject {
  const choices = own(CHOICES, field) ?? [];
  const chosen = choices.some((key) => over[key] !== undefined);
  const kept = Object.entries(base).filter(
    ([key]) => !chosen || !choices.includes(key) || over[key] !== undefined,
  );
  const result: Record<string, unknown> = Object.fromEntries(kept);
  for (const [key, value] of Object.entries(over)) {
    const inner = isPlain(field) ? field : key;
    const before = own(result, key);
    put(
      result,
      key,
      before === undefined ? value : merged(before, value, inner),
    );
  }
  return result;
}

function mergedList(
  base: readonly unknown[],
  over: readonly unknown[],
  field: string,
): unknown[] {
  const rest = new Map(over.map((entry) => [entryKey(entry, field), entry]));
  const result = base.map((entry) => {
    const key = entryKey(entry, field);
    if (!rest.has(key)) return entry;
    const one = rest.get(key);
    rest.delete(key);
    return merged(entry, one, field);
  });
  return [...result, ...rest.values()];
}

/** Where two partial specs give one field different values, as a path. */
export function clash(a: unknown, b: unknown, field = ""): string | undefined {
  if (isMapping(a) && isMapping(b)) {
    const keys = Object.keys(a).filter((key) => Object.hasOwn(b, key));
    const inner = keys.map((key) => join(key, clash(a[key], b[key], key)));
    return inner.find((path) => path !== undefined);
  }
  if (Array.isArray(a) && Array.isArray(b) && !isPlain(field)) {
    const pairs = a.flatMap((one) => {
      const key = entryKey(one, field);
      const other = b.find((entry) => entryKey(entry, field) === key);
      return other === undefined
        ? []
        : [{ key, path: clash(one, other, field) }];
    });
    return pairs.map(({ key, path }) => join(key, path)).find((path) => path);
  }
  return isDeepStrictEqual(a, b) ? undefined : "";
}

function join(key: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  return path === "" ? key : `${key}.${path}`;
}

/** Those of a list whose name an earlier one has. */
export function repeated<One extends { readonly name: string }>(
  list: readonly One[],
): One[] {
  const seen = new Set<string>();
  return list.filter(({ name }) => {
    const again = seen.has(name);
    seen.add(name);
    return again;
  });
}
