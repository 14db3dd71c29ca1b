import {
  type Item,
  isMapping,
  type KubernetesObject,
  mapping,
} from "../../lib/krm/item.ts";
import type { FieldName } from "./codes.ts";

/** A Namespace and what its metadata says, taken out of it once. */
export interface Namespace {
  readonly item: Item;
  /** As found: it may be no mapping. */
  readonly metadata: unknown;
  readonly labels: KubernetesObject;
  readonly annotations: KubernetesObject;
  /** Whether labels (or annotations) are a mapping, or there are none. */
  readonly writable: Readonly<Record<FieldName, boolean>>;
}

/** Reads a Namespace. */
export function namespaceOf(item: Item): Namespace {
  const { metadata } = item.object;
  const { labels, annotations } = mapping(metadata);
  const open = isMapping(metadata ?? {});
  return {
    item,
    metadata,
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
  const { labels, annotations } = item;
  return { ...namespace, item, labels, annotations };
}
