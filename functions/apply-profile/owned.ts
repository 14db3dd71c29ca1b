import { type Item, text } from "../../lib/krm/item.ts";
import { formatRef, type Path, type Result } from "../../lib/krm/result.ts";
import { isNamespace } from "../../lib/kubernetes/select.ts";
import {
  GENERATED_BY,
  type Ownership,
  type Wanted,
} from "../../lib/policy/owned.ts";
import { type Code, finding, policy } from "./policy.ts";

const MARK: Path = ["metadata", "annotations", GENERATED_BY];

/** An object of the cluster. */
export type Made = Omit<Wanted, "owner">;

/** What one cluster has of the objects that this function makes. */
export function ownershipOf(cluster: Item): Ownership<Wanted> {
  return {
    kind: policy.kind,
    isMine: (owner) => owner === cluster.name,
    taken: (item, { why }) => [taken(item, why.reason)],
    orphan: (item) => [orphan(item)],
    left: (item) => (isNamespace(item) ? [gone(item)] : []),
    unwanted: (item) => ({
      code: codeFor(item),
      at: { object: cluster.ref, path: ["spec"] },
      reason: "the cluster no longer asks for it",
    }),
  };
}

function codeFor(item: Item): Code {
  if (isNamespace(item)) return "PRO-NAMESPACE";
  return item.kind === "ConfigMap" ? "PRO-FACTS" : "PRO-FLOW";
}

function taken(item: Item, reason: string): Result {
  const by = item.annotation(GENERATED_BY);
  const who = by === undefined ? "is written by hand" : `belongs to ${by}`;
  const message = `${formatRef(item.ref)} ${who}, and one is to be written here (${reason}); remove it, or give one of them another name`;
  const field = { path: MARK, current: by };
  return finding("PRO-TAKEN", { item, message, field });
}

function orphan(item: Item): Result {
  const by = text(item.annotation(GENERATED_BY));
  const message = `${formatRef(item.ref)} belongs to ${by}, and no such PlatformCluster is here; it was left alone: remove it if that cluster is gone`;
  const field = { path: MARK, current: by };
  return finding("PRO-ORPHAN", { item, message, field });
}

function gone(item: Item): Result {
  const message = `no component declares the namespace ${item.name} any more; Flux keeps it in the cluster (prune is disabled): delete it there when nothing needs what is in it`;
  return finding("PRO-NAMESPACE-GONE", { item, message });
}
