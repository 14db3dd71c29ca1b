import { lockBreaches } from "../checks/lock.ts";
import { lockFileBreaches } from "../checks/lock-files.ts";
import { crossNamespaceBreaches } from "../checks/lock-references.ts";
import { remoteBaseBreaches } from "../checks/remote.ts";
import type { Decision } from "../decision.ts";

/** FLUX-LOCK */
export const fluxLock = {
  code: "FLUX-LOCK",
  says: "Flux runs under its multi-tenancy lock-down.",
  checks: [
    { sees: "accounts and targets", run: lockBreaches },
    { sees: "references", run: crossNamespaceBreaches },
    { sees: "flags of Flux's controllers", run: lockFileBreaches, files: true },
    { sees: "remote bases", run: remoteBaseBreaches, files: true },
  ],
} as const satisfies Decision;
