import {
  type Item,
  isMapping,
  type KubernetesObject,
  mapping,
} from "../../lib/krm/item.ts";
import type { Path } from "../../lib/krm/result.ts";
import type { FieldName } from "./policy.ts";

/** A Namespace and what its metadata says, taken out of it once. */
export interface Namespace {
  readonly item: Item;
  /** As found: it may be no string. */
  readonly name: unknown;
  readonly labels: KubernetesObject;
  readonly annotations: KubernetesObject;
  /** Whether labels (or annotations) are a mapping, or there are none. */
  readonly writable: Readonly<Record<FieldName, boolean>>;
}

const NAME: Path = ["metadata", "name"];
const LABELS: Path = ["metadata", "labels"];
const ANNOTATIONS: Path = ["metadata", "annotations"];

/** Reads a Namespace. */
export function namespaceOf(item: Item): Namespace {
  const labels = item.get(LABELS);
  const annotations = item.get(ANNOTATIONS);
  const found = labels !== undefined && annotations !== undefined;
  const open = found || isMapping(item.get(["metadata"]) ?? {});
  return {
    item,
    name: item.get(NAME),
    labels: mapping(labels),
    annotations: mapping(annotations),
    writable: {
      labels: open && isMapping(labels ?? {}),
      annotations: open && isMapping(annotations ?? {}),
    },
  };
}

/** `namespace` after edits of its labels and annotations. */
export function edited(namespace: Namespace, item: Item): Namespace {
  if (item === namespace.item) return namespace;
  const labels = mapping(item.get(LABELS));
  const annotations = mapping(item.get(ANNOTATIONS));
  return { ...namespace, item, labels, annotations };
}
