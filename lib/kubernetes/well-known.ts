import type { Context } from "../krm/define.ts";
import { Item } from "../krm/item.ts";

/** Namespaces of every cluster, and of Flux's own installation. */
export const ALWAYS_THERE: readonly string[] = [
  "default",
  "kube-system",
  "kube-public",
  "kube-node-lease",
  "flux-system",
];

/** Annotation, or label, that keeps Flux from deleting an object; source: Flux. */
export const PRUNE = "kustomize.toolkit.fluxcd.io/prune";

/** The objects of `context.related`, of one kind or of all. */
export function relatedOf(context: Context, kind?: string): Item[] {
  return (context.related ?? [])
    .filter((object) => kind === undefined || object.kind === kind)
    .map((object) => Item.of(object));
}
