import * as v from "valibot";
import { described, mappingOf, strict } from "../../../lib/krm/schema.ts";
import { App, AppPart } from "./apps.ts";
import { Day, Hard, isScoped, partial, Scope, Text } from "./parts.ts";
import { Source, SourcePart } from "./sources.ts";

const text = (meaning: string) => v.optional(described(Text, meaning));
const texts = (meaning: string) =>
  v.optional(described(v.array(Text), meaning));

const Quota = v.union([
  described(Text, "A size of ExpandTenant.spec.quotas."),
  described(Hard, "A ResourceQuota's hard limits."),
]);

/** A Pod Security level. */
export const PodSecurity = v.picklist(["privileged", "baseline", "restricted"]);

const Owner = v.pipe(
  strict({
    group: text("A group of the identity provider."),
    user: text("A user of the identity provider."),
    serviceAccount: text("namespace/name, or a name in the home namespace."),
    role: described(Text, "edit, view, or the name of a ClusterRole."),
  }),
  v.check(
    ({ group, user, serviceAccount }) =>
      [group, user, serviceAccount].filter((one) => one !== undefined)
        .length === 1,
    "needs one of group, user and serviceAccount",
  ),
);
export type Owner = v.InferOutput<typeof Owner>;

const namespaceEntries = {
  name: described(Text, "Name of the Namespace."),
  quota: v.optional(
    described(Quota, "Its quota, where it is not the tenant's."),
  ),
  networkPolicy: text("Its network preset, where it is not the tenant's."),
  podSecurity: v.optional(
    described(PodSecurity, "Pod Security level that is enforced."),
  ),
  labels: v.optional(
    described(mappingOf(v.string(), v.string()), "Further labels."),
  ),
  annotations: v.optional(
    described(mappingOf(v.string(), v.string()), "Further annotations."),
  ),
};
const Namespace = strict(namespaceEntries);
export type Namespace = v.InferOutput<typeof Namespace>;

const SecretContract = strict({
  name: described(Text, "Name of the Secret."),
  namespace: text("Its namespace; the home namespace when absent."),
  keys: described(
    v.pipe(v.array(Text), v.minLength(1, "must name at least one")),
    "Keys that it must have.",
  ),
});
export type SecretContract = v.InferOutput<typeof SecretContract>;

/** Source: notification-controller 1.9, the CRD of Provider. */
const PROVIDERS = [
  "alertmanager",
  "azuredevops",
  "azureeventhub",
  "bitbucket",
  "bitbucketserver",
  "datadog",
  "discord",
  "generic",
  "generic-hmac",
  "gitea",
  "giteapullrequestcomment",
  "github",
  "githubdispatch",
  "githubpullrequestcomment",
  "gitlab",
  "gitlabmergerequestcomment",
  "googlechat",
  "googlepubsub",
  "grafana",
  "lark",
  "matrix",
  "msteams",
  "nats",
  "opsgenie",
  "otel",
  "pagerduty",
  "rocket",
  "sentry",
  "slack",
  "telegram",
  "webex",
  "zulip",
] as const;

const Alert = strict({
  name: text("Its name; the provider's type when absent."),
  provider: described(
    strict({
      type: described(v.picklist(PROVIDERS), "Kind of the service."),
      channel: text("Channel to write to."),
      username: text("Name to write under."),
      address: text("Address without a secret in it; else a key of secretRef."),
      secretRef: text("Secret of the contract with address or token."),
      certSecretRef: text("Secret of the contract with certificates."),
    }),
    "Where alerts go.",
  ),
  severity: v.optional(
    described(v.picklist(["info", "error"]), "error when absent."),
  ),
  exclusionList: texts("Expressions for messages that are not sent."),
  inclusionList: texts("Expressions for messages that are sent."),
});
export type Alert = v.InferOutput<typeof Alert>;

const Retention = strict({
  owner: described(Text, "Who answers for what is left."),
  until: described(Day, "Last day it is kept, YYYY-MM-DD."),
});

/** The states of a Tenant. */
export const STATES = ["active", "suspended", "retained", "removed"] as const;

const entries = {
  owners: v.optional(described(v.array(Owner), "People and their roles.")),
  contact: text("How to reach the team; written onto its namespaces."),
  namespaces: described(
    v.pipe(v.array(Namespace), v.minLength(1, "must name at least one")),
    "Its namespaces; sources, flows and the reconciler live in the first.",
  ),
  hostnames: texts("Host names it claims; *.example.com for all below."),
  sources: v.optional(described(v.array(Source), "Where its apps come from.")),
  apps: v.optional(described(v.array(App), "What Flux applies for it.")),
  secrets: v.optional(
    described(v.array(SecretContract), "Secrets the cluster must provide."),
  ),
  imagePullSecrets: texts("Secrets of the contract to pull images with."),
  alerts: v.optional(described(v.array(Alert), "Where failures are reported.")),
  quota: v.optional(described(Quota, "Quota of each namespace.")),
  networkPolicy: text("A preset of ExpandTenant.spec.networks."),
  state: v.optional(described(v.picklist(STATES), "active when absent.")),
  retention: v.optional(
    described(Retention, "Required for retained and removed."),
  ),
};

const OverrideEntries = {
  ...Scope,
  ...partial(entries),
  namespaces: v.optional(
    described(v.array(Namespace), "Namespaces, what differs of each."),
  ),
  sources: v.optional(
    described(v.array(SourcePart), "Sources, what differs of each."),
  ),
  apps: v.optional(described(v.array(AppPart), "Apps, what differs of each.")),
};
const Override = v.pipe(
  strict(OverrideEntries),
  v.check((entry) => isScoped(entry), "needs profiles or clusters"),
);

/** `spec` of a Tenant. */
export const TenantSpec = strict({
  ...entries,
  overrides: v.optional(
    described(
      v.array(Override),
      "What differs by profile or cluster: any field above; lists are merged by name.",
    ),
  ),
});
export type TenantSpec = v.InferOutput<typeof TenantSpec>;

/** An inline Tenant: its name beside its spec. */
export const InlineTenant = strict({
  name: described(Text, "Name of the tenant."),
  ...TenantSpec.entries,
});
