import { defineFunction } from "../../lib/krm/define.ts";
import { check } from "./check.ts";
import { KIND, RULES } from "./codes.ts";

/** The platform's design decisions, as rules. */
export const checkPlatform = defineFunction({
  kind: KIND,
  summary:
    "Holds a platform to its design decisions: who owns Namespaces and Secrets, what clusters and tenants may hold, what runs last.",
  get schema() {
    const { Spec }: typeof import("./schema.ts") = require("./schema.ts");
    return Spec;
  },
  rules: RULES,
  run: check,
});
