import { type Item, isMapping, mapping, text } from "../../lib/krm/item.ts";
import { formatPath, type Path } from "../../lib/krm/result.ts";
import type { Sources } from "./sources.ts";

/**
 * Sources of values that may hold one of the `paths` (below `spec.values`), as
 * text for people. `spec.values` overrides them, and a list replaces theirs.
 * Source: Flux helm-controller, `ChartValuesFromReferences`.
 */
export function unprovenSources(
  item: Item,
  paths: readonly Path[],
  sources: Sources,
): string[] {
  const references = item.get(["spec", "valuesFrom"]);
  if (!Array.isArray(references)) return [];
  return references.filter(isMapping).flatMap((reference) => {
    const kind = text(reference.kind);
    const name = text(reference.name);
    const source =
      kind === "ConfigMap"
        ? sources.find(kind, item.namespace, name)
        : undefined;
    const content = source && contentOf(source, text(reference.valuesKey));
    const target = text(reference.targetPath);
    const open = paths.some((path) => mayHold(path, target, content));
    return open ? [`${kind} ${name}`] : [];
  });
}

function contentOf(source: Item, key: string): string | undefined {
  const content = mapping(source.get(["data"]))[key || "values.yaml"];
  return typeof content === "string" ? content : undefined;
}

/** A text without the last key of the path can't set it. */
function mayHold(
  path: Path,
  target: string,
  content: string | undefined,
): boolean {
  const dotted = formatPath(path.slice(2));
  const inside = target === dotted || dotted.startsWith(`${target}.`);
  if (target !== "" && (inside || target.startsWith(`${dotted}[`))) return true;
  if (target !== "") return false;
  return content === undefined || content.includes(String(path.at(-1)));
}
