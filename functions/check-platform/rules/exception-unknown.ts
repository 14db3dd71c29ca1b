import { text } from "../../../lib/krm/item.ts";
import { nearest } from "../../../lib/krm/nearest.ts";
import { isException } from "../../../lib/kubernetes/exceptions.ts";
import type { Decision } from "../decision.ts";
import { type Breach, breach, type World } from "../world.ts";

/** EXCEPTION-UNKNOWN */
export const exceptionUnknown = {
  code: "EXCEPTION-UNKNOWN",
  says: "A GuardrailException names a rule that does not exist.",
  fixed: true,
  model: true,
  checks: [{ sees: "GuardrailExceptions", run: unknownExceptions }],
} as const satisfies Decision;

/** Exceptions that no function reads: their rule is of none. */
function unknownExceptions({ items, codes }: World): Breach[] {
  const path = ["spec", "rule"];
  return items.filter(isException).flatMap((item) => {
    const rule = text(item.get(path));
    if (rule === "" || codes().has(rule)) return [];
    const meant = nearest(rule, codes());
    const hint = meant ? `, did you mean ${meant}?` : "";
    const message = `no rule is called ${rule}${hint}: this exception suspends nothing`;
    return [breach(item, path, message, meant)];
  });
}
