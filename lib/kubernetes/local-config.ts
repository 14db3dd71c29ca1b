import type { Item } from "../krm/item.ts";
import { LOCAL_CONFIG } from "../krm/objects.ts";

/**
 * Whether `item` is read and never changed, since it reaches no cluster.
 * Source: KRM Functions Specification v1, `local-config`.
 */
export function isLocalConfig(item: Item): boolean {
  return item.annotation(LOCAL_CONFIG) === "true";
}
