import type { FunctionDefinition } from "../lib/krm/define.ts";
import { injectTolerations } from "./inject-tolerations/index.ts";
import { labelNamespaces } from "./label-namespaces/index.ts";
import { pipeline } from "./pipeline/index.ts";

/** The catalogue: one line a function, sorted. */
export const functions: readonly FunctionDefinition[] = [
  injectTolerations,
  labelNamespaces,
  pipeline,
];
