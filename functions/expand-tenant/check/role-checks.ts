import { nearest } from "../../../lib/krm/nearest.ts";
import type { Result } from "../../../lib/krm/result.ts";
import {
  type AtStake,
  formatPowers,
  powersOf,
} from "../../../lib/kubernetes/rbac-guard.ts";
import type { ClusterRoles } from "../../../lib/kubernetes/rbac-roles.ts";
import { APIS, type EmittedKind } from "../../../lib/kubernetes/resources.ts";
import type { Wanted } from "../../../lib/policy/owned.ts";
import { clusterRole } from "../emit/access.ts";
import { roleRules } from "../emit/roles.ts";
import { finding } from "../policy.ts";
import { entryOf, tell } from "../read/locate.ts";
import type { Tenant } from "../read/tenants.ts";
import type { Owner } from "../schema/tenant.ts";
import type { Spec } from "../schema.ts";

/** Custom kinds with which a tenant could lift its own boundary. */
export function tenantResourceChecks({ tenantResources = [] }: Spec): Result[] {
  return tenantResources.flatMap((custom, index) => {
    const wild = [...custom.apiGroups, ...custom.resources].includes("*");
    const { reconciler } = roleRules([custom]);
    const powers = powersOf(reconciler);
    if (powers.length === 0 && !wild) return [];
    const field = { path: ["spec", "tenantResources", index] };
    const message = wild
      ? "name the kinds one by one; * would give tenants the next kind too"
      : `with these a tenant may ${formatPowers(powers)}`;
    return [finding("TEN-CONFIG", { message, field })];
  });
}

/** Checks the roles of a Tenant's owners by what they allow. */
export function roleChecks(
  tenant: Tenant,
  roles: ClusterRoles,
  atStake: AtStake,
): Result[] {
  const { owners = [] } = tenant.spec;
  return owners.flatMap((owner) => {
    const name = clusterRole(owner.role);
    const rules = roles.rulesOf(name);
    if (!rules) return [unknown(tenant, owner, roles)];
    const powers = powersOf(rules, atStake);
    if (powers.length === 0) return [];
    const message = `ClusterRole ${name} may ${formatPowers(powers)}, with which an owner lifts the tenant's own limits: use edit or view, or a role without these`;
    return [tell(tenant, "TEN-ROLE-POWER", { at: roleAt(owner), message })];
  });
}

function roleAt(owner: Owner) {
  return ["owners", entryOf(owner, "owners"), "role"];
}

function unknown(tenant: Tenant, owner: Owner, roles: ClusterRoles): Result {
  const known = ["edit", "view", ...roles.names];
  const proposed = nearest(owner.role, known);
  const hint = proposed ? `, did you mean ${proposed}?` : "";
  const message = `nobody knows what ClusterRole ${owner.role} allows${hint}: declare it in this build, or use edit or view`;
  const at = roleAt(owner);
  return tell(tenant, "TEN-ROLE-UNKNOWN", { at, message, proposed });
}

/** By Tenant, names of what it gets, by resource: what a role must not touch. */
export function stakesOf(all: readonly Wanted[]): (tenant: string) => AtStake {
  const stakes = new Map<string, Map<string, Set<string>>>();
  for (const { object, owner } of all) {
    const names = stakes.get(owner) ?? new Map<string, Set<string>>();
    stakes.set(owner, names);
    const { resource } = APIS[object.kind as EmittedKind];
    const { name } = object.metadata as { readonly name: string };
    const before = names.get(resource) ?? new Set();
    names.set(resource, before.add(name));
  }
  return (tenant) => stakes.get(tenant) ?? new Map();
}
