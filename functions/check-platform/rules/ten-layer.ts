import { dependencyBreaches } from "../checks/depends.ts";
import { folderBreaches, secretUseBreaches } from "../checks/layers.ts";
import type { Decision } from "../decision.ts";

/** TEN-LAYER */
export const tenLayer = {
  code: "TEN-LAYER",
  says: "Tenants use what is declared for them, and the platform depends on none of them.",
  checks: [
    { sees: "secrets", run: secretUseBreaches },
    { sees: "`dependsOn`", run: dependencyBreaches },
    { sees: "folders", run: folderBreaches, files: true },
  ],
} as const satisfies Decision;
