import { type Item, mapping, text } from "../../../lib/krm/item.ts";
import { type PolicyRule, rulesIn } from "../../../lib/kubernetes/rbac.ts";
import { formatPowers, powersOf } from "../../../lib/kubernetes/rbac-guard.ts";
import { clusterRolesOf } from "../../../lib/kubernetes/rbac-roles.ts";
import {
  type Breach,
  breach,
  listOf,
  tenantLabel,
  type World,
} from "../world.ts";

const GROUP = "rbac.authorization.k8s.io";
const ROLE = ["roleRef", "name"];

/** Bindings and roles that make a tenant stronger than its boundary. */
export function bindingBreaches(world: World): Breach[] {
  const rulesOf = roleReader(world);
  let given: ReadonlySet<unknown> | undefined;
  const isGiven = (name: string): boolean => {
    given ??= clusterRolesGiven(world);
    return given.has(name);
  };
  return world.objects
    .filter(({ group }) => group === GROUP)
    .flatMap((item) => {
      if (item.kind === "ClusterRoleBinding") return clusterWide(item, world);
      if (item.kind === "RoleBinding") return inNamespace(item, world, rulesOf);
      return ofTenant(item, world, isGiven) ? wildcards(item) : [];
    });
}

type RulesOf = (binding: Item) => readonly PolicyRule[] | undefined;

/** The rules of the role that a binding gives. */
function roleReader(world: World): RulesOf {
  const clusterRoles = clusterRolesOf(world.around);
  return (binding) => {
    const { kind, name } = mapping(binding.get(["roleRef"]));
    if (kind === "ClusterRole") return clusterRoles.rulesOf(text(name));
    const role = world
      .inNamespace("Role", binding.namespace)
      .find((item) => item.name === name);
    return role && rulesIn(role.get(["rules"]));
  };
}

function ofTenant(
  item: Item,
  world: World,
  isGiven: (name: string) => boolean,
): boolean {
  return (
    tenantLabel(item) !== undefined ||
    world.tenantOf(item.namespace) !== undefined ||
    (item.kind === "ClusterRole" && isGiven(item.name))
  );
}

/** Names of the roles that bindings in tenants' namespaces give. */
function clusterRolesGiven({ around, tenantOf }: World): ReadonlySet<unknown> {
  const bindings = around.filter(
    ({ kind, namespace }) =>
      kind === "RoleBinding" && tenantOf(namespace) !== undefined,
  );
  return new Set(bindings.map((item) => item.get(ROLE)));
}

interface Account {
  readonly name: string;
  readonly namespace: string;
}

function accountsOf(binding: Item): Account[] {
  return listOf(binding.get(["subjects"])).flatMap((subject) => {
    const { kind, name, namespace } = mapping(subject);
    if (kind !== "ServiceAccount") return [];
    return [
      { name: text(name), namespace: text(namespace) || binding.namespace },
    ];
  });
}

function clusterWide(item: Item, world: World): Breach[] {
  const accounts = accountsOf(item);
  const own = accounts.find(({ namespace }) => world.tenantOf(namespace));
  if (own) {
    const message = `${own.namespace}/${own.name} is a tenant's account, and this gives it rights in every namespace: bind it in the tenant's namespaces`;
    return [{ item, message, field: { path: ["subjects"] } }];
  }
  if (item.get(ROLE) !== "cluster-admin") return [];
  const subjects = listOf(item.get(["subjects"]));
  const ours = accounts.every(({ namespace }) =>
    world.spec.platformNamespaces.includes(namespace),
  );
  if (ours && accounts.length === subjects.length) return [];
  const message =
    "cluster-admin is for Flux's own accounts: give people a role that says what they do, or an exception with a date";
  return [breach(item, ROLE, message)];
}

function inNamespace(item: Item, world: World, rulesOf: RulesOf): Breach[] {
  const tenant = world.tenantOf(item.namespace);
  if (tenant === undefined) return [...abroad(item, world), ...admin(item)];
  const rules = rulesOf(item);
  if (!rules) {
    if (!world.cluster) return [];
    const message = `nobody knows what ${text(item.get(ROLE))} allows: it is neither among the objects nor a role that every cluster has`;
    return [breach(item, ROLE, message)];
  }
  const powers = powersOf(rules);
  if (powers.length === 0) return [...abroad(item, world)];
  const message = `in the namespace of the tenant ${tenant} this gives the right to ${formatPowers(powers)}: bind a role without it`;
  return [breach(item, ROLE, message)];
}

/** Outside of tenants too nobody needs everything in one namespace. */
function admin(item: Item): Breach[] {
  if (item.get(ROLE) !== "cluster-admin") return [];
  const message =
    "cluster-admin is for Flux's own accounts: bind a role that says what is needed";
  return [breach(item, ROLE, message)];
}

/** A tenant's account that is bound where the tenant is not at home. */
function abroad(item: Item, world: World): Breach[] {
  const here = world.tenantOf(item.namespace);
  return accountsOf(item).flatMap(({ name, namespace }) => {
    const owner = world.tenantOf(namespace);
    if (owner === undefined || owner === here) return [];
    const place = here ? `the tenant ${here}'s` : "not the tenant's";
    const message = `${namespace}/${name} is an account of the tenant ${owner}, and ${item.namespace} is ${place}: a tenant's rights end with its namespaces`;
    return [{ item, message, field: { path: ["subjects"] } }];
  });
}

function wildcards(role: Item): Breach[] {
  return rulesIn(role.get(["rules"])).flatMap((rule, index) =>
    (["apiGroups", "resources", "verbs"] as const)
      .filter((key) => rule[key]?.includes("*"))
      .map((key) =>
        breach(
          role,
          ["rules", index, key],
          "* gives a tenant what will be invented next year too: name what is meant",
        ),
      ),
  );
}
