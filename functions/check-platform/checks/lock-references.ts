import { type Item, mapping, text } from "../../../lib/krm/item.ts";
import type { Path } from "../../../lib/krm/result.ts";
import {
  type Breach,
  breach,
  isPlatform,
  listOf,
  type World,
} from "../world.ts";

/** Fields of Flux kinds that name an object with its namespace. */
const REFERENCES: Readonly<Record<string, readonly Path[]>> = {
  "kustomize.toolkit.fluxcd.io/Kustomization": [["spec", "sourceRef"]],
  "helm.toolkit.fluxcd.io/HelmRelease": [
    ["spec", "chart", "spec", "sourceRef"],
    ["spec", "chartRef"],
  ],
  "source.toolkit.fluxcd.io/HelmChart": [["spec", "sourceRef"]],
  "image.toolkit.fluxcd.io/ImagePolicy": [["spec", "imageRepositoryRef"]],
  "image.toolkit.fluxcd.io/ImageUpdateAutomation": [["spec", "sourceRef"]],
};

/** References that `--no-cross-namespace-refs` forbids. */
export function crossNamespaceBreaches(world: World): Breach[] {
  return world.objects.flatMap((item) =>
    referencesOf(item, world).flatMap((path) => {
      const { namespace } = mapping(item.get(path));
      const other = text(namespace);
      if (other === "" || other === item.namespace) return [];
      const message = `Flux refuses a reference into another namespace (${other}) under --no-cross-namespace-refs: have a source of its own in ${item.namespace}`;
      return [breach(item, [...path, "namespace"], message)];
    }),
  );
}

function referencesOf(item: Item, world: World): readonly Path[] {
  const id = `${item.group}/${item.kind}`;
  if (
    id === "notification.toolkit.fluxcd.io/Alert" &&
    !isPlatform(item, world)
  ) {
    return listOf(item.get(["spec", "eventSources"])).map((_, index) => [
      "spec",
      "eventSources",
      index,
    ]);
  }
  return REFERENCES[id] ?? [];
}
