import { isNamespace } from "../../../lib/kubernetes/select.ts";
import type { Decision } from "../decision.ts";
import {
  type Breach,
  breach,
  isKept,
  isOfSync,
  PRUNE_PATH,
  type World,
} from "../world.ts";

/** NS-PRUNE */
export const nsPrune = {
  code: "NS-PRUNE",
  says: "Flux never deletes a Namespace.",
  checks: [{ sees: "Namespaces", run: pruneBreaches }],
} as const satisfies Decision;

/** Namespaces that Flux deletes when they leave the repository. */
function pruneBreaches(world: World): Breach[] {
  return world.objects
    .filter((item) => isNamespace(item) && !isKept(item))
    .filter((item) => !isOfSync(item, world))
    .map((item) =>
      breach(
        item,
        PRUNE_PATH,
        "Flux deletes this Namespace, and all that is inside, when it leaves the repository: set the annotation, as LabelNamespaces does with preventDeletion",
        "disabled",
      ),
    );
}
