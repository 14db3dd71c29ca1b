import type { Item } from "../../../lib/krm/item.ts";
import type { Body } from "../../../lib/kubernetes/models.ts";
import { compact } from "../../../lib/kubernetes/resources.ts";
import { isNamespace } from "../../../lib/kubernetes/select.ts";
import type { Wanted } from "../../../lib/policy/owned.ts";
import { isComponent, namespacesOf } from "../check/claims.ts";
import { EFFECTS } from "../check/states.ts";
import type { Tenant } from "../read/tenants.ts";
import type { Owner } from "../schema/tenant.ts";
import { ROLES } from "./roles.ts";
import { wanted } from "./wanted.ts";

/** Who may do what: the reconciler's account, its bindings and the owners'. */
export function accessObjects(
  tenant: Tenant,
  items: readonly Item[],
): Wanted[] {
  const { namespaces } = tenant.spec;
  const owned = EFFECTS[tenant.state].owned;
  const names = namespaces.map(({ name }) => name);
  return [
    account(tenant),
    ...namespaces.flatMap(({ name }) => pullAccount(tenant, name)),
    ...names.map((name) => reconcilerBinding(tenant, name)),
    ...(owned
      ? [...names, ...componentNamespaces(tenant, items)].flatMap((name) =>
          ownerBindings(tenant, name),
        )
      : []),
  ];
}

/** The account that the tenant's flows act as; no pod runs as it by itself. */
function account(tenant: Tenant): Wanted {
  const { name, home } = tenant;
  const place = { name, namespace: home, asked: ["namespaces", 0] };
  return wanted("ServiceAccount", tenant, place, {
    automountServiceAccountToken: false,
    ...compact({ imagePullSecrets: pullSecrets(tenant, home) }),
  });
}

/** Pods that name no account pull with the one called default. */
function pullAccount(tenant: Tenant, namespace: string): Wanted[] {
  const imagePullSecrets = pullSecrets(tenant, namespace);
  if (!imagePullSecrets) return [];
  const place = { name: "default", namespace, asked: ["imagePullSecrets"] };
  return [wanted("ServiceAccount", tenant, place, { imagePullSecrets })];
}

/** The pull secrets that the contract has in this namespace. */
function pullSecrets(
  { spec, home }: Tenant,
  namespace: string,
): Body<"ServiceAccount">["imagePullSecrets"] {
  const { imagePullSecrets = [], secrets = [] } = spec;
  const there = imagePullSecrets.filter((wantedName) =>
    secrets.some(
      (one) => one.name === wantedName && (one.namespace ?? home) === namespace,
    ),
  );
  return there.length > 0 ? there.map((name) => ({ name })) : undefined;
}

const RBAC = "rbac.authorization.k8s.io";

type Subject = NonNullable<Body<"RoleBinding">["subjects"]>[number];

function binding(
  role: string,
  subjects: readonly Subject[],
): Body<"RoleBinding"> {
  return {
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role },
    subjects,
  };
}

function reconcilerBinding(tenant: Tenant, namespace: string): Wanted {
  const { name, home } = tenant;
  const place = {
    name: `${name}-reconciler`,
    namespace,
    asked: ["namespaces"],
  };
  const subject = { kind: "ServiceAccount", name, namespace: home };
  return wanted(
    "RoleBinding",
    tenant,
    place,
    binding(ROLES.reconciler, [subject]),
  );
}

/** One binding a role: a binding's role can't be changed in a cluster. */
function ownerBindings(tenant: Tenant, namespace: string): Wanted[] {
  const { owners = [] } = tenant.spec;
  const roles = [...new Set(owners.map(({ role }) => role))];
  return roles.map((role) => {
    const subjects = owners
      .filter((owner) => owner.role === role)
      .map((owner) => subjectOf(tenant, owner));
    const name = `${tenant.name}-owners-${role}`;
    const place = { name, namespace, asked: ["owners"] };
    return wanted(
      "RoleBinding",
      tenant,
      place,
      binding(clusterRole(role), subjects),
    );
  });
}

/** The ClusterRole that an owner's `role` means. */
export function clusterRole(role: string): string {
  return role === "edit" || role === "view" ? ROLES[role] : role;
}

function subjectOf({ home }: Tenant, owner: Owner): Subject {
  const { group, user = "", serviceAccount } = owner;
  if (serviceAccount === undefined) {
    return group === undefined
      ? { apiGroup: RBAC, kind: "User", name: user }
      : { apiGroup: RBAC, kind: "Group", name: group };
  }
  const [name = "", namespace = home] = serviceAccount.split("/").toReversed();
  return { kind: "ServiceAccount", name, namespace };
}

/** Namespaces of the cluster's components that this Tenant owns. */
function componentNamespaces(tenant: Tenant, items: readonly Item[]): string[] {
  const declared = new Set(items.filter(isNamespace).map(({ name }) => name));
  return items
    .filter(
      (item) =>
        isComponent(item) && item.get(["spec", "owner"]) === tenant.name,
    )
    .flatMap(namespacesOf)
    .filter((name) => declared.has(name));
}
