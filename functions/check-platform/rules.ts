import { standardBreaches } from "./accounts.ts";
import { afterBreaches } from "./after.ts";
import { bindingBreaches } from "./bindings.ts";
import { bypassBreaches } from "./bypass.ts";
import { flowBypasses } from "./bypass-flows.ts";
import { clusterBreaches, clusterFileBreaches } from "./cluster.ts";
import type { Code } from "./codes.ts";
import { contractBreaches } from "./contracts.ts";
import { crdBreaches } from "./crds.ts";
import { dependencyBreaches } from "./depends.ts";
import { unknownExceptions } from "./exceptions.ts";
import { folderBreaches, secretUseBreaches } from "./layers.ts";
import { lockBreaches } from "./lock.ts";
import { lockFileBreaches } from "./lock-files.ts";
import { crossNamespaceBreaches } from "./lock-references.ts";
import {
  creatingBreaches,
  outsideBreaches,
  pruneBreaches,
} from "./namespaces.ts";
import { remoteBaseBreaches } from "./remote.ts";
import { renameBreaches, renameFileBreaches } from "./rename.ts";
import { secretFileBreaches } from "./secret-files.ts";
import { encryptionBreaches } from "./secrets.ts";
import type { Breach, World } from "./world.ts";

/** One way to break a design decision. */
export interface Check {
  readonly code: Code;
  /** A repository rule: it reads `context.files`. */
  readonly files?: true;
  readonly run: (world: World) => readonly Breach[];
}

/** Every rule. Several may share a code: one decision, one section, one switch. */
export const CHECKS: readonly Check[] = [
  { code: "NS-OUTSIDE", run: outsideBreaches },
  { code: "NS-CREATE", run: creatingBreaches },
  { code: "NS-PRUNE", run: pruneBreaches },
  { code: "SEC-ONE", run: encryptionBreaches },
  { code: "SEC-ONE", run: contractBreaches },
  { code: "SEC-ONE", run: secretFileBreaches, files: true },
  { code: "CRD-KEEP", run: crdBreaches },
  { code: "CLU-PROFILE", run: clusterBreaches },
  { code: "CLU-PROFILE", run: clusterFileBreaches, files: true },
  { code: "FLUX-LOCK", run: lockBreaches },
  { code: "FLUX-LOCK", run: crossNamespaceBreaches },
  { code: "FLUX-LOCK", run: lockFileBreaches, files: true },
  { code: "FLUX-LOCK", run: remoteBaseBreaches, files: true },
  { code: "RBAC-STD", run: bindingBreaches },
  { code: "RBAC-STD", run: standardBreaches },
  { code: "KUST-AFTER", run: afterBreaches, files: true },
  { code: "KUST-NS-RENAME", run: renameBreaches },
  { code: "KUST-NS-RENAME", run: renameFileBreaches, files: true },
  { code: "RENDER-BYPASS", run: flowBypasses },
  { code: "RENDER-BYPASS", run: bypassBreaches, files: true },
  { code: "TEN-LAYER", run: secretUseBreaches },
  { code: "TEN-LAYER", run: dependencyBreaches },
  { code: "TEN-LAYER", run: folderBreaches, files: true },
  { code: "EXCEPTION-UNKNOWN", run: unknownExceptions },
];
