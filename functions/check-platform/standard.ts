import type { Frame, Selected } from "../../lib/policy/frame.ts";
import type { Settings, StandardBinding } from "./settings.ts";

/** A standard binding, compiled for one run. */
export interface Standard extends Selected {
  readonly binding: StandardBinding;
}

/** The standard bindings of a spec. */
export function compileStandard(
  { standardBindings }: Settings,
  frame: Pick<Frame<never>, "select">,
): Standard[] {
  return standardBindings.map((binding, index) => ({
    binding,
    ...frame.select(binding, ["standardBindings", index]),
  }));
}
