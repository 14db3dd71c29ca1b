import { type Item, mapping, text } from "../../../lib/krm/item.ts";
import { type PolicyRule, rulesIn } from "../../../lib/kubernetes/rbac.ts";
import { formatPowers, powersOf } from "../../../lib/kubernetes/rbac-guard.ts";
import { clusterRolesOf } from "../../../lib/kubernetes/rbac-roles.ts";
import {
  isFlow,
  isNamespace,
  namespaceMeant,
} from "../../../lib/kubernetes/select.ts";
import type { Decision } from "../decision.ts";
import type { StandardBinding } from "../settings.ts";
import {
  type Breach,
  breach,
  isPlatform,
  listOf,
  type Standard,
  tenantLabel,
  tenantOfItem,
  type World,
} from "../world.ts";

/** RBAC-STD */
export const rbacStd = {
  code: "RBAC-STD",
  says: "The standard bindings are there, and no tenant is stronger than its boundary.",
  checks: [
    { sees: "bindings", run: bindingBreaches },
    { sees: "standard bindings", run: standardBreaches },
  ],
} as const satisfies Decision;

const GROUP = "rbac.authorization.k8s.io";
const ROLE = ["roleRef", "name"];

/** Bindings and roles that make a tenant stronger than its boundary. */
function bindingBreaches(world: World): Breach[] {
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

/** Bindings that should be there: the platform's standard, and reconcilers'. */
function standardBreaches(world: World): Breach[] {
  return [
    ...world.objects
      .filter(isNamespace)
      .flatMap((item) =>
        world.standard.flatMap((one) => lacking(item, one, world)),
      ),
    ...(world.cluster ? powerless(world) : []),
  ];
}

type Subject = StandardBinding["subjects"][number];

function lacking(
  namespace: Item,
  { binding, applies }: Standard,
  world: World,
): Breach[] {
  if (!applies(namespace)) return [];
  const bindings = world.inNamespace("RoleBinding", namespace.name);
  const here = bindings.filter(
    (item) =>
      item.get(["roleRef", "name"]) === binding.role &&
      item.get(["roleRef", "kind"]) === binding.roleKind,
  );
  return binding.subjects
    .filter((subject) => !here.some((item) => binds(item, subject)))
    .map(({ kind, name }) => ({
      item: namespace,
      message: `the namespace holds no RoleBinding of ${binding.roleKind} ${binding.role} to ${kind} ${name}, which is the platform's standard: add it`,
    }));
}

function binds(binding: Item, wanted: Subject): boolean {
  return listOf(binding.get(["subjects"])).some((subject) => {
    const { kind, name, namespace } = mapping(subject);
    if (kind !== wanted.kind || name !== wanted.name) return false;
    if (kind !== "ServiceAccount") return true;
    const meant = wanted.namespace ?? binding.namespace;
    return (text(namespace) || binding.namespace) === meant;
  });
}

/** Tenants' flows whose account is not there, or not bound where they apply. */
function powerless(world: World): Breach[] {
  const accounts = new Set(
    world.around
      .filter(({ kind }) => kind === "ServiceAccount")
      .map(({ namespace, name }) => `${namespace}/${name}`),
  );
  const path = ["spec", "serviceAccountName"];
  return world.objects.filter(isFlow).flatMap((item) => {
    const name = text(item.get(path));
    if (!name || isPlatform(item, world)) return [];
    if (tenantOfItem(item, world) === undefined) return [];
    const id = `${item.namespace}/${name}`;
    if (!accounts.has(id)) {
      const message = `there is no ServiceAccount ${id}: Flux doesn't say so, it has no rights`;
      return [breach(item, path, message)];
    }
    const target = namespaceMeant(item);
    const subject: Subject = {
      kind: "ServiceAccount",
      name,
      namespace: item.namespace,
    };
    const bound = world
      .inNamespace("RoleBinding", target)
      .some((one) => binds(one, subject));
    if (bound) return [];
    const message = `${id} is bound to no role in ${target}, where this flow applies its objects`;
    return [breach(item, path, message)];
  });
}
