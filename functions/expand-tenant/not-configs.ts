import { API_VERSION, type RelatedObject } from "../../lib/krm/define.ts";
import { mapping, text } from "../../lib/krm/item.ts";
import { oneLine } from "../../lib/krm/words.ts";
import { policy } from "./policy.ts";

/** What to write where a Tenant was given as the config of this function. */
export const NOT_CONFIGS = {
  Tenant: ({ metadata }: RelatedObject): string => {
    const name = oneLine(text(mapping(metadata).name)) || "team-a";
    return [
      `list it under resources:, and an ${policy.kind} under transformers:.`,
      `Under generators: one ${policy.kind} holds the spec of every Tenant, and the cluster:`,
      `  apiVersion: ${API_VERSION}`,
      `  kind: ${policy.kind}`,
      "  metadata: { name: tenants }",
      "  spec:",
      "    cluster: { name: eu, profile: production, facts: {} }",
      "    tenants:",
      `    - name: ${name}`,
      `      namespaces: [{ name: ${name} }]`,
      "Prefer transformers: without --enable-exec a generator prints nothing and exits 0.",
    ].join("\n");
  },
};
