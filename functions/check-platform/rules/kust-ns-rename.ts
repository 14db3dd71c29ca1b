import { text } from "../../../lib/krm/item.ts";
import { isNamespace } from "../../../lib/kubernetes/select.ts";
import type { Decision } from "../decision.ts";
import type { Kustomization, Repository } from "../repository/repository.ts";
import {
  declaredIn,
  isMaker,
  transformersOf,
  treeOf,
} from "../repository/tree.ts";
import { type Breach, breach, type World } from "../world.ts";

/** KUST-NS-RENAME */
export const kustNsRename = {
  code: "KUST-NS-RENAME",
  says: "No namespace is set where Namespaces are among the objects.",
  model: true,
  checks: [
    { sees: "`targetNamespace` of a flow", run: renameBreaches },
    { sees: "`namespace:`", run: renameFileBreaches, files: true },
  ],
} as const satisfies Decision;

/** A flow that would rename the Namespaces it applies. */
function renameBreaches({ flow, objects }: World): Breach[] {
  const path = ["spec", "targetNamespace"];
  const target = text(flow?.get(path));
  const hit = objects.find(isNamespace);
  if (!flow || target === "" || !hit) return [];
  const message = `Kustomize renames the Namespace ${hit.name} to ${target}, as it does with every Namespace under targetNamespace: apply Namespaces with a flow that sets none`;
  return [breach(flow, path, message)];
}

/** `namespace:` where it reaches Namespaces. */
function renameFileBreaches({ repository }: World): Breach[] {
  if (!repository) return [];
  const found = repository.roots.flatMap((root) => {
    const tree = treeOf(root, repository);
    return (
      tree
        .filter(({ body }) => body.namespace !== undefined)
        // A component acts on everything that was there before it.
        .filter((one) =>
          hasNamespaces(one.isComponent ? root : one, repository),
        )
    );
  });
  return [...new Set(found)].map(({ item, file, body }) => ({
    item,
    file,
    message: `namespace: ${text(body.namespace)} in ${file} renames every Namespace among its objects: leave it out, and write metadata.namespace in each object`,
    field: { path: ["namespace"], current: body.namespace },
  }));
}

function hasNamespaces(one: Kustomization, repository: Repository): boolean {
  const tree = treeOf(one, repository);
  const makes = tree.some((part) =>
    transformersOf(part, repository).some(({ config }) => isMaker(config)),
  );
  return (
    makes || declaredIn(tree, repository).some(({ item }) => isNamespace(item))
  );
}
