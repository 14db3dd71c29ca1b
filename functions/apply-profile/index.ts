import { defineFunction } from "../../lib/krm/define.ts";
import { NOT_CONFIGS } from "./not-configs.ts";
import { policy } from "./policy.ts";
import { ClusterSpec, ComponentSpec, ProfileSpec } from "./resources.ts";
import { run } from "./run.ts";

/** What a cluster consists of, from its profile. */
export const applyProfile = defineFunction({
  kind: policy.kind,
  role: "makes",
  summary:
    "Turns a cluster's profile, facts and choices into its flows, namespaces and facts, and explains what can't be.",
  get schema() {
    const { Spec }: typeof import("./schema.ts") = require("./schema.ts");
    return Spec;
  },
  resources: [
    {
      kind: "PlatformCluster",
      summary: "All that is individual about a cluster: facts and choices.",
      schema: ClusterSpec,
    },
    {
      kind: "ClusterProfile",
      summary: "The components and facts of clusters of one kind.",
      schema: ProfileSpec,
    },
    {
      kind: "PlatformComponent",
      summary: "A subsystem of the platform, as profiles and flows need it.",
      schema: ComponentSpec,
    },
  ],
  rules: policy.rules,
  notConfigs: NOT_CONFIGS,
  run,
});
