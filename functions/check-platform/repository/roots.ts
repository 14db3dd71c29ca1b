import { posix } from "node:path";
import { isOwnFlow } from "../../../lib/flux/source.ts";
import { type Item, text } from "../../../lib/krm/item.ts";
import { isPlatformCluster } from "../../../lib/kubernetes/facts.ts";
import type { World } from "../world.ts";
import { type Kustomization, resolvePath } from "./repository.ts";
import { resourceFiles } from "./tree.ts";

/** The kustomization of the cluster: its own files hold the PlatformCluster. */
export function clusterRoot(world: World): Kustomization | undefined {
  const { repository, cluster } = world;
  if (!repository || !cluster) return undefined;
  return repository.roots.find((root) =>
    resourceFiles(root, repository).some(({ path }) =>
      repository
        .documents(path)
        .some((item) => isPlatformCluster(item) && item.name === cluster.name),
    ),
  );
}

/** The cluster's own folder: what `flux bootstrap` applies. */
export function clusterFolder(root: Kustomization): string {
  const folder = posix.dirname(root.folder);
  return folder === "." ? "" : folder;
}

/** A flow that applies a path of this repository. */
export interface OwnFlow {
  readonly flow: Item;
  readonly path: string;
}

/** The flows among the items that apply a path of this repository. */
export function ownFlows(world: World): OwnFlow[] {
  return world.objects
    .filter((item) => isOwnFlow(item, world.spec))
    .map((flow) => ({
      flow,
      path: resolvePath("", text(flow.get(["spec", "path"]))),
    }));
}
