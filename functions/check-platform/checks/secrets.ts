import { type Item, mapping, text } from "../../../lib/krm/item.ts";
import type { Path } from "../../../lib/krm/result.ts";
import { type Breach, isSecret, type World } from "../world.ts";

/**
 * Secrets whose values anybody can read, and SOPS documents in which no rule
 * can see what they are. A value is never part of a message.
 */
export function encryptionBreaches({ items }: World): Breach[] {
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
  ["apiVersion"],
  ["kind"],
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
