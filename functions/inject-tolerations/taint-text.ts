import { type Item, text } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { askedAt } from "../../lib/krm/why.ts";
import type { Spot } from "../../lib/kubernetes/pods/spots.ts";
import { finding } from "./policy.ts";
import type { Change, Run } from "./run.ts";
import { formatTaint, parseTaints } from "./taints.ts";
import { conflicts, type Demand, judgements, settle } from "./tolerate.ts";
import type { Want } from "./wants.ts";

/** As `tolerate`, where the tolerations are one text of taints. */
export function tolerateTaints(
  item: Item,
  spot: Spot,
  demand: Demand,
  run: Run,
): Change {
  const path = spot.tolerations;
  const current = item.get(path) ?? "";
  const own = typeof current === "string" ? parseTaints(current) : undefined;
  if (!own) return { item, results: [unreadable(item, spot, current)] };
  const writable = demand.tolerations.filter(isTaint);
  const lacking = demand.tolerations.filter((want) => !isTaint(want));
  const merged = settle(item, own, writable, run);
  let written = item;
  const first = merged.wants[merged.writes[0]?.wish ?? -1];
  if (first) {
    const added = merged.writes.every(({ index }) => index >= own.length);
    const from = added ? own.length : 0;
    const taints = merged.list.slice(from).map(formatTaint).join("; ");
    const before = added && text(current).trim() ? `${text(current)}; ` : "";
    written = item.set(path, before + taints, first.origin);
  }
  const final = merged.writes.length > 0 ? merged.list : own;
  return {
    item: written,
    results: [
      ...lacking.flatMap((want) => noTaint(item, spot, want, run)),
      ...conflicts(item, path, { base: own, merged, run }),
      ...judgements(written, spot, final, { demand, run }),
    ],
  };
}

function isTaint({ toleration }: Want): boolean {
  return formatTaint(toleration) !== undefined;
}

function unreadable(item: Item, spot: Spot, current: unknown): Result {
  return finding("TOL-INVALID", {
    message: "must be taints in one text: key=value:effect; key:effect",
    item,
    field: { path: spot.tolerations, current },
  });
}

function noTaint(item: Item, spot: Spot, want: Want, run: Run): Result[] {
  const message = `takes taints with a key and an effect only, which ${askedAt(want.origin)} is not`;
  const field = { path: spot.tolerations, proposed: want.toleration };
  return run.frame.tell("TOL-NO-FIELD", { message, item, field });
}
