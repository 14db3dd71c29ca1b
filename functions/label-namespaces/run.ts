import type { Context } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import type { Frame } from "../../lib/policy/frame.ts";
import { type Keys, keysSeen } from "./checks.ts";
import { type Plan, plansOf } from "./plan.ts";
import { policy } from "./policy.ts";
import {
  type CompiledRule,
  compileRules,
  type Values,
  valuesOf,
} from "./rules.ts";
import type { Spec } from "./schema.ts";

/** What the run of a spec shares. */
export interface Run extends Values {
  readonly rules: readonly CompiledRule[];
  readonly frame: Frame<string>;
  readonly keys: Keys;
  /** What these rules together say. */
  planFor(applying: ReadonlySet<CompiledRule>): Plan;
}

/** The run of one run; `special` holds all Namespaces and exceptions. */
export function runOf(
  items: readonly Item[],
  special: readonly Item[],
  { spec, context }: { readonly spec: Spec; readonly context: Context },
): Run {
  const frame = policy.frame({ items, spec, context, among: special });
  const rules = compileRules(spec, frame);
  const values = valuesOf(frame.facts);
  const planFor = plansOf(rules, values);
  return { rules, frame, keys: keysSeen(), planFor, ...values };
}
