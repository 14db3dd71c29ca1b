import { GROUP } from "../../../lib/krm/define.ts";
import { type Item, isMapping, text } from "../../../lib/krm/item.ts";
import type { Result } from "../../../lib/krm/result.ts";
import { globs } from "../../../lib/kubernetes/match.ts";
import type { Code } from "../policy.ts";
import { entryOf, type Step, tell } from "../read/locate.ts";
import { entryKey } from "../read/merge.ts";
import type { Settings } from "../read/settings.ts";
import type { Tenant } from "../read/tenants.ts";

/** One thing that a Tenant wants for itself. */
interface Claim {
  readonly tenant: Tenant;
  readonly name: string;
  readonly at: readonly Step[];
}

/** A list of names that is one for the whole platform. */
interface Register {
  readonly rule: Code;
  readonly what: string;
  readonly field: "namespaces" | "apps" | "hostnames";
  readonly meets: (a: string, b: string) => boolean;
}

const same = (a: string, b: string): boolean => a === b;

const REGISTERS: readonly Register[] = [
  {
    rule: "TEN-NAMESPACE-TWICE",
    what: "namespace",
    field: "namespaces",
    meets: same,
  },
  { rule: "TEN-APP-TWICE", what: "app", field: "apps", meets: same },
  {
    rule: "TEN-HOSTNAME-TWICE",
    what: "hostname",
    field: "hostnames",
    meets: hostsMeet,
  },
];

/**
 * What several Tenants claim. Removed ones still reserve their names. Each
 * Tenant of a pair gets a finding that names the other.
 */
export function claimChecks(tenants: readonly Tenant[]): Result[] {
  return REGISTERS.flatMap((register) => {
    const claims = tenants.flatMap((tenant) => claimsOf(tenant, register));
    const near = neighboursIn(claims);
    return claims.flatMap((claim) => {
      const other = near(claim, register);
      return other ? [rival(claim, other, register)] : [];
    });
  });
}

/** Tells of a claim the first one that it meets, without a look at all. */
function neighboursIn(
  claims: readonly Claim[],
): (claim: Claim, register: Register) => Claim | undefined {
  const order = new Map(claims.map((claim, index) => [claim, index]));
  const byName = grouped(claims, ({ name }) => [name]);
  const below = grouped(claims, ({ name }) => wildcardsOver(name));
  return (claim, register) => {
    const { name } = claim;
    const namesakes = byName.get(name) ?? [];
    const lists = [
      namesakes,
      below.get(name) ?? [],
      ...wildcardsOver(name).map((wild) => byName.get(wild) ?? []),
    ];
    const [first] = lists
      .flatMap(
        (list) => list.find((one) => isRival(one, claim, register)) ?? [],
      )
      .sort((a, b) => Number(order.get(a)) - Number(order.get(b)));
    const [twin] = namesakes;
    const isSecond = twin && twin !== claim && isTwin(twin, claim, register);
    return first ?? (isSecond ? twin : undefined);
  };
}

function grouped(
  claims: readonly Claim[],
  keysOf: (claim: Claim) => readonly string[],
): ReadonlyMap<string, readonly Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    for (const key of keysOf(claim)) {
      const group = groups.get(key);
      if (group) group.push(claim);
      else groups.set(key, [claim]);
    }
  }
  return groups;
}

/** `*.b.c` and `*.c` of `a.b.c`; what is too long for a host has none. */
function wildcardsOver(name: string): string[] {
  if (name.length > 253) return [];
  const labels = name.split(".");
  return labels
    .slice(1)
    .map((_, index) => `*.${labels.slice(index + 1).join(".")}`);
}

function claimsOf(tenant: Tenant, { field }: Register): Claim[] {
  const list: readonly (string | { readonly name: string })[] =
    tenant.spec[field] ?? [];
  return list.map((entry, index) => {
    const isText = typeof entry === "string";
    const name = isText ? entry : entry.name;
    const written = tenant.item.get(["spec", field, index]);
    const isThere = written !== undefined && entryKey(written, field) === name;
    const step = isThere ? index : { entry: name };
    return { tenant, name, at: [field, step, ...(isText ? [] : ["name"])] };
  });
}

function isRival(one: Claim, claim: Claim, { meets }: Register): boolean {
  return one.tenant !== claim.tenant && meets(one.name, claim.name);
}

/** Within one Tenant other checks tell of namespaces. */
function isTwin(one: Claim, claim: Claim, { field }: Register): boolean {
  const same = one.tenant === claim.tenant && one.name === claim.name;
  return same && field === "apps";
}

function rival(claim: Claim, other: Claim, { rule, what }: Register): Result {
  const { tenant, name, at } = claim;
  const by =
    other.tenant === tenant
      ? "another app of this Tenant"
      : `Tenant ${other.tenant.name}`;
  const as = other.name === name ? "" : ` (as ${other.name})`;
  const removed =
    other.tenant.state === "removed"
      ? ", which is removed and reserves it"
      : "";
  return tell(tenant, rule, {
    at,
    message: `${what} ${name} is claimed by ${by}${as} too${removed}: leave it to one of them`,
  });
}

/** Whether two host names, which may begin with `*.`, share a host. */
export function hostsMeet(a: string, b: string): boolean {
  if (a === b) return true;
  const covers = (wild: string, host: string) =>
    wild.startsWith("*.") && host.endsWith(wild.slice(1));
  return covers(a, b) || covers(b, a);
}

/** Namespaces that Tenants claim and the platform has. */
export function reservedChecks(
  tenants: readonly Tenant[],
  items: readonly Item[],
  settings: Settings,
): Result[] {
  const isReserved = globs(settings.reservedNamespaces);
  const components = componentNamespaces(items);
  return tenants.flatMap((tenant) =>
    tenant.spec.namespaces.flatMap((entry) => {
      const { name } = entry;
      const owner = isReserved(name)
        ? "Kubernetes, Flux or the platform"
        : components.get(name);
      if (!owner) return [];
      const at = ["namespaces", entryOf(entry, "namespaces"), "name"];
      const message = `namespace ${name} belongs to ${owner}: choose another name`;
      return [tell(tenant, "TEN-NAMESPACE-RESERVED", { at, message })];
    }),
  );
}

function componentNamespaces(items: readonly Item[]): Map<string, string> {
  const components = items.filter(isComponent);
  return new Map(
    components.flatMap((item) =>
      namespacesOf(item).map(
        (name) => [name, `PlatformComponent ${item.name}`] as const,
      ),
    ),
  );
}

/** Whether `item` is a component of the platform. */
export function isComponent(item: Item): boolean {
  return item.kind === "PlatformComponent" && item.group === GROUP;
}

/** Names of the namespaces that a component declares. */
export function namespacesOf(component: Item): string[] {
  const list = component.get(["spec", "namespaces"]);
  if (!Array.isArray(list)) return [];
  return list.filter(isMapping).map(({ name }) => text(name));
}
