import type { PolicyRule } from "./rbac.ts";

/** A ClusterRole as far as an analysis needs it. */
export interface KnownRole {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly PolicyRule[];
  /** Labels of the roles whose rules it takes over; one set must match. */
  readonly takes?: readonly Readonly<Record<string, string>>[];
}

const READ = ["get", "list", "watch"];
const WRITE = ["create", "delete", "deletecollection", "patch", "update"];

/** Label by which a role's rules go into the built-in role `name`. */
const into = (name: string) => ({
  [`rbac.authorization.k8s.io/aggregate-to-${name}`]: "true",
});

const rule = (
  group: string,
  resources: string,
  verbs: readonly string[],
): PolicyRule => ({
  apiGroups: [group],
  resources: resources.split(" "),
  verbs,
});

const VIEW: readonly PolicyRule[] = [
  rule(
    "",
    "bindings configmaps endpoints events limitranges namespaces namespaces/status persistentvolumeclaims persistentvolumeclaims/status pods pods/log pods/status replicationcontrollers replicationcontrollers/scale replicationcontrollers/status resourcequotas resourcequotas/status serviceaccounts services services/status",
    READ,
  ),
  rule("events.k8s.io", "events", READ),
  rule("discovery.k8s.io", "endpointslices", READ),
  rule(
    "apps",
    "controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status",
    READ,
  ),
  rule(
    "autoscaling",
    "horizontalpodautoscalers horizontalpodautoscalers/status",
    READ,
  ),
  rule("batch", "cronjobs cronjobs/status jobs jobs/status", READ),
  rule(
    "extensions",
    "daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale",
    READ,
  ),
  rule("policy", "poddisruptionbudgets poddisruptionbudgets/status", READ),
  rule("networking.k8s.io", "ingresses ingresses/status networkpolicies", READ),
  rule(
    "resource.k8s.io",
    "resourceclaims resourceclaims/status resourceclaimtemplates",
    READ,
  ),
];

const EDIT: readonly PolicyRule[] = [
  rule(
    "",
    "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy",
    READ,
  ),
  rule("", "serviceaccounts", ["impersonate"]),
  rule(
    "",
    "configmaps events persistentvolumeclaims pods pods/attach pods/exec pods/portforward pods/proxy replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy",
    WRITE,
  ),
  rule("", "pods/eviction serviceaccounts/token", ["create"]),
  rule("events.k8s.io", "events", WRITE),
  rule(
    "apps",
    "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale",
    WRITE,
  ),
  rule("autoscaling", "horizontalpodautoscalers", WRITE),
  rule("batch", "cronjobs jobs", WRITE),
  rule(
    "extensions",
    "daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale",
    WRITE,
  ),
  rule("policy", "poddisruptionbudgets", WRITE),
  rule("networking.k8s.io", "ingresses networkpolicies", WRITE),
  rule("coordination.k8s.io", "leases", [...READ, ...WRITE]),
  rule("resource.k8s.io", "resourceclaims resourceclaimtemplates", WRITE),
];

const ADMIN: readonly PolicyRule[] = [
  rule("authorization.k8s.io", "localsubjectaccessreviews", ["create"]),
  rule("rbac.authorization.k8s.io", "rolebindings roles", [...READ, ...WRITE]),
];

const FLUX_GROUPS = [
  "helm.toolkit.fluxcd.io",
  "image.toolkit.fluxcd.io",
  "kustomize.toolkit.fluxcd.io",
  "notification.toolkit.fluxcd.io",
  "source.extensions.fluxcd.io",
  "source.toolkit.fluxcd.io",
];
const onFlux = (verbs: readonly string[]): PolicyRule[] => [
  { apiGroups: FLUX_GROUPS, resources: ["*"], verbs },
];

/** Flux names its roles after the namespace it is installed in. */
const flux = (name: string, role: Omit<KnownRole, "name">): KnownRole[] => [
  { name, ...role },
  { name: `${name}-flux-system`, ...role },
];

/**
 * ClusterRoles that are in every cluster with Flux.
 * Source: Kubernetes 1.37, `plugin/pkg/auth/authorizer/rbac/bootstrappolicy`;
 * Flux 2.9, `manifests/rbac`.
 */
export const KNOWN_ROLES: readonly KnownRole[] = [
  {
    name: "cluster-admin",
    labels: {},
    rules: [
      { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
      { nonResourceURLs: ["*"], verbs: ["*"] },
    ],
  },
  { name: "admin", labels: {}, rules: [], takes: [into("admin")] },
  { name: "edit", labels: into("admin"), rules: [], takes: [into("edit")] },
  { name: "view", labels: into("edit"), rules: [], takes: [into("view")] },
  { name: "system:aggregate-to-admin", labels: into("admin"), rules: ADMIN },
  { name: "system:aggregate-to-edit", labels: into("edit"), rules: EDIT },
  { name: "system:aggregate-to-view", labels: into("view"), rules: VIEW },
  ...flux("flux-edit", {
    labels: { ...into("admin"), ...into("edit") },
    rules: onFlux(WRITE),
  }),
  ...flux("flux-view", {
    labels: { ...into("admin"), ...into("edit"), ...into("view") },
    rules: onFlux(READ),
  }),
];
