import type { Context, Outcome } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { exceptionsOf } from "../../lib/kubernetes/exceptions.ts";
import { scopeOf } from "../../lib/kubernetes/select.ts";
import { FIXED, KIND, SUSPENDABLE } from "./codes.ts";
import { planOf } from "./plan.ts";
import { conflicts, reconcile } from "./reconcile.ts";
import { tenantResourceChecks } from "./role-checks.ts";
import type { Spec } from "./schema.ts";

/** With any error nothing is changed: no platform is half expanded. */
export function run(
  items: readonly Item[],
  spec: Spec,
  context: Context,
): Outcome {
  const odd = tenantResourceChecks(spec);
  if (odd.length > 0) return { items, results: odd };
  const exceptions = exceptionsOf({
    functionKind: KIND,
    suspendable: SUSPENDABLE,
    fixed: FIXED,
    items,
    context,
    scope: scopeOf(items, context),
  });
  const plan = planOf({ items, spec, context, exceptions });
  const tenants = new Map(plan.tenants.map(({ name, item }) => [name, item]));
  const ownership = { tenants, exceptions };
  const results = [
    ...plan.results,
    ...conflicts(items, plan.wanted, ownership),
  ];
  if (results.some(isError)) {
    // Orphans were not looked for.
    const idle = new Set(["TEN-ORPHAN"]);
    return { items, results: [...results, ...exceptions.findings(idle)] };
  }
  const done = reconcile(items, plan.wanted, ownership);
  return {
    items: done.items,
    removed: done.removed,
    results: [...results, ...done.results, ...exceptions.findings()],
  };
}

function isError({ severity }: Result): boolean {
  return severity === "error";
}
