import { type Item, isMapping } from "../../lib/krm/item.ts";
import { formatPath, type Path, type Result } from "../../lib/krm/result.ts";
import type { Toleration } from "../../lib/kubernetes/tolerations.ts";
import { finding } from "./codes.ts";
import { expand } from "./paths.ts";
import type { Place } from "./places.ts";

/** A default that a new list has to repeat, and why. */
export interface Repeated {
  readonly toleration: Toleration;
  readonly reason: string;
}

/** One place in one object where pods get their tolerations. */
export interface Spot {
  readonly tolerations: Path;
  readonly nodeSelector?: Path | undefined;
  readonly priorityClassName?: Path | undefined;
  /** Path of the PodSpec, where it is one. */
  readonly podSpec?: Path | undefined;
  /** Whether nothing may be made that isn't there. */
  readonly existingOnly?: boolean;
  /** Whether tolerations are a text of taints here. */
  readonly taints?: boolean;
  /** What the pods have while the list is absent. */
  readonly repeated?: readonly Repeated[];
}

/** Spots of an object, and what stands in their way. */
export interface Spots {
  readonly spots: readonly Spot[];
  readonly results: readonly Result[];
}

/** The spots of a workload: where its places lead to. */
export function spotsOf(item: Item, places: readonly Place[]): Spots {
  const spots = new Map<string, Spot>();
  const results: Result[] = [];
  for (const place of places) {
    for (const found of expand(item.object, place.path, place.required)) {
      const { path } = found;
      const holder = item.get(path);
      const odd = holder !== undefined && holder !== null && !isMapping(holder);
      const blocked = found.blocked ?? (odd ? path : undefined);
      if (blocked) results.push(notMapping(item, blocked));
      else if (place.shape !== "podSpec" || isMapping(holder)) {
        spots.set(formatPath(path), spotAt(path, place));
      }
    }
  }
  return { spots: [...spots.values()], results };
}

function spotAt(path: Path, place: Place): Spot {
  const at = (field: string, there: boolean) =>
    there ? [...path, field] : undefined;
  return {
    tolerations: [...path, "tolerations"],
    nodeSelector: at("nodeSelector", place.nodeSelector),
    priorityClassName: at("priorityClassName", place.priorityClassName),
    podSpec: place.shape === "podSpec" ? path : undefined,
    existingOnly: place.existingOnly,
  };
}

/** Says that a path can't be followed. */
export function notMapping(item: Item, path: Path): Result {
  return finding("TOL-INVALID", {
    severity: "error",
    message: "must be a mapping; nothing can be written below it",
    item,
    field: { path, current: item.get(path) },
  });
}

/** The first part of `path` that is there and no mapping or list. */
export function obstacle(item: Item, path: Path): Path | undefined {
  for (let length = 1; length < path.length; length++) {
    const value = item.get(path.slice(0, length));
    if (value === undefined || value === null) return undefined;
    const fits =
      typeof path[length] === "number" ? Array.isArray(value) : isMapping(value);
    if (!fits) return path.slice(0, length);
  }
  return undefined;
}
