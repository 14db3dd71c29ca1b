import {
  type Item,
  isMapping,
  type KubernetesObject,
} from "../../../lib/krm/item.ts";
import { askedAt } from "../../../lib/krm/why.ts";
import type { Frame } from "../../../lib/policy/frame.ts";
import {
  GENERATED_BY,
  type Ownership,
  type Wanted,
} from "../../../lib/policy/owned.ts";
import { type Code, finding, policy } from "../policy.ts";
import { merged } from "../read/merge.ts";
import { CONTACT, ruleOf } from "./wanted.ts";

/** What the Tenants of a build, by name, have of the objects made for them. */
export function ownershipOf(
  tenants: ReadonlyMap<string, Item>,
  frame: Frame<Code>,
): Ownership<Wanted> {
  return {
    kind: policy.kind,
    marks: [CONTACT],
    isMine: (owner) => tenants.has(owner) || (owner === "" && tenants.size > 0),
    taken(item, { why }, owner) {
      const by = owner
        ? `belongs to Tenant ${owner}, which is not in this build`
        : "was written by somebody else";
      const message = `${askedAt(why)} needs this object, and the one that is there ${by}: remove it, or rename what asks for it`;
      return [finding("TEN-NOT-OURS", { item, message })];
    },
    orphan(item, owner) {
      if (owner === "") return [];
      const message = `it was made for Tenant ${owner}, which is not in this build, and is left alone: bring the Tenant back and set its state, or remove this object`;
      const path = ["metadata", "annotations", GENERATED_BY];
      const field = { path, current: item.get(path) };
      return frame.tell("TEN-ORPHAN", { item, message, field });
    },
    // Nothing of ours deletes a Namespace, so a person has to.
    left(item, owner) {
      if (item.kind !== "Namespace") return [];
      const message = `Tenant ${owner} no longer has this namespace; it stays in the cluster until somebody deletes it by hand`;
      return [finding("TEN-NAMESPACE-LEFT", { item, message })];
    },
    unwanted(item, owner) {
      const object = tenants.get(owner)?.ref;
      const code = ruleOf(item.kind);
      if (!object) {
        const at = { path: ["spec", "tenantResources"] };
        return { code, at, reason: "no Tenant needs it any more" };
      }
      const reason = `Tenant ${owner} no longer has it`;
      return { code, at: { object, path: ["spec"] }, reason };
    },
    settled,
  };
}

/**
 * A release's values equal the Tenant's where it says them; what other
 * functions added beside them, such as tolerations, stays.
 */
function settled(item: Item, key: string, value: unknown): unknown {
  if (item.kind !== "HelmRelease" || key !== "spec" || !isMapping(value)) {
    return value;
  }
  const before = item.get(["spec", "values"]);
  const after = value.values ?? {};
  if (!isMapping(before)) return value;
  const values = merged(before, after, "values") as KubernetesObject;
  return { ...value, values };
}
