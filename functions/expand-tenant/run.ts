import type { Context, Outcome } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import { hasError } from "../../lib/krm/run.ts";
import { own } from "../../lib/policy/owned.ts";
import { tenantResourceChecks } from "./check/role-checks.ts";
import { ownershipOf } from "./emit/owned.ts";
import { planOf } from "./plan.ts";
import { policy } from "./policy.ts";
import type { Spec } from "./schema.ts";

/** With any error nothing is changed: no platform is half expanded. */
export function run(
  items: readonly Item[],
  spec: Spec,
  context: Context,
): Outcome {
  const odd = tenantResourceChecks(spec);
  if (odd.length > 0) return { items, results: odd };
  const frame = policy.frame({ items, spec, context });
  const plan = planOf({ items, spec, context, frame });
  const tenants = new Map(plan.tenants.map(({ name, item }) => [name, item]));
  const done = own(items, plan.wanted, ownershipOf(tenants, frame));
  const results = [...plan.results, ...done.conflicts];
  if (hasError(results)) {
    // Orphans are not told of.
    const exceptions = frame.exceptionFindings(["TEN-ORPHAN"]);
    return { items, results: [...results, ...exceptions] };
  }
  const exceptions = frame.exceptionFindings();
  return { ...done, results: [...results, ...done.results, ...exceptions] };
}
