import { standardBreaches } from "../checks/accounts.ts";
import { bindingBreaches } from "../checks/bindings.ts";
import type { Decision } from "../decision.ts";

/** RBAC-STD */
export const rbacStd = {
  code: "RBAC-STD",
  says: "The standard bindings are there, and no tenant is stronger than its boundary.",
  checks: [
    { sees: "bindings", run: bindingBreaches },
    { sees: "standard bindings", run: standardBreaches },
  ],
} as const satisfies Decision;
