import { isMapping, mapping } from "../../lib/krm/item.ts";

/**
 * The extended resources that the containers of a PodSpec ask for, sorted.
 * Limits count too: the API server fills in requests from them.
 * Source: Kubernetes, `plugin/pkg/admission/extendedresourcetoleration`.
 */
export function extendedResources(podSpec: unknown): string[] {
  const names = new Set<string>();
  for (const field of ["containers", "initContainers"]) {
    const containers = mapping(podSpec)[field];
    if (!Array.isArray(containers)) continue;
    for (const container of containers) addResources(container, names);
  }
  return [...names].sort();
}

function addResources(container: unknown, names: Set<string>): void {
  if (!isMapping(container)) return;
  const resources = mapping(container.resources);
  for (const field of ["requests", "limits"]) {
    for (const name of Object.keys(mapping(resources[field]))) {
      if (isExtended(name)) names.add(name);
    }
  }
}

/** Kubernetes' own resources have no prefix, or one below `kubernetes.io`. */
function isExtended(name: string): boolean {
  return (
    name.includes("/") &&
    !name.includes("kubernetes.io/") &&
    !name.startsWith("requests.")
  );
}
