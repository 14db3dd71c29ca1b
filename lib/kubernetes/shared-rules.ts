import { OBJECT_RULES } from "../krm/objects.ts";
import { EXCEPTION_RULES } from "./exceptions.ts";
import { FACT_RULES } from "./facts.ts";
import { SELECT_RULES } from "./select.ts";
import { WHEN_RULES } from "./when.ts";

/**
 * Rules of what all functions share; they spread them into their own. None of
 * these can be suspended by an exception.
 */
export const SHARED_RULES = {
  ...OBJECT_RULES,
  ...SELECT_RULES,
  ...FACT_RULES,
  ...WHEN_RULES,
  ...EXCEPTION_RULES,
} as const;
