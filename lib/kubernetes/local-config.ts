import type { Item } from "../krm/item.ts";

/** Annotation of objects that never reach a cluster. */
export const LOCAL_CONFIG = "config.kubernetes.io/local-config";

/**
 * Whether `item` is read and never changed, since it reaches no cluster.
 * Source: KRM Functions Specification v1, `local-config`.
 */
export function isLocalConfig(item: Item): boolean {
  return item.annotation(LOCAL_CONFIG) === "true";
}
