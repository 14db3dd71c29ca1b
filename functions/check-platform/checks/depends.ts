import { formatChain, type Graph, sortGraph } from "../../../lib/graph.ts";
import { type Item, mapping, text } from "../../../lib/krm/item.ts";
import { nearest } from "../../../lib/krm/nearest.ts";
import {
  type Breach,
  breach,
  isKustomization,
  isPlatform,
  isRelease,
  listOf,
  tenantOfItem,
  type World,
} from "../world.ts";

/** Flows that wait for nothing, for each other, or for a tenant. */
export function dependencyBreaches(world: World): Breach[] {
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
