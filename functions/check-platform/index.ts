import { defineFunction } from "../../lib/krm/define.ts";
import { KIND, RULES } from "./codes.ts";
import { Spec } from "./schema.ts";

/** The platform's design decisions, as rules. */
export const checkPlatform = defineFunction({
  kind: KIND,
  summary:
    "Holds a platform to its design decisions: who owns Namespaces and Secrets, what clusters and tenants may hold, what runs last.",
  schema: Spec,
  rules: RULES,
  // A part of its own: a process that runs something else doesn't read it.
  run: (items, spec, context) => {
    const { check }: typeof import("./part.ts") = require("./part.ts");
    return check(items, spec, context);
  },
});
