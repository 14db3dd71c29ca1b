import type { Removal } from "../../lib/krm/define.ts";
import {
  Item,
  isMapping,
  type KubernetesObject,
  mapping,
} from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { idOf } from "../../lib/krm/run.ts";
import { askedAt, type Why } from "../../lib/krm/why.ts";
import type { Exceptions } from "../../lib/kubernetes/exceptions.ts";
import { isLocalConfig } from "../../lib/kubernetes/local-config.ts";
import { finding, KIND } from "./codes.ts";
import { merged } from "./merge.ts";
import { CONTACT, GENERATED_BY, ruleOf, type Wanted } from "./wanted.ts";

/** The items as the Tenants want them. */
export interface Reconciled {
  readonly items: readonly Item[];
  readonly removed: readonly Removal[];
  readonly results: readonly Result[];
}

/** Whose objects are whose. */
export interface Ownership {
  /** The Tenants of this build by name. */
  readonly tenants: ReadonlyMap<string, Item>;
  readonly exceptions: Exceptions;
}

/** The Tenant an object was made for; `""` where it is shared by all. */
function ownerOf(item: Item): string | undefined {
  const value = item.annotation(GENERATED_BY);
  if (value === KIND) return "";
  const prefix = `${KIND}/`;
  if (typeof value !== "string" || !value.startsWith(prefix)) return undefined;
  return value.slice(prefix.length);
}

/** Whether the Tenants of this build may change and remove the object. */
function isOurs(item: Item, { tenants }: Ownership): boolean {
  const owner = ownerOf(item);
  if (owner === undefined || isLocalConfig(item)) return false;
  return tenants.has(owner) || (owner === "" && tenants.size > 0);
}

/** Objects that are there already and that nobody may touch. */
export function conflicts(
  items: readonly Item[],
  wanted: readonly Wanted[],
  ownership: Ownership,
): Result[] {
  const byId = wantedById(wanted);
  return items.flatMap((item) => {
    const one = byId.get(idOf(item));
    if (!one || isLocalConfig(item) || isOurs(item, ownership)) return [];
    const owner = ownerOf(item);
    const by = owner
      ? `belongs to Tenant ${owner}, which is not in this build`
      : "was written by somebody else";
    const message = `${askedAt(one.why)} needs this object, and the one that is there ${by}: remove it, or rename what asks for it`;
    return [finding("TEN-NOT-OURS", { severity: "error", item, message })];
  });
}

function wantedById(wanted: readonly Wanted[]): Map<string, Wanted> {
  return new Map(wanted.map((one) => [idOf(Item.of(one.object)), one]));
}

/** Updates what is ours in place, adds what is missing, removes the rest. */
export function reconcile(
  items: readonly Item[],
  wanted: readonly Wanted[],
  ownership: Ownership,
): Reconciled {
  const missing = wantedById(wanted);
  const kept: Item[] = [];
  const removed: Removal[] = [];
  const results: Result[] = [];
  for (const item of items) {
    const one = isLocalConfig(item) ? undefined : missing.get(idOf(item));
    if (one) {
      missing.delete(idOf(item));
      kept.push(updated(item, one));
    } else if (isOurs(item, ownership)) {
      removed.push({ item, why: notWanted(item, ownership) });
      results.push(...left(item));
    } else {
      kept.push(item);
      results.push(...orphan(item, ownership));
    }
  }
  const added = [...missing.values()].map(({ object, why }) =>
    Item.create(object, why),
  );
  return { items: [...kept, ...added], removed, results };
}

function notWanted(item: Item, { tenants }: Ownership): Why {
  const owner = ownerOf(item) ?? "";
  const object = tenants.get(owner)?.ref;
  return {
    code: ruleOf(item.kind),
    at: object
      ? { object, path: ["spec"] }
      : { path: ["spec", "tenantResources"] },
    reason: object
      ? `Tenant ${owner} no longer has it`
      : "no Tenant needs it any more",
  };
}

/** Nothing of ours deletes a Namespace, so a person has to. */
function left(item: Item): Result[] {
  if (item.kind !== "Namespace") return [];
  return [
    finding("TEN-NAMESPACE-LEFT", {
      severity: "info",
      item,
      message: `Tenant ${ownerOf(item)} no longer has this namespace; it stays in the cluster until somebody deletes it by hand`,
    }),
  ];
}

function orphan(item: Item, { exceptions }: Ownership): Result[] {
  const owner = ownerOf(item);
  if (!owner || isLocalConfig(item)) return [];
  if (exceptions.suspends("TEN-ORPHAN", item)) return [];
  return [
    finding("TEN-ORPHAN", {
      severity: "warning",
      item,
      message: `it was made for Tenant ${owner}, which is not in this build, and is left alone: bring the Tenant back and set its state, or remove this object`,
      field: {
        path: ["metadata", "annotations", GENERATED_BY],
        current: `${KIND}/${owner}`,
      },
    }),
  ];
}

/** Fields of an object that are not ours to settle. */
const OTHERS: ReadonlySet<string> = new Set([
  "apiVersion",
  "kind",
  "metadata",
  "status",
]);

function updated(item: Item, { object, why }: Wanted): Item {
  let result = item;
  for (const key of Object.keys(item.object)) {
    if (!OTHERS.has(key) && !(key in object))
      result = result.remove([key], why);
  }
  for (const [key, value] of Object.entries(object)) {
    if (!OTHERS.has(key)) {
      result = result.set([key], settled(item, key, value), why);
    }
  }
  const meta = mapping(object.metadata);
  for (const field of ["labels", "annotations"]) {
    for (const [key, value] of Object.entries(mapping(meta[field]))) {
      result = result.set(["metadata", field, key], value, why);
    }
  }
  const isSaid = Object.hasOwn(mapping(meta.annotations), CONTACT);
  return isSaid
    ? result
    : result.remove(["metadata", "annotations", CONTACT], why);
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
