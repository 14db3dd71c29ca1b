import { type Item, text } from "../../../lib/krm/item.ts";
import { isNamespace } from "../../../lib/kubernetes/select.ts";
import type { Decision } from "../decision.ts";
import {
  isBelow,
  type Kustomization,
  resolvePath,
} from "../repository/repository.ts";
import { clusterRoot } from "../repository/roots.ts";
import { declaredIn, treeOf } from "../repository/tree.ts";
import { type Breach, isOfSync, isSecret, type World } from "../world.ts";

/** NS-OUTSIDE */
export const nsOutside = {
  code: "NS-OUTSIDE",
  says: "No flow that prunes, and nothing under platform/, owns a Namespace or a Secret.",
  model: true,
  checks: [
    {
      sees: "objects of a flow that prunes, and what stands under `platform/`",
      run: outsideBreaches,
    },
  ],
} as const satisfies Decision;

/**
 * Namespaces and Secrets that a pruning flow owns, or that a file under
 * `platform/` declares. Flux deletes what leaves a flow with `prune: true`, and
 * a Namespace takes everything inside with it.
 */
function outsideBreaches(world: World): Breach[] {
  const { flow, spec } = world;
  const pruned = flow !== undefined && flow.get(["spec", "prune"]) !== false;
  const owned = world.objects.filter(isOwnedOutside);
  return owned.flatMap((item) => {
    if (isOfSync(item, world)) return [];
    const file = sourceOf(item, world);
    const under = file !== undefined && isBelow(file, spec.platformPaths);
    if (!under && !pruned) return [];
    const owner = pruned
      ? `the flow ${flow.name}, which prunes,`
      : "the platform's folder";
    const place = file === undefined ? "" : ` in ${file}`;
    const message = `${owner} holds this ${item.kind}${place}: ${wayOut(item)}`;
    return [{ item, message, ...(file === undefined ? {} : { file }) }];
  });
}

function isOwnedOutside(item: Item): boolean {
  return isNamespace(item) || isSecret(item);
}

function wayOut(item: Item): string {
  return isSecret(item)
    ? "move it to the cluster's secrets file, and name it in the component's spec.secrets"
    : "declare it in spec.namespaces of the PlatformComponent, so that the cluster holds it";
}

/** Where an object stands: by Kustomize's mark, else by the files themselves. */
function sourceOf(item: Item, world: World): string | undefined {
  const origin = text(item.annotations["config.kubernetes.io/origin"]);
  const marked = /^path: *["']?(.*?)["']?$/m.exec(origin)?.[1];
  if (marked !== undefined) return marked.replace(/^(?:\.\.\/)+/, "");
  const { repository } = world;
  const root = buildRoot(world);
  if (!repository || !root) return undefined;
  const declared = declaredIn(treeOf(root, repository), repository);
  return declared.find(
    (one) =>
      one.item.kind === item.kind &&
      one.item.name === item.name &&
      (one.item.namespace || item.namespace) === item.namespace,
  )?.file;
}

/** The kustomization that these items were built from. */
function buildRoot(world: World): Kustomization | undefined {
  const { repository, flow } = world;
  if (!repository) return undefined;
  if (!flow) return clusterRoot(world) ?? repository.roots[0];
  const path = resolvePath("", text(flow.get(["spec", "path"])));
  return repository.kustomizations.get(path);
}
