import * as v from "valibot";
import { described, mappingOf, strict } from "../../lib/krm/schema.ts";
import {
  Duration,
  FACT_KEY,
  Hard,
  isScoped,
  Scope,
  Text,
} from "./schema/parts.ts";
import { InlineTenant, PodSecurity } from "./schema/tenant.ts";

const flag = (meaning: string) => v.optional(described(v.boolean(), meaning));
const names = (meaning: string) =>
  v.optional(described(v.array(Text), meaning));
const duration = (meaning: string) => v.optional(described(Duration, meaning));
const hard = (meaning: string) => v.optional(described(Hard, meaning));

const Limits = strict({
  default: hard("Limits of a container that has none."),
  defaultRequest: hard("Requests of a container that has none."),
  max: hard("The most a container may have."),
  min: hard("The least a container may have."),
  maxLimitRequestRatio: hard("How far a limit may be above its request."),
});
export type Limits = v.InferOutput<typeof Limits>;

const Network = strict({
  deny: v.optional(
    described(
      v.array(v.picklist(["Ingress", "Egress"])),
      "Directions that are closed; both when absent, [] for none.",
    ),
  ),
  dns: flag("Lets pods ask the cluster's DNS; true when absent."),
  tenant: flag("Lets the tenant's namespaces talk; true when absent."),
  fromNamespaces: names("Namespaces of the platform that may call in."),
  toNamespaces: names("Namespaces of the platform that may be called."),
  toCidrs: v.optional(
    described(
      v.array(
        strict({
          cidr: described(Text, "Addresses that may be called."),
          except: names("Addresses among them that may not."),
        }),
      ),
      "Addresses outside the cluster.",
    ),
  ),
});
export type Network = v.InferOutput<typeof Network>;

const Defaults = strict({
  quota: v.optional(described(Text, "Size of a Tenant without quota.")),
  networkPolicy: v.optional(
    described(Text, "Preset of a Tenant without networkPolicy."),
  ),
  podSecurity: v.optional(
    described(PodSecurity, "Level of a namespace without podSecurity."),
  ),
  interval: duration("How often Flux looks at an app."),
  sourceInterval: duration("How often Flux looks at a source."),
  timeout: duration("How long an app may take to be ready."),
  retryInterval: duration("Pause after a failure."),
  prune: flag("Whether git apps delete what left their source."),
  wait: flag("Whether an app is ready only when all its objects are."),
});

const defaulted = {
  quotas: v.optional(
    described(
      mappingOf(v.string(), Hard),
      "Quota sizes by name; they join small, medium and large.",
    ),
  ),
  limits: v.optional(
    described(Limits, "Limits of containers, for every namespace."),
  ),
  networks: v.optional(
    described(
      mappingOf(v.string(), Network),
      "Network presets by name; they join isolated and open.",
    ),
  ),
  defaults: v.optional(described(Defaults, "What Tenants need not say.")),
};

const Resources = strict({
  apiGroups: described(v.array(Text), "API groups."),
  resources: described(v.array(Text), "Plural names of the kinds."),
});
export type Resources = v.InferOutput<typeof Resources>;

const Cluster = strict({
  name: described(Text, "Name of the cluster."),
  profile: described(Text, "Its profile."),
  facts: v.optional(
    described(
      mappingOf(
        v.pipe(
          v.string(),
          v.regex(
            FACT_KEY,
            "must be letters, digits and _, not beginning with a digit",
          ),
        ),
        v.string(),
      ),
      "Its facts.",
    ),
  ),
});

/** `spec` of ExpandTenant. */
export const Spec = strict({
  ...defaulted,
  overrides: v.optional(
    described(
      v.array(
        v.pipe(
          strict({ ...Scope, ...defaulted }),
          v.check((entry) => isScoped(entry), "needs profiles or clusters"),
        ),
      ),
      "What of the above differs by profile or cluster.",
    ),
  ),
  tenantResources: v.optional(
    described(
      v.array(Resources),
      "Custom kinds that the tenants' reconcilers and editors may write.",
    ),
  ),
  podSecurityLevels: v.optional(
    described(
      v.array(PodSecurity),
      "Levels that a Tenant may ask for; baseline and restricted when absent.",
    ),
  ),
  reservedNamespaces: names(
    "Globs of namespaces no Tenant may have, beside those of Kubernetes and Flux.",
  ),
  platformKeys: names(
    "Names of the platform's decryption Secrets; sops-age and sops-gpg when absent.",
  ),
  tenants: v.optional(
    described(
      v.array(InlineTenant),
      "Tenants written here, for the generator form.",
    ),
  ),
  cluster: v.optional(
    described(Cluster, "The cluster, for the generator form."),
  ),
});
export type Spec = v.InferOutput<typeof Spec>;
