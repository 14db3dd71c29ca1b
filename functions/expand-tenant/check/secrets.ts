import type { RelatedObject } from "../../../lib/krm/define.ts";
import { Item, mapping } from "../../../lib/krm/item.ts";
import { nearest } from "../../../lib/krm/nearest.ts";
import type { Result } from "../../../lib/krm/result.ts";
import { listed } from "../../../lib/krm/words.ts";
import { isLocalConfig } from "../../../lib/kubernetes/local-config.ts";
import { entryOf, type Step, tell } from "../read/locate.ts";
import type { Tenant } from "../read/tenants.ts";
import type { SecretContract } from "../schema/tenant.ts";
import { type Checking, unlessSuspended } from "./checking.ts";
import { PLATFORM } from "./depends.ts";
import { secretUses } from "./secret-uses.ts";

/** Keys of the Secrets of a build by `namespace/name`; never their values. */
export type SecretKeys = ReadonlyMap<string, ReadonlySet<string>>;

/** The Secrets among the items and in `context.related`. */
export function secretKeys(
  items: readonly Item[],
  related: readonly RelatedObject[] = [],
): SecretKeys {
  const all = [...items, ...related.map((object) => Item.of(object))];
  const secrets = all.filter(
    (item) =>
      item.kind === "Secret" && item.group === "" && !isLocalConfig(item),
  );
  return new Map(
    secrets.map((item) => [
      `${item.namespace}/${item.name}`,
      new Set(["data", "stringData"].flatMap((field) => keysIn(item, field))),
    ]),
  );
}

function keysIn(item: Item, field: string): string[] {
  return Object.keys(mapping(item.get([field])));
}

/**
 * Checks the contract of a Tenant: what it names must be there with its keys,
 * and what it uses must be named. Without `secrets` only the latter.
 */
export function secretChecks(
  tenant: Tenant,
  secrets: SecretKeys | undefined,
  checking: Checking,
): Result[] {
  const { secrets: contract = [] } = tenant.spec;
  return [
    ...contract.flatMap((entry) =>
      secrets ? contractCheck(tenant, entry, secrets, checking) : [],
    ),
    ...useChecks(tenant, checking),
    ...pullChecks(tenant, checking),
    ...unchecked(tenant, secrets),
  ];
}

function contractCheck(
  tenant: Tenant,
  entry: SecretContract,
  secrets: SecretKeys,
  checking: Checking,
): Result[] {
  const { name, namespace = tenant.home, keys } = entry;
  // Another check has told of it.
  if (!tenant.spec.namespaces.some((one) => one.name === namespace)) return [];
  const at = ["secrets", entryOf(entry, "secrets")];
  const found = secrets.get(`${namespace}/${name}`);
  if (!found) {
    const id = `${namespace}/${name}`;
    const meant = nearest(id, secrets.keys());
    const hint = meant ? ` (there is ${meant})` : "";
    return unlessSuspended(checking, "TEN-SECRET-MISSING", tenant, {
      at: [...at, "name"],
      message: `the cluster has no Secret ${id}${hint}: add it to the cluster's secrets file, encrypted`,
    });
  }
  const lacks = keys.filter((key) => !found.has(key));
  const list = found.size > 0 ? listed([...found]) : "none";
  return lacks.flatMap((key) =>
    unlessSuspended(checking, "TEN-SECRET-KEY", tenant, {
      at: [...at, "keys", { entry: key }],
      message: `Secret ${namespace}/${name} lacks the key ${key} (it has ${list}): add it in the cluster's secrets file`,
      proposed: nearest(key, found),
    }),
  );
}

/** A Secret that is used must be in the contract, in the home namespace. */
function useChecks(tenant: Tenant, checking: Checking): Result[] {
  const { secrets = [] } = tenant.spec;
  const known = secrets.filter(
    ({ namespace = tenant.home }) => namespace === tenant.home,
  );
  const names = known.map(({ name }) => name);
  return secretUses(tenant).flatMap(({ name, at }) => {
    if (names.includes(name)) return [];
    const proposed = nearest(name, names);
    const hint = proposed ? `, did you mean ${proposed}?` : "";
    const message = `Secret ${name} is used and not in the contract${hint}: add { name: ${name}, namespace: ${tenant.home}, keys: […] } to spec.secrets, where Flux reads it`;
    const said = { at, message, proposed };
    return unlessSuspended(checking, "TEN-SECRET-UNDECLARED", tenant, said);
  });
}

function pullChecks(tenant: Tenant, checking: Checking): Result[] {
  const { imagePullSecrets = [], secrets = [] } = tenant.spec;
  const names = secrets.map(({ name }) => name);
  const open = imagePullSecrets.filter((name) => !names.includes(name));
  return open.flatMap((name) =>
    unlessSuspended(checking, "TEN-SECRET-UNDECLARED", tenant, {
      message: `Secret ${name} pulls images and is not in the contract: add it to spec.secrets for each namespace whose pods need it, keys: [.dockerconfigjson]`,
      at: ["imagePullSecrets", { entry: name }],
    }),
  );
}

function unchecked(tenant: Tenant, secrets: SecretKeys | undefined): Result[] {
  const { secrets: contract = [] } = tenant.spec;
  if (secrets || contract.length === 0) return [];
  const names = listed(contract.map(({ name }) => name));
  const message = `a generator sees no Secret, so the contract (${names}) is left to check-platform`;
  return [
    tell(tenant, "TEN-UNCHECKED", {
      at: ["secrets"],
      message,
    }),
  ];
}

/**
 * A Secret that is named like the platform's key is likely a copy of it, which
 * the tenant's reconciler could read: it opens every cluster's secrets.
 */
export function keyChecks(
  tenant: Tenant,
  platformKeys: ReadonlySet<string>,
): Result[] {
  const { apps = [], secrets = [] } = tenant.spec;
  const names = [
    ...apps.map((app) => ({
      name: app.decryption?.secretRef,
      at: ["apps", entryOf(app, "apps"), "decryption", "secretRef"] as Step[],
    })),
    ...secrets.map((entry) => ({
      name: entry.name,
      at: ["secrets", entryOf(entry, "secrets"), "name"] as Step[],
    })),
  ];
  return names.flatMap(({ name, at }) => {
    if (name === undefined || !platformKeys.has(name)) return [];
    const message = `${name} is the name of the platform's own key, which must never be in a tenant's namespace: make a key for this tenant and call it ${tenant.name}-sops`;
    const proposed = `${tenant.name}-sops`;
    return [tell(tenant, "TEN-SECRET-PLATFORM-KEY", { at, message, proposed })];
  });
}

/** Names that the platform's flows decrypt with, and those of the config. */
export function platformKeys(
  items: readonly Item[],
  configured: readonly string[],
): ReadonlySet<string> {
  const flows = items.filter(
    ({ kind, namespace }) => kind === "Kustomization" && namespace === PLATFORM,
  );
  const used = flows.map((item) =>
    item.get(["spec", "decryption", "secretRef", "name"]),
  );
  return new Set([
    ...configured,
    ...used.filter((one) => typeof one === "string"),
  ]);
}
