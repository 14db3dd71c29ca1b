import { defineFunction, type Step } from "../../lib/krm/define.ts";
import type { Step as Entry } from "./schema.ts";
import { Spec } from "./schema.ts";

/** Many functions over one parse in one process. */
export const pipeline = defineFunction({
  kind: "Pipeline",
  summary: "Runs several functions in order, over one parse in one process.",
  schema: Spec,
  rules: {},
  steps: ({ functions }) => functions.map(stepOf),
});

/** The schema has seen to it that one of `kind` and `configRef` is there. */
function stepOf({ kind = "", spec = {}, configRef }: Entry): Step {
  if (!configRef) return { kind, spec };
  return { kind: configRef.kind, configRef: { name: configRef.name } };
}
