/**
 * What tenants may do and what not, as questions to the API server:
 * `verb resource[/subresource]`.
 */

const RBAC = "rbac.authorization.k8s.io";
const READ = ["get", "list", "watch"];
const WRITE = ["create", "update", "patch", "delete", "deletecollection"];

/** Kinds of Flux that lead to what is applied, or tell of it. */
const FLUX = [
  "alerts.notification.toolkit.fluxcd.io",
  "buckets.source.toolkit.fluxcd.io",
  "gitrepositories.source.toolkit.fluxcd.io",
  "helmcharts.source.toolkit.fluxcd.io",
  "helmreleases.helm.toolkit.fluxcd.io",
  "helmrepositories.source.toolkit.fluxcd.io",
  "kustomizations.kustomize.toolkit.fluxcd.io",
  "ocirepositories.source.toolkit.fluxcd.io",
  "providers.notification.toolkit.fluxcd.io",
];
/** What applications consist of, as far as people handle it. */
const WORKLOADS = [
  "configmaps",
  "cronjobs.batch",
  "daemonsets.apps",
  "deployments.apps",
  "horizontalpodautoscalers.autoscaling",
  "ingresses.networking.k8s.io",
  "jobs.batch",
  "persistentvolumeclaims",
  "poddisruptionbudgets.policy",
  "pods",
  "services",
  "statefulsets.apps",
];
/** What bounds a tenant: its people see the first three. */
const LIMITS = [
  "limitranges",
  "networkpolicies.networking.k8s.io",
  "resourcequotas",
  "namespaces",
  `rolebindings.${RBAC}`,
  `roles.${RBAC}`,
];

/** Every verb with every resource. */
const each = (
  verbs: readonly string[],
  resources: readonly string[],
): string[] =>
  resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`));

/** What those who view may do. */
export const LOOKS = [
  ...each(READ, [...WORKLOADS, ...FLUX, ...LIMITS.slice(0, 3), "events"]),
  ...each(READ, ["serviceaccounts"]),
  "get pods/log",
];
/** What those who edit may do beside that. */
export const EDITS = [
  ...each(["create", "update", "patch", "delete"], WORKLOADS),
  "create pods/exec",
  "create pods/attach",
  "create pods/portforward",
  "create pods/eviction",
  "patch deployments.apps/scale",
];
/** What neither people nor the reconciler may do. */
export const NOBODY = [
  ...each(WRITE, LIMITS),
  ...each(WRITE, [
    "alerts.notification.toolkit.fluxcd.io",
    "buckets.source.toolkit.fluxcd.io",
    "gitrepositories.source.toolkit.fluxcd.io",
    "kustomizations.kustomize.toolkit.fluxcd.io",
    "providers.notification.toolkit.fluxcd.io",
  ]),
  // Those of notifications have no status.
  ...each(
    ["patch", "update"],
    FLUX.filter((one) => !/notification/.test(one)),
  ).map((one) => `${one}/status`),
  ...each(["impersonate"], ["users", "groups", "serviceaccounts"]),
  ...each(["bind", "escalate"], [`roles.${RBAC}`, `clusterroles.${RBAC}`]),
  ...each(WRITE, [`clusterroles.${RBAC}`, `clusterrolebindings.${RBAC}`]),
  "create serviceaccounts/token",
  "update namespaces/finalize",
  "create pods/ephemeralcontainers",
  "create pods/proxy",
  "create services/proxy",
];
/** What people may not do beside that. */
export const NO_PERSON = [
  ...each(WRITE, FLUX),
  ...each([...READ, ...WRITE], ["secrets"]),
  ...each(WRITE, ["serviceaccounts", "events"]),
];

/** What Flux asks for beyond applying. */
export const LIVES = [
  ...each(READ, ["pods", "replicasets.apps", "events", "secrets"]),
  ...each(["create", "update", "patch", "delete"], ["secrets"]),
];
