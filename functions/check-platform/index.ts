import { defineFunction, type Table } from "../../lib/krm/define.ts";
import { check } from "./check.ts";
import type { Check, Decision } from "./decision.ts";
import { policy } from "./policy.ts";
import { DECISIONS } from "./rules/index.ts";
import { Spec } from "./schema.ts";

/** The platform's design decisions, as rules. */
export const checkPlatform = defineFunction({
  kind: policy.kind,
  role: "judges",
  summary:
    "Holds a platform to its design decisions: who owns Namespaces and Secrets, what clusters and tenants may hold, what runs last.",
  schema: Spec,
  rules: policy.rules,
  repository: {
    individual: ["CLU-PROFILE"],
    anywhere: {
      rules: Object.fromEntries(
        DECISIONS.map(({ code, model }: Decision) => [
          code,
          model ? "off" : "warning",
        ]),
      ),
    },
    source: (spec) => spec,
  },
  tables: () => ({ decisions: decisionsTable() }),
  run: check,
});

/** Which rule looks at what. */
function decisionsTable(): Table {
  const seen = (checks: readonly Check[], files: boolean) =>
    checks
      .filter((one) => (one.files ?? false) === files)
      .map(({ sees }) => sees)
      .join(", ");
  return {
    header: ["rule", "objects", "files"],
    rows: DECISIONS.map(({ code, checks }) => [
      code,
      seen(checks, false),
      seen(checks, true),
    ]),
  };
}
