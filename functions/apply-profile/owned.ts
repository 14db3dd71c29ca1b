import type { Outcome, Removal } from "../../lib/krm/define.ts";
import {
  Item,
  type KubernetesObject,
  mapping,
  text,
} from "../../lib/krm/item.ts";
import { formatRef, type Result } from "../../lib/krm/result.ts";
import { idOf } from "../../lib/krm/run.ts";
import type { Why } from "../../lib/krm/why.ts";
import { isNamespace } from "../../lib/kubernetes/select.ts";
import { type Code, failure, finding, GENERATED_BY, KIND } from "./codes.ts";

/** An object that must be there, and why. */
export interface Wanted {
  readonly object: KubernetesObject;
  /** Fields that are ours alone, beside our labels and annotations. */
  readonly content: readonly string[];
  readonly why: Why & { readonly code: Code };
}

/** What this function writes for the cluster is marked so. */
export function ownerOf(cluster: string): string {
  return `${KIND}/${cluster}`;
}

/** Whether the object was written for a cluster, whichever. */
export function isOurs(item: Item): boolean {
  return text(item.annotation(GENERATED_BY)).startsWith(`${KIND}/`);
}

/**
 * Brings the items to what is wanted: what the owner wrote before is updated
 * in place or taken away, the rest is added. Nobody else's object is touched.
 */
export function reconcile(
  items: readonly Item[],
  wanted: readonly Wanted[],
  cluster: Item,
): Outcome {
  const owner = ownerOf(cluster.name);
  const marked = wanted.map((one) => mark(one, owner));
  const byId = new Map(marked.map((one) => [idOf(Item.of(one.object)), one]));
  const results: Result[] = [];
  const removed: Removal[] = [];
  const kept = items.flatMap((item) => {
    const mine = item.annotation(GENERATED_BY) === owner;
    const want = byId.get(idOf(item));
    byId.delete(idOf(item));
    if (want && !mine) results.push(taken(item, want));
    else if (isOurs(item) && !mine) results.push(orphan(item));
    if (!mine) return [item];
    if (want) return [update(item, want)];
    if (isNamespace(item)) results.push(gone(item));
    removed.push({ item, why: notWanted(item, cluster) });
    return [];
  });
  const added = [...byId.values()].map(({ object, why }) =>
    Item.create(object, why),
  );
  return { items: [...kept, ...added], results, removed };
}

function mark(want: Wanted, owner: string): Wanted {
  const metadata = mapping(want.object.metadata);
  const own = { [GENERATED_BY]: owner };
  const annotations = { ...mapping(metadata.annotations), ...own };
  return {
    ...want,
    object: { ...want.object, metadata: { ...metadata, annotations } },
  };
}

/** Labels and annotations that others added stay. */
function update(item: Item, { object, content, why }: Wanted): Item {
  const metadata = mapping(object.metadata);
  let updated = item.set(["apiVersion"], object.apiVersion, why);
  for (const field of ["labels", "annotations"] as const) {
    for (const [key, value] of Object.entries(mapping(metadata[field]))) {
      updated = updated.set(["metadata", field, key], value, why);
    }
  }
  for (const field of content) {
    updated = updated.set([field], object[field], why);
  }
  return updated;
}

function notWanted(item: Item, cluster: Item): Why {
  const code: Code = isNamespace(item)
    ? "PRO-NAMESPACE"
    : item.kind === "ConfigMap"
      ? "PRO-FACTS"
      : "PRO-FLOW";
  const at = { object: cluster.ref, path: ["spec"] };
  return { code, at, reason: "the cluster no longer asks for it" };
}

function taken(item: Item, { why: { reason } }: Wanted): Result {
  const by = item.annotation(GENERATED_BY);
  const who = by === undefined ? "is written by hand" : `belongs to ${by}`;
  const message = `${formatRef(item.ref)} ${who}, and one is to be written here (${reason}); remove it, or give one of them another name`;
  const field = {
    path: ["metadata", "annotations", GENERATED_BY],
    current: by,
  };
  return failure("PRO-TAKEN", { item, message, field });
}

function orphan(item: Item): Result {
  const by = item.annotation(GENERATED_BY);
  return finding("PRO-ORPHAN", {
    severity: "warning",
    item,
    message: `${formatRef(item.ref)} belongs to ${by}, and no such PlatformCluster is here; it was left alone: remove it if that cluster is gone`,
    field: { path: ["metadata", "annotations", GENERATED_BY], current: by },
  });
}

function gone(item: Item): Result {
  return finding("PRO-NAMESPACE-GONE", {
    severity: "info",
    item,
    message: `no component declares the namespace ${item.name} any more; Flux keeps it in the cluster (prune is disabled): delete it there when nothing needs what is in it`,
  });
}
