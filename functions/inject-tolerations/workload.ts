import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import type { Place } from "../../lib/kubernetes/pods/places.ts";
import { type Spot, spotsOf } from "../../lib/kubernetes/pods/spots.ts";
import { type Suspect, suspects } from "../../lib/kubernetes/pods/suspects.ts";
import { missingFields, prioritise, selectNodes } from "./neighbours.ts";
import { finding, notMapping } from "./policy.ts";
import { extendedResources } from "./resources.ts";
import type { Change, Run } from "./run.ts";
import { tolerateTaints } from "./taint-text.ts";
import { tolerate } from "./tolerate.ts";
import { isEmpty, type Want, type Wants } from "./wants.ts";

/** A workload whose places are known. */
export function placeWorkload(
  item: Item,
  places: readonly Place[],
  run: Run,
): Change {
  const rules = run.rules.filter((rule) => rule.applies(item));
  const defaults = run.defaultsOf(item);
  const idle = rules.length === 0 && defaults.length === 0;
  if (idle && !run.everywhere) return { item, results: [] };
  const wants = withDefaults(run.combine(rules), defaults);
  const { spots, blocked } = spotsOf(item, places);
  const pairs = spots.map((spot) => ({
    spot,
    wants: withDefaults(wants, resourceWants(item, spot, run)),
  }));
  const change = placeAll(item, pairs, run);
  return {
    item: change.item,
    results: [
      ...blocked.map((path) => notMapping(item, path)),
      ...clashes(item, wants),
      ...change.results,
    ],
  };
}

/** `wants` with tolerations that yield to those of the rules. */
export function withDefaults(wants: Wants, more: readonly Want[]): Wants {
  if (more.length === 0) return wants;
  return { ...wants, tolerations: [...wants.tolerations, ...more] };
}

/** The taints of extended resources have the resource's name for a key. */
function resourceWants(item: Item, spot: Spot, run: Run): Want[] {
  if (!run.spec.extendedResources || !spot.podSpec) return [];
  return extendedResources(item.get(spot.podSpec)).map((key) => ({
    toleration: { key, operator: "Exists", effect: "NoSchedule" },
    yields: true,
    origin: {
      code: "TOL-RESOURCE",
      at: { path: ["spec", "extendedResources"] },
      reason: `a container requests ${key}`,
    },
  }));
}

/** Fulfils what is wanted at each spot. */
export function placeAll(
  item: Item,
  pairs: readonly { readonly spot: Spot; readonly wants: Wants }[],
  run: Run,
): Change {
  const results: Result[] = [];
  let placed = item;
  const take = (change: Change) => {
    placed = change.item;
    results.push(...change.results);
  };
  for (const { spot, wants } of pairs) {
    const { tolerations } = wants;
    const demand = { tolerations, allowed: run.allowedBy(wants) };
    const merge = spot.taints ? tolerateTaints : tolerate;
    take(merge(placed, spot, demand, run));
    take(selectNodes(placed, spot, wants, run));
    take(prioritise(placed, spot, wants, run));
  }
  return {
    item: placed,
    results: [...results, ...missingFields(item, pairs, run)],
  };
}

/** TOL-RULE-CONFLICT of the rules that are for one object. */
export function clashes(item: Item, wants: Wants): Result[] {
  return wants.clashes.map((clash) =>
    finding("TOL-RULE-CONFLICT", {
      message: `${clash}: none of them is applied; make them agree or exclude the object from one`,
      item,
    }),
  );
}

/** A kind that is not in the table: says where its pods seem to be. */
export function findUnknown(item: Item, run: Run): Change {
  const rules = run.rules.filter((rule) => rule.applies(item));
  const none = { item, results: [] };
  if (rules.length === 0 || isEmpty(run.combine(rules))) return none;
  const found = suspects(item.object);
  if (found.length === 0) return none;
  if (run.frame.suspends("TOL-PLACE-UNKNOWN", item)) return none;
  return { item, results: found.map((suspect) => unknownPlace(item, suspect)) };
}

function unknownPlace(item: Item, { path, shape, field }: Suspect): Result {
  const what = shape === "podSpec" ? "a PodSpec" : "tolerations";
  const place = `{ group: ${item.group}, kind: ${item.kind}, path: ${path}, shape: ${shape} }`;
  return finding("TOL-PLACE-UNKNOWN", {
    field: { path: field },
    message: `seems to hold ${what} at ${path}, which no rule reaches; if pods run there, add ${place} to places`,
    item,
  });
}
