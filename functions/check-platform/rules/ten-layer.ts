import { isKustomization } from "../../../lib/flux/source.ts";
import { formatChain, type Graph, sortGraph } from "../../../lib/graph.ts";
import { type Item, isMapping, mapping, text } from "../../../lib/krm/item.ts";
import { nearest } from "../../../lib/krm/nearest.ts";
import type { Path } from "../../../lib/krm/result.ts";
import type { Decision } from "../decision.ts";
import { allKustomizations } from "../repository/remote.ts";
import { entriesOf, isBelow } from "../repository/repository.ts";
import {
  type Breach,
  breach,
  isPlatform,
  isRelease,
  isSecret,
  listOf,
  tenantOfItem,
  type World,
} from "../world.ts";

/** TEN-LAYER */
export const tenLayer = {
  code: "TEN-LAYER",
  says: "Tenants use what is declared for them, and the platform depends on none of them.",
  model: true,
  checks: [
    { sees: "secrets", run: secretUseBreaches },
    { sees: "`dependsOn`", run: dependencyBreaches },
    { sees: "folders", run: folderBreaches, files: true },
  ],
} as const satisfies Decision;

/** Secrets that a tenant's objects read and the cluster doesn't hold. */
function secretUseBreaches(world: World): Breach[] {
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
function folderBreaches(world: World): Breach[] {
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

/** Flows that wait for nothing, for each other, or for a tenant. */
function dependencyBreaches(world: World): Breach[] {
  if (!world.whole) return [];
  return [isKustomization, isRelease].flatMap((isOfKind) => {
    const own = world.objects.filter(isOfKind);
    const known = new Map(
      world.around.filter(isOfKind).map((item) => [idOf(item), item]),
    );
    return [
      ...own.flatMap((item) => references(item, known, world)),
      ...cycles(own, known),
    ];
  });
}

function idOf({ namespace, name }: Item): string {
  return `${namespace}/${name}`;
}

function dependenciesOf(item: Item): string[] {
  return listOf(item.get(["spec", "dependsOn"])).map((entry) => {
    const { name, namespace } = mapping(entry);
    return `${text(namespace) || item.namespace}/${text(name)}`;
  });
}

function references(
  item: Item,
  known: ReadonlyMap<string, Item>,
  world: World,
): Breach[] {
  return dependenciesOf(item).flatMap((id, index) => {
    const target = known.get(id);
    const path = ["spec", "dependsOn", index];
    if (target) return upwards(item, target, { path, world });
    if (isBootstrap(id, item, world)) return [];
    const meant = nearest(id, known.keys());
    const hint = meant ? `, did you mean ${meant}?` : "";
    const message = `no ${item.kind} of the cluster is ${id}${hint}: Flux would wait for it for ever`;
    return [breach(item, path, message)];
  });
}

/** The flow that `flux bootstrap` makes is no part of the build. */
function isBootstrap(id: string, item: Item, { spec }: World): boolean {
  return (
    isKustomization(item) &&
    spec.platformNamespaces.some(
      (namespace) => id === `${namespace}/${namespace}`,
    )
  );
}

function upwards(
  item: Item,
  target: Item,
  about: { readonly path: readonly (string | number)[]; readonly world: World },
): Breach[] {
  const { path, world } = about;
  const tenant = tenantOfItem(target, world);
  const own = tenantOfItem(item, world);
  if (tenant === undefined || own === tenant) return [];
  const who = isPlatform(item, world)
    ? "the platform"
    : `the tenant ${own ?? "?"}`;
  const message = `${who} would wait for the tenant ${tenant}, whose mistakes are no reason for it to stand still`;
  return [breach(item, path, message)];
}

function cycles(
  own: readonly Item[],
  known: ReadonlyMap<string, Item>,
): Breach[] {
  const graph: Graph = new Map(
    [...known].map(([id, item]) => [
      id,
      dependenciesOf(item).filter((one) => known.has(one)),
    ]),
  );
  const ids = new Map(own.map((item) => [idOf(item), item]));
  return sortGraph(graph).cycles.flatMap((cycle) => {
    const item = cycle.map((id) => ids.get(id)).find(Boolean);
    if (!item) return [];
    const message = `these ${item.kind}s wait for each other, and none is ever applied: ${formatChain(cycle)}`;
    return [breach(item, ["spec", "dependsOn"], message)];
  });
}
