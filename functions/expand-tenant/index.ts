import { defineFunction } from "../../lib/krm/define.ts";
import { NOT_CONFIGS } from "./not-configs.ts";
import { policy } from "./policy.ts";
import { run } from "./run.ts";
import { TenantSpec } from "./schema/tenant.ts";
import { Spec } from "./schema.ts";

/** One small file a team: everything a tenant needs follows from it. */
export const expandTenant = defineFunction({
  kind: policy.kind,
  role: "makes",
  summary:
    "Makes a team's namespaces, rights, quotas, network policies, sources and flows from one Tenant, and checks its claims and secrets.",
  schema: Spec,
  resources: [
    {
      kind: "Tenant",
      summary: "A team: its namespaces, people, sources, apps and secrets.",
      schema: TenantSpec,
    },
  ],
  rules: policy.rules,
  notConfigs: NOT_CONFIGS,
  run,
});
