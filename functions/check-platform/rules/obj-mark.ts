import { type Item, mapping } from "../../../lib/krm/item.ts";
import type { Path } from "../../../lib/krm/result.ts";
import { textOf } from "../../../lib/kubernetes/match.ts";
import type { Decision } from "../decision.ts";
import { type Breach, breach, type World } from "../world.ts";

/** OBJ-MARK */
export const objMark = {
  code: "OBJ-MARK",
  says: "The cluster holds what was judged: no mark takes an object away from Flux.",
  checks: [
    { sees: "labels, annotations and owners", run: markBreaches },
    { sees: "marks of Kustomize's own", run: privateBreaches, files: true },
  ],
} as const satisfies Decision;

/**
 * By key, the values with which Flux does not hold the cluster to the object.
 * Source: kustomize-controller, the selectors of its apply, as labels or
 * annotations and in any case.
 */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  "kustomize.toolkit.fluxcd.io/reconcile": ["disabled"],
  "kustomize.toolkit.fluxcd.io/ssa": ["ignore", "ifnotpresent", "merge"],
};

function markBreaches({ objects }: World): Breach[] {
  return objects.flatMap((item) => [...markIn(item), ...ownerOf(item)]);
}

function markIn(item: Item): Breach[] {
  return ["labels", "annotations"].flatMap((field) => {
    const marks = mapping(item.get(["metadata", field]));
    return Object.entries(MARKS).flatMap(([key, values]) => {
      const value = textOf(marks, key);
      if (value === undefined || !values.includes(value.toLowerCase()))
        return [];
      const message = `Flux leaves this object as the cluster has it, or has none of it (${key}: ${value}), so that what was judged need not be there: remove the mark`;
      return [breach(item, ["metadata", field, key], message)];
    });
  });
}

/** No file knows the uid of an owner. */
function ownerOf(item: Item): Breach[] {
  const path: Path = ["metadata", "ownerReferences"];
  if (!item.mayHold("ownerReferences") || item.get(path) === undefined)
    return [];
  const message =
    "Kubernetes deletes an object whose owner is not there, again and again, and no file knows an owner's uid: remove the field";
  return [breach(item, path, message)];
}

/** Kustomize acts on these annotations wherever they come from. */
const PRIVATE = "internal.config.kubernetes.io";

function privateBreaches({ repository }: World): Breach[] {
  if (!repository) return [];
  return [...repository.files].flatMap(([file, content]) => {
    const items = repository.documents(file);
    // An escape writes the word in another way.
    const texts = content.includes("\\")
      ? items.map(({ object }) => JSON.stringify(object))
      : [];
    if (![content, ...texts].some((text) => text.includes(PRIVATE))) return [];
    const folder = file.slice(0, Math.max(file.lastIndexOf("/"), 0));
    const item =
      items[0] ??
      repository.kustomizations.get(folder)?.item ??
      repository.roots[0]?.item;
    if (!item) return [];
    const message = `${file} sets ${PRIVATE}/…, with which Kustomize renames and merges objects behind every rule: remove it`;
    return [{ item, file, message }];
  });
}
