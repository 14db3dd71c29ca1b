import { type Item, isMapping, text } from "../../../lib/krm/item.ts";
import type { Path } from "../../../lib/krm/result.ts";
import { entriesOf, isBelow } from "../repository/repository.ts";
import {
  type Breach,
  breach,
  isSecret,
  listOf,
  tenantOfItem,
  type World,
} from "../world.ts";
import { allKustomizations } from "./remote.ts";

/** Secrets that a tenant's objects read and the cluster doesn't hold. */
export function secretUseBreaches(world: World): Breach[] {
  if (!world.cluster) return [];
  const known = new Set(
    world.items
      .filter(isSecret)
      .map((item) => `${item.namespace}/${item.name}`),
  );
  return world.objects.flatMap((item) => {
    const tenant = tenantOfItem(item, world);
    if (tenant === undefined || !readsSecrets(item)) return [];
    return usesIn(item).flatMap((path) => {
      const name = text(item.get(path));
      if (known.has(`${item.namespace}/${name}`)) return [];
      const message = `the tenant ${tenant} reads the Secret ${item.namespace}/${name}, which the cluster's secrets file doesn't hold: add it there and to spec.secrets of the Tenant`;
      return [breach(item, path, message)];
    });
  });
}

/** Flux's kinds, and accounts with their pull secrets. */
function readsSecrets({ group, kind }: Item): boolean {
  return group.endsWith(".toolkit.fluxcd.io") || kind === "ServiceAccount";
}

/** Paths of the names of Secrets: `secretRef`, `certSecretRef`, `valuesFrom` … */
function usesIn(item: Item): Path[] {
  const pulls = listOf(item.get(["imagePullSecrets"])).map(
    (_, index): Path => ["imagePullSecrets", index, "name"],
  );
  return [...pulls, ...found(item.get(["spec"]), ["spec"])];
}

function found(value: unknown, path: Path): Path[] {
  if (Array.isArray(value)) {
    return value.flatMap((inner, index) => found(inner, [...path, index]));
  }
  if (!isMapping(value)) return [];
  const own =
    value.kind === "Secret" && typeof value.name === "string"
      ? [[...path, "name"]]
      : [];
  return [
    ...(value.optional === true ? [] : own),
    ...Object.entries(value).flatMap(([key, inner]): Path[] => {
      // What a chart does with its values, nobody knows.
      if (path.length === 1 && key === "values") return [];
      if (/secretRef$/i.test(key) && isMapping(inner) && inner.name) {
        return [[...path, key, "name"]];
      }
      return found(inner, [...path, key]);
    }),
  ];
}

/** Folders of the platform that take something from a tenant's. */
export function folderBreaches(world: World): Breach[] {
  const { platformPaths, tenantPaths } = world.spec;
  return allKustomizations(world)
    .filter(({ folder }) => isBelow(folder, platformPaths))
    .flatMap((one) =>
      ["resources", "components", "transformers"]
        .flatMap((field) => entriesOf(one, field))
        .filter(({ path }) => path !== "" && isBelow(path, tenantPaths))
        .map(({ field, index, text: entry }) => ({
          item: one.item,
          file: one.file,
          message: `${one.file} takes ${entry} from a tenant: the platform must stand without its tenants`,
          field: { path: [field, index] },
        })),
    );
}
