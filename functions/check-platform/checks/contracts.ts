import { GROUP } from "../../../lib/krm/define.ts";
import { type Item, mapping, text } from "../../../lib/krm/item.ts";
import type { Path } from "../../../lib/krm/result.ts";
import {
  type Breach,
  isKustomization,
  isPlatform,
  isSecret,
  listOf,
  strings,
  type World,
} from "../world.ts";

interface Contract {
  readonly item: Item;
  readonly path: Path;
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
}

/** Secrets that components and tenants count on and the cluster lacks. */
export function contractBreaches(world: World): Breach[] {
  if (!world.cluster) return [];
  const secrets = new Map(
    world.items
      .filter(isSecret)
      .map((item) => [`${item.namespace}/${item.name}`, item]),
  );
  return contractsOf(world).flatMap(({ item, path, name, namespace, keys }) => {
    const secret = secrets.get(`${namespace}/${name}`);
    const field = { path };
    if (!secret) {
      const message = `the cluster has no Secret ${namespace}/${name}: add it, with ${keys.join(", ")}, to the cluster's secrets file`;
      return [{ item, message, field }];
    }
    const lacking = keys.filter((key) => !hasKey(secret, key));
    if (lacking.length === 0) return [];
    const message = `the cluster's Secret ${namespace}/${name} lacks ${lacking.join(", ")}: add what is missing to the cluster's secrets file`;
    return [{ item, message, field }];
  });
}

function hasKey(secret: Item, key: string): boolean {
  return ["data", "stringData"].some((field) =>
    Object.hasOwn(mapping(secret.get([field])), key),
  );
}

function contractsOf(world: World): Contract[] {
  const flows = new Set(
    world.objects
      .filter((item) => isKustomization(item) && isPlatform(item, world))
      .map(({ name }) => name),
  );
  return world.items.flatMap((item) => {
    if (item.group !== GROUP) return [];
    const component = item.kind === "PlatformComponent" && flows.has(item.name);
    const tenant = item.kind === "Tenant" && isThere(item);
    return component || tenant ? contractsIn(item) : [];
  });
}

/** A tenant that was removed gets nothing any more. */
function isThere(tenant: Item): boolean {
  return tenant.get(["spec", "state"]) !== "removed";
}

function contractsIn(item: Item): Contract[] {
  const home = text(item.get(["spec", "namespaces", 0, "name"]));
  return listOf(item.get(["spec", "secrets"])).map((entry, index) => {
    const { name, namespace, keys } = mapping(entry);
    return {
      item,
      path: ["spec", "secrets", index],
      name: text(name),
      namespace: text(namespace) || home,
      keys: strings(keys),
    };
  });
}
