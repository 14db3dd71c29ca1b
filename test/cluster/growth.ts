import type { KubeObject } from "./objects.ts";

const RBAC = "rbac.authorization.k8s.io";

/** What a tenant might add to have more than it was given. */
export function growth(tenant: string, namespace: string): KubeObject[] {
  const metadata = { name: "mine", namespace };
  const all = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
  const subjects = [{ kind: "ServiceAccount", name: tenant, namespace }];
  const bound = (name: string) => ({
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name },
    subjects,
  });
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: "RoleBinding",
      metadata,
      ...bound("cluster-admin"),
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: `mine-${namespace}` },
      ...bound("cluster-admin"),
    },
    { apiVersion: `${RBAC}/v1`, kind: "Role", metadata, rules: all },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata,
      spec: { podSelector: {}, ingress: [{}], egress: [{}] },
    },
    {
      apiVersion: "kustomize.toolkit.fluxcd.io/v1",
      kind: "Kustomization",
      metadata,
      spec: {
        interval: "10m",
        prune: true,
        serviceAccountName: "kustomize-controller",
        sourceRef: { kind: "GitRepository", name: "mine" },
      },
    },
    {
      apiVersion: "source.toolkit.fluxcd.io/v1",
      kind: "GitRepository",
      metadata,
      spec: { interval: "10m", url: "https://git.example.com/mine" },
    },
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: `${namespace}-mine` },
    },
  ];
}
