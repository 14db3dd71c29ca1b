import { type Item, mapping, text, valueAt } from "../../lib/krm/item.ts";
import type { Path } from "../../lib/krm/result.ts";
import { expand, fillMarks, stepsOf } from "../../lib/kubernetes/pods/paths.ts";
import {
  distinct,
  type Repeated,
  type Spot,
} from "../../lib/kubernetes/pods/spots.ts";
import { isToleration } from "../../lib/kubernetes/tolerations.ts";
import type { ValuePlace } from "./chart-table.ts";

/** A spot in the values of a release, and the kind that runs there. */
export interface ChartSpot {
  readonly spot: Spot;
  readonly runs: string | undefined;
  /** Set where a scalar or a list is in the way, at this path. */
  readonly blocked: Path | undefined;
}

const VALUES: Path = ["spec", "values"];

/** The spots of a release's chart, in the order of the table. */
export function chartSpots(
  item: Item,
  places: readonly ValuePlace[],
): ChartSpot[] {
  const values = mapping(item.get(VALUES));
  const spots = places.flatMap((place) => {
    if (place.onlyWith && !present(values, place.onlyWith)) return [];
    const steps = stepsOf(place.tolerations);
    const paths = expand(item.unread, ["spec", "values", ...steps], 0);
    return paths.map(({ path, marks, blocked }) => ({
      spot: spotAt(item, place, path, marks),
      runs: runs(values, place),
      blocked,
    }));
  });
  return distinct(spots, ({ spot }) => spot);
}

function present(values: unknown, dotted: string): boolean {
  const value = valueAt(values, stepsOf(dotted));
  return value !== undefined && value !== null;
}

function runs(values: unknown, place: ValuePlace): string | undefined {
  const named = place.kindAt && text(valueAt(values, stepsOf(place.kindAt)));
  if (!named) return place.runs;
  const kinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];
  const folded = named.toLowerCase();
  return kinds.find((kind) => kind.toLowerCase() === folded) ?? place.runs;
}

function spotAt(item: Item, place: ValuePlace, path: Path, marks: Path): Spot {
  const neighbour = (dotted: string | undefined) => {
    const filled = dotted ? fillMarks(stepsOf(dotted), marks) : undefined;
    return filled && [...VALUES, ...filled];
  };
  return {
    tolerations: path,
    nodeSelector: neighbour(place.nodeSelector),
    priorityClassName: neighbour(place.priorityClassName),
    taints: place.shape === "taints",
    marked: marks.length > 0,
    defaults: defaultsOf(place),
    inherited: inheritedAt(item, place, marks),
  };
}

function defaultsOf({ defaults = [] }: ValuePlace): Repeated[] {
  const reason = "the chart's default, which Helm would replace";
  return defaults.map((toleration) => ({ toleration, reason }));
}

function inheritedAt(item: Item, place: ValuePlace, marks: Path): Repeated[] {
  for (const dotted of place.inherits ?? []) {
    const from = fillMarks(stepsOf(dotted), marks);
    const list = from && item.get([...VALUES, ...from]);
    if (!Array.isArray(list) || list.length === 0) continue;
    const reason = `${dotted}, which the chart would no longer read`;
    return list
      .filter(isToleration)
      .map((toleration) => ({ toleration, reason }));
  }
  return [];
}
