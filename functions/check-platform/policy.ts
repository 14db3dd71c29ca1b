import { policyOf } from "../../lib/policy/policy.ts";
import { fixed, type Rule, type Switches } from "../../lib/policy/rule.ts";
import type { Decision } from "./decision.ts";
import { type Code, DECISIONS } from "./rules/index.ts";
import type { Spec } from "./schema.ts";

/** How bad a breach of a decision is for a config. */
export function severityOf(
  { code, default: standard }: Decision,
  { rules }: Spec,
): "error" | "warning" | "off" {
  return rules[code as Code] ?? standard ?? "error";
}

const decisions = DECISIONS.map((one: Decision): [string, Rule] => [
  one.code,
  {
    says: one.says,
    suspendable: !one.fixed,
    severity: one.default ?? "error",
  },
]);
const switches = DECISIONS.map((one) => [
  one.code,
  (spec: Spec) => severityOf(one, spec) !== "off",
]);

/** The rules of this function. */
export const policy = policyOf(
  "CheckPlatform",
  {
    ...(Object.fromEntries(decisions) as Record<Code, Rule>),
    ...fixed("info", {
      "CHECK-SKIPPED":
        "Rules that read the repository's files are not judged here.",
    }),
  },
  {
    on: Object.fromEntries(switches) as Switches<Spec, Code | "CHECK-SKIPPED">,
  },
);
