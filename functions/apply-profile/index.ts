import { defineFunction } from "../../lib/krm/define.ts";
import { catalogueProblems } from "./analysis.ts";
import { individuality } from "./individuality.ts";
import { policy } from "./policy.ts";
import { ClusterSpec, ComponentSpec, ProfileSpec } from "./resources.ts";
import { run } from "./run.ts";

const listed = (): string =>
  `list it under resources:, and an ${policy.kind} under transformers: of the same kustomization or of a component that it lists`;

import { Spec } from "./schema.ts";

/** What a cluster consists of, from its profile. */
export const applyProfile = defineFunction({
  kind: policy.kind,
  role: "makes",
  summary:
    "Turns a cluster's profile, facts and choices into its flows, namespaces and facts, and explains what can't be.",
  schema: Spec,
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
  notConfigs: {
    PlatformCluster: listed,
    ClusterProfile: listed,
    PlatformComponent: listed,
  },
  repository: {
    catalogue: {
      nouns: { ClusterProfile: "profile", PlatformComponent: "component" },
      problems: catalogueProblems,
    },
    individual: ["PRO-INDIVIDUAL"],
    individuality,
  },
  run,
});
