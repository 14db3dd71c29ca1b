import * as v from "valibot";
import { described, strict } from "../../lib/krm/schema.ts";
import type { Decision } from "./decision.ts";
import { type Code, DECISIONS } from "./rules/index.ts";
import { SETTINGS } from "./settings.ts";

const Severity = v.picklist(["error", "warning", "off"]);
type SeverityField = v.OptionalSchema<typeof Severity, undefined>;

const switches = Object.fromEntries(
  DECISIONS.map(({ code, says, default: standard }: Decision) => [
    code,
    v.optional(
      described(
        Severity,
        `How bad a breach is${standard ? `, ${standard} where it is left out` : ""}. ${says}`,
      ),
    ),
  ]),
  // Every code has an entry of this one type.
) as unknown as Readonly<Record<Code, SeverityField>>;

/** `spec` of CheckPlatform. */
export const Spec = strict({
  rules: v.optional(
    described(
      strict(switches),
      "By rule, how bad a breach is; error where it is left out.",
    ),
    {},
  ),
  ...SETTINGS,
});
export type Spec = v.InferOutput<typeof Spec>;
