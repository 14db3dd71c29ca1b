import { policy } from "./policy.ts";

const listed = (): string =>
  `list it under resources:, and an ${policy.kind} under transformers: of the same kustomization or of a component that it lists`;

/** What to write where one of these was given as the config of this function. */
export const NOT_CONFIGS = {
  PlatformCluster: listed,
  ClusterProfile: listed,
  PlatformComponent: listed,
};
