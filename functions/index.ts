import type { FunctionDefinition } from "../lib/krm/define.ts";
import { applyProfile } from "./apply-profile/index.ts";
import { checkPlatform } from "./check-platform/index.ts";
import { expandTenant } from "./expand-tenant/index.ts";
import { injectTolerations } from "./inject-tolerations/index.ts";
import { labelNamespaces } from "./label-namespaces/index.ts";
import { pipeline } from "./pipeline/index.ts";

/** The catalogue: one line a function, sorted. */
export const functions: readonly FunctionDefinition[] = [
  applyProfile,
  checkPlatform,
  expandTenant,
  injectTolerations,
  labelNamespaces,
  pipeline,
];
