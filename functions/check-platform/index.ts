import { defineFunction } from "../../lib/krm/define.ts";
import { check } from "./check.ts";
import { policy } from "./policy.ts";

/** The platform's design decisions, as rules. */
export const checkPlatform = defineFunction({
  kind: policy.kind,
  role: "judges",
  summary:
    "Holds a platform to its design decisions: who owns Namespaces and Secrets, what clusters and tenants may hold, what runs last.",
  get schema() {
    const { Spec }: typeof import("./schema.ts") = require("./schema.ts");
    return Spec;
  },
  rules: policy.rules,
  run: check,
});
