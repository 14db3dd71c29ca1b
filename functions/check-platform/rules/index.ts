import type { Decision } from "../decision.ts";
import { cluProfile } from "./clu-profile.ts";
import { crdKeep } from "./crd-keep.ts";
import { exceptionLong } from "./exception-long.ts";
import { exceptionTenant } from "./exception-tenant.ts";
import { exceptionUnknown } from "./exception-unknown.ts";
import { fluxLock } from "./flux-lock.ts";
import { kustAfter } from "./kust-after.ts";
import { kustNsRename } from "./kust-ns-rename.ts";
import { nsCreate } from "./ns-create.ts";
import { nsOutside } from "./ns-outside.ts";
import { nsPrune } from "./ns-prune.ts";
import { objMark } from "./obj-mark.ts";
import { rbacStd } from "./rbac-std.ts";
import { renderBypass } from "./render-bypass.ts";
import { secOne } from "./sec-one.ts";
import { tenLayer } from "./ten-layer.ts";

/** Every design decision, in the order in which they are judged. */
export const DECISIONS = [
  nsOutside,
  nsCreate,
  nsPrune,
  secOne,
  crdKeep,
  cluProfile,
  fluxLock,
  rbacStd,
  kustAfter,
  kustNsRename,
  renderBypass,
  tenLayer,
  objMark,
  exceptionUnknown,
  exceptionTenant,
  exceptionLong,
] as const satisfies readonly Decision[];
export type Code = (typeof DECISIONS)[number]["code"];
