import { contractBreaches } from "../checks/contracts.ts";
import { secretFileBreaches } from "../checks/secret-files.ts";
import { encryptionBreaches } from "../checks/secrets.ts";
import type { Decision } from "../decision.ts";

/** SEC-ONE */
export const secOne = {
  code: "SEC-ONE",
  says: "The Secrets of a cluster are in one file, encrypted, and hold what is asked of them.",
  checks: [
    { sees: "encryption", run: encryptionBreaches },
    { sees: "contracts", run: contractBreaches },
    { sees: "one file", run: secretFileBreaches, files: true },
  ],
} as const satisfies Decision;
