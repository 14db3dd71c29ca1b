import { type Item, isMapping } from "../../krm/item.ts";
import { formatPath, type Path } from "../../krm/result.ts";
import { opened, partAt } from "../../yaml/node.ts";
import type { Toleration } from "../tolerations.ts";
import { expand, type Found } from "./paths.ts";
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
  /** Whether a mark of its path stands for something that is there. */
  readonly marked?: boolean;
  /** Whether nothing may be made that isn't there. */
  readonly existingOnly?: boolean;
  /** Whether tolerations are a text of taints here. */
  readonly taints?: boolean;
  /** What the chart has here by default. */
  readonly defaults?: readonly Repeated[];
  /** What the chart reads instead, while there is nothing here. */
  readonly inherited?: readonly Repeated[];
}

/** Spots of an object. */
export interface Spots {
  readonly spots: readonly Spot[];
  /** Where a scalar or a list is in the way of one. */
  readonly blocked: readonly Path[];
}

/** The spots of a workload: where its places lead to. */
export function spotsOf(item: Item, places: readonly Place[]): Spots {
  const spots: Spot[] = [];
  const blocked: Path[] = [];
  for (const place of places) {
    for (const found of expand(item.unread, place.path, place.required)) {
      const { path } = found;
      const holder = opened(found.value);
      const odd = holder !== undefined && holder !== null && !isMapping(holder);
      const obstacleAt = found.blocked ?? (odd ? path : undefined);
      if (obstacleAt) blocked.push(obstacleAt);
      else if (place.shape !== "podSpec" || isMapping(holder)) {
        spots.push(spotAt(found, place));
      }
    }
  }
  return { spots: distinct(spots, (spot) => spot), blocked };
}

/**
 * Two places may lead to one spot. The one without marks stays, since it is
 * there in a second run, too, at the same position.
 */
export function distinct<T>(all: T[], spotOf: (one: T) => Spot): T[] {
  if (all.length < 2) return all;
  const best = new Map<string, T>();
  for (const one of all) {
    const key = formatPath(spotOf(one).tolerations);
    const other = best.get(key);
    if (!other || (spotOf(other).marked && !spotOf(one).marked)) {
      best.set(key, one);
    }
  }
  const kept = new Set(best.values());
  return all.filter((one) => kept.has(one));
}

function spotAt({ path, marks }: Found, place: Place): Spot {
  const at = (field: string, there: boolean) =>
    there ? [...path, field] : undefined;
  return {
    tolerations: [...path, "tolerations"],
    nodeSelector: at("nodeSelector", place.nodeSelector),
    priorityClassName: at("priorityClassName", place.priorityClassName),
    podSpec: place.shape === "podSpec" ? path : undefined,
    existingOnly: place.existingOnly,
    marked: marks.length > 0,
  };
}

/** The first part of `path` that is there and no mapping or list. */
export function obstacle(item: Item, path: Path): Path | undefined {
  for (let length = 1; length < path.length; length++) {
    const value = opened(partAt(item.unread, path.slice(0, length)));
    if (value === undefined || value === null) return undefined;
    const fits =
      typeof path[length] === "number"
        ? Array.isArray(value)
        : isMapping(value);
    if (!fits) return path.slice(0, length);
  }
  return undefined;
}

/**
 * What a new list at a spot has to repeat. A default counts only while nothing
 * at all is written: an empty list or null was meant to take it away.
 */
export function repeatedAt(spot: Spot, current: unknown): readonly Repeated[] {
  const { defaults = [], inherited = [] } = spot;
  return current === undefined && defaults.length > 0 ? defaults : inherited;
}
