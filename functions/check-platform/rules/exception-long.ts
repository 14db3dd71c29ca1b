import { daysUntil, isException } from "../../../lib/kubernetes/exceptions.ts";
import type { Decision } from "../decision.ts";
import { type Breach, breach, type World } from "../world.ts";

/** EXCEPTION-LONG */
export const exceptionLong = {
  code: "EXCEPTION-LONG",
  says: "A GuardrailException ends within the days that are allowed.",
  fixed: true,
  checks: [{ sees: "GuardrailExceptions", run: longBreaches }],
} as const satisfies Decision;

/** An exception without an end in sight is a rule that nobody decided. */
function longBreaches({ items, spec, today }: World): Breach[] {
  const { maxDays } = spec.exceptions;
  const path = ["spec", "expires"];
  return items.filter(isException).flatMap((item) => {
    const days = daysUntil(item.get(path), today);
    if (!(days > maxDays)) return [];
    const message = `this exception ends in ${days} days, and ${maxDays} are allowed (spec.exceptions.maxDays of CheckPlatform): agree on an earlier day, and look at it again then`;
    return [breach(item, path, message)];
  });
}
