import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import type { Facts } from "../../lib/kubernetes/facts.ts";
import { compileSelection, type Scope } from "../../lib/kubernetes/select.ts";
import { judgeWhen } from "../../lib/kubernetes/when.ts";
import { KIND } from "./codes.ts";
import type { Spec, StandardBinding } from "./schema.ts";

/** A standard binding, compiled for one run. */
export interface Standard {
  readonly binding: StandardBinding;
  /** Whether the Namespace must hold it. */
  wants(namespace: Item): boolean;
  /** What is to be said about its `select` and `when`. */
  findings(): Result[];
}

/** The standard bindings of a spec. */
export function compileStandard(
  { standardBindings }: Spec,
  scope: Scope,
  facts: Facts,
): Standard[] {
  return standardBindings.map((binding, index) => {
    const where = `standardBindings[${index}]`;
    const selection = compileSelection(binding, where, scope);
    const about = { functionKind: KIND, where };
    const verdict = judgeWhen(binding.when, facts, about);
    return {
      binding,
      wants: (item) => verdict.applies && selection.selects(item),
      findings: () => [
        ...verdict.results,
        ...(verdict.applies ? selection.findings(KIND) : []),
      ],
    };
  });
}
