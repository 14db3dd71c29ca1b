import { flow, type Mutation, object, release } from "./mutation.ts";

const TEAM = "tenants/team-a";
const TENANT = `${TEAM}/tenant.yaml`;
const RBAC = "rbac.authorization.k8s.io";
const source = { kind: "GitRepository", name: "shop" };
const good = {
  path: "./x",
  serviceAccountName: "team-a",
  targetNamespace: "team-a",
  sourceRef: source,
};
const chart = {
  spec: { chart: "x", sourceRef: { kind: "HelmRepository", name: "x" } },
};
const account = { kind: "ServiceAccount", name: "team-a", namespace: "team-a" };
const binding = (
  id: string,
  role: string,
  subject: object = account,
): Record<string, unknown> => {
  const kind = id.includes("/") ? "RoleBinding" : "ClusterRoleBinding";
  return object(`${RBAC}/v1`, kind, id, {
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role },
    subjects: [subject],
  });
};
const adds = (code: string, name: string, what: unknown): Mutation => [
  code,
  name,
  (p) => p.add(TEAM, "extra.yaml", what),
];

/** What a tenant, or somebody for a tenant, may not do. */
export const tenantMutations: readonly Mutation[] = [
  adds(
    "NS-PRUNE",
    "a Namespace that no guardrail selects",
    object("v1", "Namespace", "kube-extra"),
  ),
  adds(
    "FLUX-LOCK",
    "a tenant's flow without an account",
    flow("team-a/x", { ...good, serviceAccountName: undefined }),
  ),
  adds(
    "FLUX-LOCK",
    "a flow with the account without rights",
    flow("team-a/x", { ...good, serviceAccountName: "default" }),
  ),
  adds(
    "FLUX-LOCK",
    "a flow without a target",
    flow("team-a/x", { ...good, targetNamespace: undefined }),
  ),
  adds(
    "FLUX-LOCK",
    "a flow into another tenant's namespace",
    flow("team-a/x", { ...good, targetNamespace: "team-b" }),
  ),
  adds(
    "FLUX-LOCK",
    "a flow into the platform's namespace",
    flow("team-a/x", { ...good, targetNamespace: "flux-system" }),
  ),
  adds(
    "FLUX-LOCK",
    "a flow from the platform's source",
    flow("team-a/x", {
      ...good,
      sourceRef: { ...source, namespace: "flux-system" },
    }),
  ),
  adds(
    "FLUX-LOCK",
    "a tenant's release without an account",
    release("team-a/x", { chart }),
  ),
  adds(
    "FLUX-LOCK",
    "a release in a namespace of nobody",
    release("platform-velero/x", { chart, serviceAccountName: "x" }),
  ),
  adds(
    "FLUX-LOCK",
    "an alert that reads another tenant's events",
    object("notification.toolkit.fluxcd.io/v1beta3", "Alert", "team-a/x", {
      spec: {
        providerRef: { name: "x" },
        eventSources: [
          { kind: "Kustomization", name: "*", namespace: "team-b" },
        ],
      },
    }),
  ),
  adds(
    "RBAC-STD",
    "cluster-admin in a namespace",
    binding("team-a/x", "cluster-admin"),
  ),
  adds(
    "RBAC-STD",
    "cluster-admin everywhere",
    binding("x", "cluster-admin", {
      kind: "Group",
      name: "team-a-admins",
      apiGroup: RBAC,
    }),
  ),
  adds("RBAC-STD", "a right in every namespace", binding("x", "view")),
  adds(
    "RBAC-STD",
    "Kubernetes' own edit, which makes tokens",
    binding("team-a/x", "edit"),
  ),
  adds(
    "RBAC-STD",
    "Kubernetes' own admin, which binds roles",
    binding("team-a/x", "admin", {
      kind: "Group",
      name: "team-a-admins",
      apiGroup: RBAC,
    }),
  ),
  adds(
    "RBAC-STD",
    "a role that nobody knows",
    binding("team-a/x", "unheard-of"),
  ),
  adds(
    "RBAC-STD",
    "an account that is bound at another tenant's",
    binding("team-b/x", "view"),
  ),
  adds(
    "RBAC-STD",
    "an account that is bound at the platform's",
    binding("platform-velero/x", "view"),
  ),
  adds(
    "RBAC-STD",
    "a role with wildcards",
    object(`${RBAC}/v1`, "Role", "team-a/x", {
      rules: [{ apiGroups: [""], resources: ["*"], verbs: ["get"] }],
    }),
  ),
  adds(
    "RBAC-STD",
    "a flow whose account is not there",
    flow("team-a/x", { ...good, serviceAccountName: "nobody" }),
  ),
  adds(
    "TEN-LAYER",
    "a secret that nobody declared",
    object("source.toolkit.fluxcd.io/v1", "GitRepository", "team-a/x", {
      spec: {
        url: "https://git.example.com/x",
        secretRef: { name: "unheard-of" },
      },
    }),
  ),
  adds(
    "TEN-LAYER",
    "a flow that waits for another tenant's",
    flow("team-a/x", {
      ...good,
      dependsOn: [{ name: "prices", namespace: "team-b" }],
    }),
  ),
  adds(
    "TEN-LAYER",
    "a tenant's flow that waits for nothing",
    flow("team-a/x", { ...good, dependsOn: [{ name: "shops" }] }),
  ),
  adds(
    "NS-CREATE",
    "a tenant's release that creates its namespace",
    release("team-a/x", {
      chart,
      serviceAccountName: "team-a",
      install: { createNamespace: true },
    }),
  ),
  [
    "TEN-NAMESPACE-TWICE",
    "a namespace of another tenant",
    (p) => p.edit(TENANT, "name: team-a-jobs,", "name: team-b,"),
  ],
  [
    "TEN-NAMESPACE-RESERVED",
    "a namespace of Kubernetes",
    (p) => p.edit(TENANT, "name: team-a-jobs,", "name: kube-system,"),
  ],
  [
    "TEN-SECRET-MISSING",
    "a contract that the cluster doesn't fulfil",
    (p) =>
      p.edit(TENANT, "name: team-a-slack, keys", "name: team-a-slacks, keys"),
  ],
  [
    "TEN-QUOTA-UNKNOWN",
    "a size that doesn't exist",
    (p) => p.edit(TENANT, "quota: small", "quota: tiny"),
  ],
  [
    "TEN-PATH",
    "a path out of the repository",
    (p) => p.edit(TENANT, "path: ./jobs", "path: ../jobs"),
  ],
  [
    "TEN-URL-CREDENTIALS",
    "a password in an address",
    (p) =>
      p.edit(
        TENANT,
        "https://git.example.com",
        "https://me:secret@git.example.com",
      ),
  ],
  [
    "TEN-DEPENDS-UNKNOWN",
    "an app that waits for nothing",
    (p) => p.edit(TENANT, "dependsOn: [shop]", "dependsOn: [shopp]"),
  ],
  [
    "NS-LABEL-MISSING",
    "a namespace that nobody pays for",
    (p) => p.edit(TENANT, ', labels: { cost-center: "3110" }', ""),
  ],
];
