import { isKustomization } from "../../../lib/flux/source.ts";
import { GROUP } from "../../../lib/krm/define.ts";
import { type Item, mapping, text } from "../../../lib/krm/item.ts";
import type { Path } from "../../../lib/krm/result.ts";
import type { Decision } from "../decision.ts";
import {
  type Declared,
  isBelow,
  type Kustomization,
  type Repository,
} from "../repository/repository.ts";
import { clusterFolder, clusterRoot } from "../repository/roots.ts";
import { declaredIn, treeOf } from "../repository/tree.ts";
import {
  type Breach,
  isPlatform,
  isSecret,
  listOf,
  strings,
  type World,
} from "../world.ts";

/** SEC-ONE */
export const secOne = {
  code: "SEC-ONE",
  says: "The Secrets of a cluster are in one file, encrypted, and hold what is asked of them.",
  checks: [
    { sees: "encryption", run: encryptionBreaches },
    { sees: "contracts", run: contractBreaches },
    { sees: "one file", run: secretFileBreaches, files: true },
  ],
} as const satisfies Decision;

/**
 * Secrets whose values anybody can read, and SOPS documents in which no rule
 * can see what they are. A value is never part of a message.
 */
function encryptionBreaches({ items }: World): Breach[] {
  return items.flatMap((item) => {
    if (item.get(["sops"]) !== undefined) {
      const hidden = hiddenFields(item);
      if (hidden.length > 0) return hidden;
      return isSecret(item) ? [...scope(item), ...plainValues(item)] : [];
    }
    return isSecret(item) ? plainValues(item) : [];
  });
}

const VALUES = ["data", "stringData"];

/** Keys whose value SOPS has not encrypted; empty ones hold nothing. */
function plainValues(item: Item): Breach[] {
  return VALUES.flatMap((field) =>
    Object.entries(mapping(item.get([field])))
      .filter(
        ([, value]) => value !== "" && value !== null && !isEncrypted(value),
      )
      .map(([key]) => ({
        item,
        message: `the value of ${key} is plain text, in the repository's history too: change it where it is used, then encrypt the file (sops encrypt --in-place)`,
        field: { path: [field, key] },
      })),
  );
}

/** Source: SOPS, the form of an encrypted scalar. */
function isEncrypted(value: unknown): boolean {
  return /^ENC\[AES256_GCM,data:[^\]]*\]$/.test(text(value).trim());
}

/** What rules must be able to read. */
const READABLE: readonly Path[] = [
  ["type"],
  ["metadata", "name"],
  ["metadata", "namespace"],
];

function hiddenFields(item: Item): Breach[] {
  const { labels, annotations } = item;
  const paths = [
    ...READABLE,
    ...Object.keys(labels).map((key) => ["metadata", "labels", key]),
    ...Object.keys(annotations).map((key) => ["metadata", "annotations", key]),
  ];
  return paths
    .filter((path) => text(item.get(path)).startsWith("ENC["))
    .map((path) => ({
      item,
      message:
        "this field is encrypted, so that no rule can see what the document is: encrypt data and stringData only (encrypted_regex: ^(data|stringData)$)",
      field: { path },
    }));
}

/** Without one of these SOPS takes every value for encrypted. */
const LIMITS = ["encrypted_regex", "encrypted_suffix"];

/**
 * Flux decrypts value by value; where the document doesn't say which ones are
 * encrypted, a label that a function adds makes the whole decryption fail.
 */
function scope(item: Item): Breach[] {
  const sops = mapping(item.get(["sops"]));
  if (LIMITS.some((key) => text(sops[key]) !== "")) return [];
  return [
    {
      item,
      message:
        "the sops block doesn't say which values are encrypted, so that a label which a function adds makes decryption fail: encrypt the file with encrypted_regex: ^(data|stringData)$",
      field: { path: ["sops", "encrypted_regex"] },
    },
  ];
}

interface Contract {
  readonly item: Item;
  readonly path: Path;
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
}

/** Secrets that components and tenants count on and the cluster lacks. */
function contractBreaches(world: World): Breach[] {
  if (!world.cluster) return [];
  const secrets = new Map(
    world.items
      .filter(isSecret)
      .map((item) => [`${item.namespace}/${item.name}`, item]),
  );
  return contractsOf(world).flatMap(({ item, path, name, namespace, keys }) => {
    const secret = secrets.get(`${namespace}/${name}`);
    const field = { path };
    if (!secret) {
      const message = `the cluster has no Secret ${namespace}/${name}: add it, with ${keys.join(", ")}, to the cluster's secrets file`;
      return [{ item, message, field }];
    }
    const lacking = keys.filter((key) => !hasKey(secret, key));
    if (lacking.length === 0) return [];
    const message = `the cluster's Secret ${namespace}/${name} lacks ${lacking.join(", ")}: add what is missing to the cluster's secrets file`;
    return [{ item, message, field }];
  });
}

function hasKey(secret: Item, key: string): boolean {
  return ["data", "stringData"].some((field) =>
    Object.hasOwn(mapping(secret.get([field])), key),
  );
}

function contractsOf(world: World): Contract[] {
  const flows = new Set(
    world.objects
      .filter((item) => isKustomization(item) && isPlatform(item, world))
      .map(({ name }) => name),
  );
  return world.items.flatMap((item) => {
    if (item.group !== GROUP) return [];
    const component = item.kind === "PlatformComponent" && flows.has(item.name);
    const tenant = item.kind === "Tenant" && isThere(item);
    return component || tenant ? contractsIn(item) : [];
  });
}

/** A tenant that was removed gets nothing any more. */
function isThere(tenant: Item): boolean {
  return tenant.get(["spec", "state"]) !== "removed";
}

function contractsIn(item: Item): Contract[] {
  const home = text(item.get(["spec", "namespaces", 0, "name"]));
  return listOf(item.get(["spec", "secrets"])).map((entry, index) => {
    const { name, namespace, keys } = mapping(entry);
    return {
      item,
      path: ["spec", "secrets", index],
      name: text(name),
      namespace: text(namespace) || home,
      keys: strings(keys),
    };
  });
}

/** Secrets of the cluster that are not in its one file. */
function secretFileBreaches(world: World): Breach[] {
  const { repository } = world;
  const root = clusterRoot(world);
  if (!repository || !root) return [];
  const tree = treeOf(root, repository);
  const secrets = declaredIn(tree, repository).filter(({ item }) =>
    isSecret(item),
  );
  const folder = clusterFolder(root);
  const own = mainFile(secrets.filter(({ file }) => isBelow(file, [folder])));
  return [
    ...secrets
      .filter(({ file }) => file !== own)
      .map((secret) => scattered(secret, own, root)),
    ...generators(repository),
  ];
}

function scattered(
  { item, file }: Declared,
  own: string | undefined,
  root: Kustomization,
): Breach {
  const target = own ?? `${root.folder}/secrets.yaml`;
  const message = `this Secret is in ${file}, the cluster's others belong in ${target}: move it there, so that one file says which secrets a cluster has`;
  return { item, file, message };
}

/** The file with most Secrets. */
function mainFile(secrets: readonly Declared[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { file } of secrets) counts.set(file, (counts.get(file) ?? 0) + 1);
  const sorted = [...counts].sort(
    ([a, many], [b, more]) => more - many || (a < b ? -1 : 1),
  );
  return sorted[0]?.[0];
}

/** Kustomize makes Secrets of plain text files, wherever it is told to. */
function generators(repository: Repository): Breach[] {
  const roots = repository.roots;
  const all = new Set(roots.flatMap((root) => treeOf(root, repository)));
  return [...all]
    .filter(({ body }) => body.secretGenerator !== undefined)
    .map(({ item, file }) => ({
      item,
      file,
      field: { path: ["secretGenerator"] },
      message: `${file} generates Secrets from files of the repository: write them into the cluster's secrets file, encrypted`,
    }));
}
