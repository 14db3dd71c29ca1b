import * as v from "valibot";
import type { Item } from "../../lib/krm/item.ts";
import { described, mappingOf, strict } from "../../lib/krm/schema.ts";
import { FlowSettings, Name } from "./schema.ts";

/** Keys of the facts' ConfigMap that are no facts of a profile. */
const OWN_KEYS: readonly string[] = ["cluster_name", "cluster_profile"];

/**
 * A name that Flux can substitute: it fails the whole flow on any other.
 * Source: Flux, post-build variable substitution.
 */
const Variable = v.pipe(
  v.string(),
  v.regex(
    /^[_a-zA-Z][_a-zA-Z0-9]*$/,
    "must be letters, digits and _, not beginning with a digit: Flux substitutes it as a variable",
  ),
);

const FactKey = v.pipe(
  Variable,
  v.check(
    (key) => !OWN_KEYS.includes(key),
    "is always there: it holds the name or the profile of the cluster",
  ),
);

const Names = v.array(Name);
const Strings = mappingOf(v.string(), v.string());

/** `spec` of a PlatformCluster. */
export const ClusterSpec = strict({
  profile: described(Name, "The ClusterProfile that the cluster follows."),
  facts: v.optional(
    described(
      mappingOf(FactKey, v.string()),
      "What is so of this cluster only; the profile says which facts there are.",
    ),
  ),
  choices: v.optional(
    described(
      mappingOf(v.string(), Name),
      "For each one-of of the profile, the component that this cluster has.",
    ),
  ),
  optional: v.optional(
    described(Names, "Optional components that this cluster has."),
  ),
});
export type ClusterSpec = v.InferOutput<typeof ClusterSpec>;

const OneOf = strict({
  from: v.optional(
    described(
      v.pipe(Names, v.minLength(1, "must name at least one")),
      "The alternatives. Left out: every component that provides the group's name.",
    ),
  ),
  default: v.optional(
    described(Name, "What a cluster has that doesn't choose."),
  ),
});

const Fact = strict({
  required: v.optional(
    described(v.boolean(), "Every cluster must give it a value."),
  ),
  allowed: v.optional(
    described(
      v.pipe(v.array(v.string()), v.minLength(1, "must name at least one")),
      "The only values that are allowed.",
    ),
  ),
  default: v.optional(
    described(v.string(), "Value in clusters that give it none."),
  ),
  description: v.optional(described(v.string(), "What it means.")),
});
export type Fact = v.InferOutput<typeof Fact>;

const Components = strict({
  required: v.optional(
    described(
      Names,
      "Components that every cluster has; a capability asks for one that provides it.",
    ),
  ),
  oneOf: v.optional(
    described(
      mappingOf(Name, OneOf),
      "Groups of which a cluster has exactly one component.",
    ),
  ),
  optional: v.optional(described(Names, "Components that a cluster may have.")),
});

/** `spec` of a ClusterProfile. */
export const ProfileSpec = strict({
  extends: v.optional(
    described(
      Name,
      "The profile whose components, facts and defaults count too.",
    ),
  ),
  components: v.optional(
    described(Components, "Components of the clusters with this profile."),
  ),
  facts: v.optional(
    described(
      mappingOf(FactKey, Fact),
      "The facts a cluster may state; any other one is an error.",
    ),
  ),
  defaults: v.optional(
    described(FlowSettings, "How Flux runs the flows of these clusters."),
  ),
});
export type ProfileSpec = v.InferOutput<typeof ProfileSpec>;

const Path = strict({
  path: described(
    v.string(),
    `Folder of this configuration, relative to the repository's root; \${cluster.…} is filled in.`,
  ),
});

const Namespace = strict({
  name: described(Name, "Name of the Namespace."),
  podSecurity: v.optional(
    described(
      v.picklist(["privileged", "baseline", "restricted"]),
      "Pod Security level that is enforced in it.",
    ),
  ),
  labels: v.optional(
    described(Strings, `Further labels; \${cluster.…} is filled in.`),
  ),
  annotations: v.optional(
    described(Strings, `Annotations; \${cluster.…} is filled in.`),
  ),
});
export type Namespace = v.InferOutput<typeof Namespace>;

const HealthCheck = strict({
  apiVersion: v.optional(described(Name, "API version of the object.")),
  kind: described(Name, "Kind of the object."),
  name: described(Name, "Name of the object."),
  namespace: v.optional(described(Name, "Namespace of the object.")),
});

const HealthCheckExpr = strict({
  apiVersion: described(Name, "API version of the custom resource."),
  kind: described(Name, "Kind of the custom resource."),
  current: described(Name, "CEL expression: it is healthy."),
  inProgress: v.optional(described(Name, "CEL expression: it is on its way.")),
  failed: v.optional(described(Name, "CEL expression: it has failed.")),
});

const Secret = strict({
  name: described(Name, "Name of the Secret."),
  namespace: described(Name, "Namespace of the Secret."),
  keys: described(
    v.pipe(Names, v.minLength(1, "must name at least one")),
    "Keys that it must have.",
  ),
});

/** `spec` of a PlatformComponent. */
export const ComponentSpec = strict({
  profiles: described(
    mappingOf(Name, Path),
    "By profile, where the component's configuration is.",
  ),
  namespaces: v.optional(
    described(
      v.array(Namespace),
      "Namespaces it runs in; its own files never declare one.",
    ),
  ),
  provides: v.optional(
    described(
      Names,
      "Capabilities; of the components of a cluster only one provides each.",
    ),
  ),
  requires: v.optional(
    described(
      Names,
      "Components or capabilities that must be there, and be ready before.",
    ),
  ),
  excludes: v.optional(
    described(Names, "Components or capabilities that must not be there."),
  ),
  secrets: v.optional(
    described(
      v.array(Secret),
      "Secrets that the cluster's secrets file must hold.",
    ),
  ),
  owner: v.optional(
    described(Name, "Tenant whose owners get their roles in the namespaces."),
  ),
  substitute: v.optional(
    described(
      v.boolean(),
      "Whether Flux fills in the facts as variables; then each one in the rendered objects must be known.",
    ),
  ),
  variables: v.optional(
    described(
      mappingOf(Variable, v.string()),
      `Further variables for Flux to fill in; \${cluster.…} is filled in.`,
    ),
  ),
  version: v.optional(described(Name, "Version that the inventory shows.")),
  ...FlowSettings.entries,
  healthChecks: v.optional(
    described(
      v.array(HealthCheck),
      "Objects that must be ready, instead of all (wait).",
    ),
  ),
  healthCheckExprs: v.optional(
    described(
      v.array(HealthCheckExpr),
      "How Flux reads the health of custom resources.",
    ),
  ),
});
export type ComponentSpec = v.InferOutput<typeof ComponentSpec>;

/** A resource whose spec was validated. */
export interface Resource<Spec> {
  readonly item: Item;
  readonly name: string;
  readonly spec: Spec;
}
export type Cluster = Resource<ClusterSpec>;
export type Profile = Resource<ProfileSpec>;
export type Component = Resource<ComponentSpec>;
