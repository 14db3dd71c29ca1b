import { type Item, isMapping } from "../../lib/krm/item.ts";
import { formatPath, type Path, type Result } from "../../lib/krm/result.ts";
import { askedAt } from "../../lib/krm/why.ts";
import { hasPlaceholder } from "../../lib/kubernetes/facts.ts";
import { scalarText } from "../../lib/kubernetes/match.ts";
import { obstacle, type Spot } from "../../lib/kubernetes/pods/spots.ts";
import { finding, notMapping } from "./policy.ts";
import type { Setting } from "./rules.ts";
import type { Change, Run } from "./run.ts";
import type { Wants } from "./wants.ts";

/** Sets `nodeSelector` at a spot; another value than wanted is an error. */
export function selectNodes(
  item: Item,
  spot: Spot,
  wants: Wants,
  run: Run,
): Change {
  const path = spot.nodeSelector;
  if (!path || wants.nodeSelector.size === 0) return { item, results: [] };
  const value = item.get(path) ?? undefined;
  if (value === undefined && spot.existingOnly) return { item, results: [] };
  const odd = value !== undefined && !isMapping(value);
  const blocked = odd ? path : obstacle(item, path);
  if (blocked) return { item, results: [notMapping(item, blocked)] };
  const results: Result[] = [];
  let written = item;
  for (const [key, setting] of wants.nodeSelector) {
    const at = [...path, key];
    const current = scalarText(item.get(at));
    if (current === setting.value) continue;
    if (run.frame.suspends("TOL-NODE-SELECTOR", item)) continue;
    if (current === undefined)
      written = written.set(at, setting.value, setting.origin);
    else results.push(otherValue(item, at, setting));
  }
  return { item: written, results };
}

function otherValue(item: Item, path: Path, setting: Setting): Result {
  const current = item.get(path);
  const unknown = hasPlaceholder(current) ? ", which only Flux fills in," : "";
  return finding("TOL-NODE-SELECTOR", {
    message: `is ${scalarText(current)}${unknown} and ${askedAt(setting.origin)} wants ${setting.value}`,
    item,
    field: { path, current, proposed: setting.value },
  });
}

/** Sets `priorityClassName` at a spot, where there is none. */
export function prioritise(
  item: Item,
  spot: Spot,
  wants: Wants,
  run: Run,
): Change {
  const path = spot.priorityClassName;
  const setting = wants.priorityClassName;
  if (!path || !setting || spot.existingOnly) return { item, results: [] };
  const current = item.get(path);
  if (current !== undefined && current !== null && current !== "") {
    return { item, results: [] };
  }
  const blocked = obstacle(item, path);
  if (blocked) return { item, results: [notMapping(item, blocked)] };
  if (run.frame.suspends("TOL-PRIORITY", item)) return { item, results: [] };
  return { item: item.set(path, setting.value, setting.origin), results: [] };
}

/** TOL-NO-FIELD: what is wanted and has no field at some of the spots. */
export function missingFields(
  item: Item,
  pairs: readonly { readonly spot: Spot; readonly wants: Wants }[],
  run: Run,
): Result[] {
  const fields = [
    ["nodeSelector", (wants: Wants) => wants.nodeSelector.size > 0],
    ["priorityClassName", (wants: Wants) => !!wants.priorityClassName],
  ] as const;
  return fields.flatMap(([field, isWanted]) => {
    const at = pairs.filter(
      ({ spot, wants }) =>
        !spot[field] && !spot.existingOnly && !spot.taints && isWanted(wants),
    );
    if (at.length === 0) return [];
    const places = at.map(({ spot }) =>
      formatPath(spot.tolerations.slice(0, -1)),
    );
    const message = `${field} is wanted, and there is no known field for it in ${places.join(", ")}`;
    const [first] = at;
    const path = [...(first?.spot.tolerations.slice(0, -1) ?? []), field];
    return run.frame.tell("TOL-NO-FIELD", { message, item, field: { path } });
  });
}
