import type { Context } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import {
  type Exceptions,
  exceptionsOf,
} from "../../lib/kubernetes/exceptions.ts";
import { factsOf } from "../../lib/kubernetes/facts.ts";
import { scopeOf } from "../../lib/kubernetes/select.ts";
import { type Keys, keysSeen } from "./checks.ts";
import { KIND } from "./claims.ts";
import { FIXED, SUSPENDABLE } from "./codes.ts";
import { type Plan, plansOf } from "./plan.ts";
import {
  type CompiledRule,
  compileRules,
  type Values,
  valuesOf,
} from "./rules.ts";
import type { Spec } from "./schema.ts";

/** What the run of a spec shares. */
export interface Job extends Values {
  readonly rules: readonly CompiledRule[];
  readonly exceptions: Exceptions;
  readonly keys: Keys;
  /** What these rules together say. */
  planFor(applying: ReadonlySet<CompiledRule>): Plan;
}

/** The job of one run; `special` holds all Namespaces and exceptions. */
export function jobOf(
  items: readonly Item[],
  special: readonly Item[],
  { spec, context }: { readonly spec: Spec; readonly context: Context },
): Job {
  const scope = scopeOf(special, context);
  const facts = factsOf(items, context);
  const exceptions = exceptionsOf({
    functionKind: KIND,
    suspendable: SUSPENDABLE,
    fixed: FIXED,
    items: special,
    context,
    scope,
  });
  const rules = compileRules(spec, scope, facts);
  const values = valuesOf(facts);
  const planFor = plansOf(rules, values);
  return { rules, exceptions, keys: keysSeen(), planFor, ...values };
}
