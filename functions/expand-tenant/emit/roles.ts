import type { PolicyRule } from "../../../lib/kubernetes/rbac.ts";
import type { Wanted } from "../../../lib/policy/owned.ts";
import type { Resources } from "../schema.ts";
import { shared } from "./wanted.ts";

/** Names of the ClusterRoles that all tenants share. */
export const ROLES = {
  reconciler: "flux-platform-tenant-reconciler",
  edit: "flux-platform-tenant-edit",
  view: "flux-platform-tenant-view",
} as const;

const READ = ["get", "list", "watch"];
const WRITE = ["create", "update", "patch", "delete"];
const ALL = [...READ, ...WRITE];

/** Kinds of one API group, by what they are for. */
type Kinds = Readonly<Record<string, readonly string[]>>;

/** What an application is made of, as far as people may touch it. */
const WORKLOADS: Kinds = {
  "": ["configmaps", "persistentvolumeclaims", "pods", "services"],
  apps: ["daemonsets", "deployments", "replicasets", "statefulsets"],
  autoscaling: ["horizontalpodautoscalers"],
  batch: ["cronjobs", "jobs"],
  "gateway.networking.k8s.io": [
    "grpcroutes",
    "httproutes",
    "tcproutes",
    "tlsroutes",
    "udproutes",
  ],
  "networking.k8s.io": ["ingresses"],
  policy: ["poddisruptionbudgets"],
};

/** What only the reconciler needs: Helm keeps its releases in Secrets. */
const DELIVERY: Kinds = {
  "": ["secrets", "serviceaccounts"],
  "helm.toolkit.fluxcd.io": ["helmreleases"],
  "source.toolkit.fluxcd.io": [
    "helmcharts",
    "helmrepositories",
    "ocirepositories",
  ],
};

/** What tells how a workload is doing, and which limits it has. */
const STATUS: Kinds = {
  "": [
    "endpoints",
    "events",
    "limitranges",
    "pods/log",
    "pods/status",
    "resourcequotas",
    "serviceaccounts",
  ],
  apps: ["controllerrevisions", "deployments/scale", "statefulsets/scale"],
  "discovery.k8s.io": ["endpointslices"],
  "events.k8s.io": ["events"],
  "networking.k8s.io": ["networkpolicies"],
};

/** Every kind of Flux that a tenant has, its own sources included. */
const FLUX: Kinds = {
  "helm.toolkit.fluxcd.io": ["helmreleases"],
  "kustomize.toolkit.fluxcd.io": ["kustomizations"],
  "notification.toolkit.fluxcd.io": ["alerts", "providers"],
  "source.toolkit.fluxcd.io": [
    "buckets",
    "gitrepositories",
    "helmcharts",
    "helmrepositories",
    "ocirepositories",
  ],
};

const rules = (kinds: Kinds, verbs: readonly string[]): PolicyRule[] =>
  Object.entries(kinds).map(([group, resources]) => ({
    apiGroups: [group],
    resources,
    verbs,
  }));

const core = (resources: readonly string[], verbs: readonly string[]) => ({
  apiGroups: [""],
  resources,
  verbs,
});

/** The rules of the three roles, with the platform's custom kinds. */
export function roleRules(
  custom: readonly Resources[],
): Readonly<Record<keyof typeof ROLES, readonly PolicyRule[]>> {
  const own = (verbs: readonly string[]): PolicyRule[] =>
    custom.map(({ apiGroups, resources }) => ({ apiGroups, resources, verbs }));
  const reading = [...rules(STATUS, READ), ...rules(FLUX, READ)];
  return {
    reconciler: [
      ...rules(WORKLOADS, ALL),
      ...rules(DELIVERY, ALL),
      ...rules(STATUS, READ),
      ...own(ALL),
    ],
    // No Secrets: one of a ServiceAccount's type would be a token of it.
    edit: [
      ...rules(WORKLOADS, ALL),
      ...own(ALL),
      // A WebSocket asks with get, older clients with create.
      core(["pods/attach", "pods/exec", "pods/portforward"], ["create", "get"]),
      core(["pods/eviction"], ["create"]),
      ...rules(SCALES, ["get", "patch", "update"]),
      ...reading,
    ],
    view: [...rules(WORKLOADS, READ), ...own(READ), ...reading],
  };
}

const SCALES: Kinds = {
  apps: ["deployments/scale", "replicasets/scale", "statefulsets/scale"],
};

/** The ClusterRoles, once for all Tenants; no other role takes them over. */
export function roleObjects(custom: readonly Resources[]): Wanted[] {
  const all = roleRules(custom);
  return (["reconciler", "edit", "view"] as const).map((role) =>
    shared("ClusterRole", ROLES[role], { rules: all[role] }),
  );
}
