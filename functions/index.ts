import type { FunctionDefinition } from "../lib/krm/define.ts";
import { whenUsed } from "../lib/krm/define.ts";

/** The catalogue: one line a function, sorted. */
export const functions: readonly FunctionDefinition[] = [
  whenUsed("ApplyProfile", () => require("./apply-profile/index.ts")),
  whenUsed("CheckPlatform", () => require("./check-platform/index.ts")),
  whenUsed("ExpandTenant", () => require("./expand-tenant/index.ts")),
  whenUsed("InjectTolerations", () => require("./inject-tolerations/index.ts")),
  whenUsed("LabelNamespaces", () => require("./label-namespaces/index.ts")),
  whenUsed("Pipeline", () => require("./pipeline/index.ts")),
];
