/**
 * What functions know of well-known Helm charts, one row a chart: where it takes
 * the tolerations of its pods (value paths inside `spec.values` of a
 * HelmRelease), and whether it renders RBAC objects. Every path was read in the
 * chart's own values file or templates.
 *
 * A row is a `Chart`: its name, the repository it comes from, the first version
 * it holds for, the one that was read and where, a `ChartPlace` for each of its
 * workloads, and `rbac` where it renders any. Rows are sorted by `chart`, then
 * by `repository`; `on` writes a place whose fields stand side by side.
 */

/** The kind of workload that runs the pods of a place. */
export type Runs =
  | "Deployment"
  | "StatefulSet"
  | "DaemonSet"
  | "Job"
  | "CronJob"
  | "Pod";

/**
 * What stands at a path: a list of tolerations, or one string of taints
 * `key=value:effect;key:effect` (a setting of the program, not of a pod).
 */
export type Shape = "list" | "taints";

/** One toleration, as Kubernetes has it. */
export interface Toleration {
  key?: string;
  operator?: "Exists" | "Equal";
  value?: string;
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/**
 * One place of a chart that takes tolerations.
 *
 * Paths are dotted, relative to `spec.values`; no key holds a dot. Two marks
 * match what the user's values already hold, and nothing else: `a.b[].c` is `c`
 * of every element of the list `a.b`, `a.*.c` is `c` of every entry of the map
 * `a`.
 */
export interface ChartPlace {
  /** Path of the tolerations. */
  tolerations: string;
  /** Path of the node selector of the same pods. */
  nodeSelector?: string;
  /** Path of the name of their priority class; some charts share one. */
  priorityClassName?: string;
  /**
   * Kind of workload with the chart's defaults. Custom resources count as what
   * their operator makes of them.
   */
  runs: Runs;
  /**
   * Path whose value names another kind (any letter case), if one does. Where
   * the chart leaves that empty and asks for a value, `runs` is a Deployment.
   */
  kindAt?: string;
  /** What stands at `tolerations`; a list when absent. */
  shape?: Shape;
  /**
   * The chart's own default here. Helm replaces lists, so whoever sets the path
   * has to repeat it to keep it.
   */
  defaults?: readonly Toleration[];
  /**
   * Paths read instead while `tolerations` is empty, the first non-empty one
   * wins. A list set here hides them.
   */
  inherits?: readonly string[];
  /**
   * Path that must be in the user's values already: the chart passes it on
   * whole, and tolerations alone would not make a valid object.
   */
  onlyWith?: string;
}

/** One chart of one repository. */
export interface Chart {
  /** Name in its Chart.yaml. */
  chart: string;
  /**
   * Address for a HelmRepository, or the `oci://` parent of the chart; no slash
   * at the end.
   */
  repository: string;
  /**
   * The first version whose places and defaults are the ones below, and the
   * one that was read; neither with a leading v.
   */
  versions: readonly [since: string, read: string];
  /** GitHub repository and file the paths come from. */
  source: string;
  /** Empty for a chart that runs no pods. */
  places: readonly ChartPlace[];
  /**
   * Set where its default values render Roles, ClusterRoles or bindings: the
   * paths that, all set to false, leave none of them; empty where none do.
   */
  rbac?: readonly string[];
}

/**
 * The range of versions that a row holds for: up to the next major version (or
 * minor, below 1.0.0) after the one that was read.
 */
export function rangeOf({ versions: [since, read] }: Chart): string {
  const [major = 0, minor = 0] = read.split(".").map(Number);
  return `>=${since} <${major > 0 ? `${major + 1}.0.0` : `0.${minor + 1}.0`}`;
}

/**
 * A place under `base`. `near` says which neighbours sit under the same base:
 * n nodeSelector, p priorityClassName, k kind.
 */
const on = (
  runs: Runs,
  base: string,
  near = "np",
  more: Partial<ChartPlace> = {},
): ChartPlace => {
  const at = (key: string): string => (base === "" ? key : `${base}.${key}`);
  return {
    tolerations: at("tolerations"),
    ...(near.includes("n") ? { nodeSelector: at("nodeSelector") } : {}),
    ...(near.includes("p")
      ? { priorityClassName: at("priorityClassName") }
      : {}),
    runs,
    ...(near.includes("k") ? { kindAt: at("kind") } : {}),
    ...more,
  };
};

// Default lists; each is repeated as its chart has it.
const all = [{ operator: "Exists" }] as const;
const noSchedule = [{ effect: "NoSchedule", operator: "Exists" }] as const;
const istioNode = [
  { effect: "NoSchedule", operator: "Exists" },
  { key: "CriticalAddonsOnly", operator: "Exists" },
  { effect: "NoExecute", operator: "Exists" },
] as const;
const falcoNode = [
  { effect: "NoSchedule", key: "node-role.kubernetes.io/master" },
  { effect: "NoSchedule", key: "node-role.kubernetes.io/control-plane" },
] as const;
const promtailNode = ["master", "control-plane"].map((role) => ({
  key: `node-role.kubernetes.io/${role}`,
  operator: "Exists" as const,
  effect: "NoSchedule" as const,
}));
const ciliumOperator = [
  { key: "node-role.kubernetes.io/control-plane", operator: "Exists" },
  { key: "node-role.kubernetes.io/master", operator: "Exists" },
  { key: "node.kubernetes.io/not-ready", operator: "Exists" },
  { key: "node.cloudprovider.kubernetes.io/uninitialized", operator: "Exists" },
] as const;
const ciliumSpire = [
  { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" },
  { key: "node-role.kubernetes.io/master", effect: "NoSchedule" },
  { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" },
  {
    key: "node.cloudprovider.kubernetes.io/uninitialized",
    effect: "NoSchedule",
    value: "true",
  },
  { key: "CriticalAddonsOnly", operator: "Exists" },
] as const;

// Fallbacks of a whole chart.
const ofGlobal = { inherits: ["global.tolerations"] };
const lokiDefaults = { inherits: ["defaults.tolerations", "loki.tolerations"] };
const tempoDefaults = { inherits: ["defaults.tolerations"] };
const kedaShared = {
  priorityClassName: "priorityClassName",
  inherits: ["tolerations"],
};

/**
 * Charts whose files stand in folders of their names on GitHub; a row whose
 * chart has moved says its own `source`.
 */
function from(repository: string, folder: string) {
  return (chart: string) => {
    const source = `${folder}/${chart}/values.yaml`;
    return { chart, repository, source };
  };
}

const prometheus = from(
  "https://prometheus-community.github.io/helm-charts",
  "prometheus-community/helm-charts charts",
);
const argo = from(
  "https://argoproj.github.io/argo-helm",
  "argoproj/argo-helm charts",
);
const eks = from("https://aws.github.io/eks-charts", "aws/eks-charts stable");
const istio = from(
  "https://istio-release.storage.googleapis.com/charts",
  "istio/istio manifests/charts",
);
const bitnami = from(
  "oci://registry-1.docker.io/bitnamicharts",
  "bitnami/charts bitnami",
);
const falco = from(
  "https://falcosecurity.github.io/charts",
  "falcosecurity/charts charts",
);
const fluent = from(
  "https://fluent.github.io/helm-charts",
  "fluent/helm-charts charts",
);
const runners = from(
  "oci://ghcr.io/actions/actions-runner-controller-charts",
  "actions/actions-runner-controller charts",
);
const grafanaCommunity = from(
  "https://grafana-community.github.io/helm-charts",
  "grafana-community/helm-charts charts",
);
const grafana = from(
  "https://grafana.github.io/helm-charts",
  "grafana/helm-charts charts",
);
const linkerd = from("https://helm.linkerd.io/edge", "linkerd/linkerd2 charts");
const openTelemetry = from(
  "https://open-telemetry.github.io/opentelemetry-helm-charts",
  "open-telemetry/opentelemetry-helm-charts charts",
);
const rook = from("https://charts.rook.io/release", "rook/rook deploy/charts");

/** The table, sorted by chart name, then by repository. */
export const charts: readonly Chart[] = [
  {
    chart: "actions-runner-controller",
    repository:
      "https://actions-runner-controller.github.io/actions-runner-controller",
    versions: ["0.22.0", "0.23.7"],
    source:
      "actions/actions-runner-controller charts/actions-runner-controller/values.yaml",
    places: [
      on("Deployment", ""),
      on("Deployment", "githubWebhookServer"),
      on("Deployment", "actionsMetricsServer"),
    ],
    rbac: [],
  },
  {
    ...prometheus("alertmanager"),
    versions: ["0.26.0", "1.42.0"],
    places: [on("StatefulSet", "")],
  },
  {
    ...grafana("alloy"),
    versions: ["0.1.0", "1.11.1"],
    source: "grafana/alloy operations/helm/charts/alloy/values.yaml",
    places: [
      on("DaemonSet", "controller", "np", { kindAt: "controller.type" }),
    ],
    rbac: ["rbac.create"],
  },
  {
    ...argo("argo-cd"),
    versions: ["8.0.0", "10.1.1"],
    places: [
      on("StatefulSet", "controller", "np", ofGlobal),
      on("Deployment", "dex", "np", ofGlobal),
      on("Deployment", "redis", "np", ofGlobal),
      on("StatefulSet", "redis-ha", "np", {
        priorityClassName: "redis-ha.priorityClassName",
      }),
      on("Job", "redisSecretInit", "np", ofGlobal),
      on("Deployment", "server", "np", ofGlobal),
      on("Deployment", "repoServer", "np", ofGlobal),
      on("Deployment", "applicationSet", "np", ofGlobal),
      on("Deployment", "notifications", "np", ofGlobal),
      on("Deployment", "commitServer", "np", ofGlobal),
    ],
    rbac: [],
  },
  {
    ...argo("argo-events"),
    versions: ["2.0.0", "2.4.22"],
    places: [on("Deployment", "controller"), on("Deployment", "webhook")],
    rbac: ["controller.rbac.enabled"],
  },
  {
    ...argo("argo-rollouts"),
    versions: ["2.14.0", "2.41.0"],
    places: [on("Deployment", "controller"), on("Deployment", "dashboard")],
    rbac: [],
  },
  {
    ...argo("argo-workflows"),
    versions: ["1.0.0", "1.0.18"],
    places: [
      on("Deployment", "controller"),
      on("Deployment", "server"),
      on("Job", "crds.upgradeJob", "n"),
    ],
    rbac: [],
  },
  {
    ...argo("argocd-image-updater"),
    versions: ["0.12.3", "1.2.4"],
    places: [on("Deployment", "")],
    rbac: [],
  },
  {
    chart: "atlantis",
    repository: "https://runatlantis.github.io/helm-charts",
    versions: ["4.0.6", "6.9.3"],
    source: "runatlantis/helm-charts charts/atlantis/values.yaml",
    places: [
      on("StatefulSet", "", "n", {
        priorityClassName: "statefulSet.priorityClassName",
      }),
    ],
  },
  {
    ...eks("aws-load-balancer-controller"),
    versions: ["1.1.1", "3.5.0"],
    places: [on("Deployment", "")],
    rbac: ["rbac.create"],
  },
  {
    ...eks("aws-vpc-cni"),
    versions: ["1.3.0", "1.22.4"],
    places: [on("DaemonSet", "", "np", { defaults: all })],
    rbac: [],
  },
  {
    ...istio("base"),
    versions: ["1.12.4", "1.30.3"],
    places: [],
  },
  {
    chart: "cert-manager",
    repository: "https://charts.jetstack.io",
    versions: ["1.5.0", "1.21.1"],
    source: "cert-manager/cert-manager deploy/charts/cert-manager/values.yaml",
    places: [
      on("Deployment", "", "n", {
        priorityClassName: "global.priorityClassName",
      }),
      on("Deployment", "webhook", "n", {
        priorityClassName: "global.priorityClassName",
      }),
      on("Deployment", "cainjector", "n", {
        priorityClassName: "global.priorityClassName",
      }),
      on("Job", "startupapicheck", "n", {
        priorityClassName: "global.priorityClassName",
      }),
    ],
    rbac: ["global.rbac.create"],
  },
  {
    chart: "cilium",
    repository: "https://helm.cilium.io",
    versions: ["1.19.2", "1.20.0"],
    source: "cilium/charts cilium-1.20.0.tgz",
    places: [
      on("DaemonSet", "", "np", { defaults: all }),
      on("DaemonSet", "envoy", "np", { defaults: all }),
      on("Deployment", "operator", "np", { defaults: ciliumOperator }),
      on("Deployment", "hubble.relay"),
      on("Deployment", "hubble.ui"),
      on("Job", "certgen"),
      on("Deployment", "clustermesh.apiserver"),
      on("Job", "clustermesh.mcsapi.corednsAutoConfigure"),
      on("DaemonSet", "nodeinit", "np", { defaults: all }),
      on("DaemonSet", "preflight", "np", { defaults: all }),
      on("DaemonSet", "encryption.ztunnel", "np", { defaults: istioNode }),
      on("DaemonSet", "authentication.mutual.spire.install.agent", "np", {
        defaults: ciliumSpire,
      }),
      on("StatefulSet", "authentication.mutual.spire.install.server"),
    ],
    rbac: [],
  },
  {
    chart: "cloudnative-pg",
    repository: "https://cloudnative-pg.github.io/charts",
    versions: ["0.16.1", "0.29.0"],
    source: "cloudnative-pg/charts charts/cloudnative-pg/values.yaml",
    places: [on("Deployment", "")],
    rbac: ["rbac.create"],
  },
  {
    chart: "cluster-autoscaler",
    repository: "https://kubernetes.github.io/autoscaler",
    versions: ["9.52.0", "9.59.0"],
    source:
      "kubernetes/autoscaler cluster-autoscaler/charts/cluster-autoscaler/values.yaml",
    places: [on("Deployment", "")],
    rbac: ["rbac.create"],
  },
  {
    ...istio("cni"),
    versions: ["1.27.0", "1.30.3"],
    source: "istio/istio manifests/charts/istio-cni/values.yaml",
    places: [on("DaemonSet", "", "", { defaults: istioNode })],
    rbac: [],
  },
  {
    chart: "crossplane",
    repository: "https://charts.crossplane.io/stable",
    versions: ["1.12.0", "2.3.4"],
    source: "crossplane/crossplane cluster/charts/crossplane/values.yaml",
    places: [
      on("Deployment", ""),
      on("Deployment", "rbacManager", "n", {
        priorityClassName: "priorityClassName",
      }),
    ],
    rbac: [],
  },
  {
    chart: "descheduler",
    repository: "https://kubernetes-sigs.github.io/descheduler",
    versions: ["0.22.0", "0.36.0"],
    source: "kubernetes-sigs/descheduler charts/descheduler/values.yaml",
    places: [on("CronJob", "", "npk")],
    rbac: ["rbac.create"],
  },
  {
    chart: "external-dns",
    repository: "https://kubernetes-sigs.github.io/external-dns",
    versions: ["1.2.0", "1.21.1"],
    source: "kubernetes-sigs/external-dns charts/external-dns/values.yaml",
    places: [on("Deployment", "")],
    rbac: ["rbac.create"],
  },
  {
    ...bitnami("external-dns"),
    versions: ["7.0.0", "9.0.4"],
    places: [on("Deployment", "")],
    rbac: ["rbac.create"],
  },
  {
    chart: "external-secrets",
    repository: "https://charts.external-secrets.io",
    versions: ["0.9.20", "2.9.0"],
    source:
      "external-secrets/external-secrets deploy/charts/external-secrets/values.yaml",
    places: [
      on("Deployment", "", "np", ofGlobal),
      on("Deployment", "webhook", "np", ofGlobal),
      on("Deployment", "certController", "np", ofGlobal),
      on("Deployment", "bitwarden-sdk-server", "n"),
    ],
    rbac: ["rbac.create", "certController.rbac.create"],
  },
  {
    ...falco("falco"),
    versions: ["7.0.0", "9.1.0"],
    places: [
      on("DaemonSet", "", "n", {
        priorityClassName: "podPriorityClassName",
        kindAt: "controller.kind",
        defaults: falcoNode,
      }),
      on("Deployment", "falcosidekick"),
      on("Pod", "falcosidekick.testConnection", "n"),
      on("Deployment", "falcosidekick.webui"),
      on("StatefulSet", "falcosidekick.webui.redis"),
      on("Deployment", "k8s-metacollector", "n"),
      on("Deployment", "falco-talon"),
    ],
    rbac: ["rbac.create"],
  },
  {
    ...falco("falcosidekick"),
    versions: ["0.7.5", "0.14.0"],
    places: [
      on("Deployment", ""),
      on("Pod", "testConnection", "n"),
      on("Deployment", "webui"),
      on("StatefulSet", "webui.redis"),
    ],
    rbac: [],
  },
  {
    ...fluent("fluent-bit"),
    versions: ["0.15.15", "0.58.1"],
    places: [on("DaemonSet", "", "npk")],
    rbac: ["rbac.create"],
  },
  {
    ...fluent("fluent-operator"),
    versions: ["2.3.0", "4.3.0"],
    places: [
      on("Deployment", "operator"),
      on("DaemonSet", "fluentbit", "np", { defaults: all }),
    ],
    rbac: ["operator.rbac.create"],
  },
  {
    ...fluent("fluentd"),
    versions: ["0.1.1", "0.6.0"],
    places: [on("DaemonSet", "", "npk")],
    rbac: ["rbac.create"],
  },
  {
    chart: "flux2",
    repository: "https://fluxcd-community.github.io/helm-charts",
    versions: ["2.18.3", "2.18.3"],
    source: "fluxcd-community/helm-charts charts/flux2/values.yaml",
    places: [
      on("Deployment", "sourceController"),
      on("Deployment", "kustomizeController"),
      on("Deployment", "helmController"),
      on("Deployment", "notificationController"),
      on("Deployment", "imageAutomationController"),
      on("Deployment", "imageReflectionController"),
      on("Deployment", "sourceWatcher"),
      on("Job", "cli", "n"),
      on("Job", "crds.migration", "n"),
    ],
    rbac: ["rbac.create", "rbac.createAggregation"],
  },
  {
    chart: "gatekeeper",
    repository: "https://open-policy-agent.github.io/gatekeeper/charts",
    versions: ["3.13.0", "3.23.0"],
    source: "open-policy-agent/gatekeeper charts/gatekeeper/values.yaml",
    places: [
      on("Deployment", "controllerManager"),
      on("Deployment", "audit"),
      on("Job", "crds", "n", {
        priorityClassName: "upgradeCRDs.priorityClassName",
      }),
      on("Job", "postInstall", "n"),
      on("Job", "postUpgrade", "n", {
        priorityClassName: "postUpgrade.labelNamespace.priorityClassName",
      }),
      on("Job", "preUninstall", "n", {
        priorityClassName:
          "preUninstall.deleteWebhookConfigurations.priorityClassName",
      }),
    ],
    rbac: ["rbac.create"],
  },
  {
    ...istio("gateway"),
    versions: ["1.19.4", "1.30.3"],
    places: [on("Deployment", "", "npk")],
    rbac: ["rbac.enabled"],
  },
  {
    ...runners("gha-runner-scale-set"),
    versions: ["0.3.0", "0.14.2"],
    places: [
      on("Pod", "template.spec"),
      on("Pod", "listenerTemplate.spec", "np", {
        onlyWith: "listenerTemplate.spec.containers",
      }),
    ],
    rbac: [],
  },
  {
    ...runners("gha-runner-scale-set-controller"),
    versions: ["0.3.0", "0.14.2"],
    places: [on("Deployment", "")],
    rbac: [],
  },
  {
    chart: "gitlab-runner",
    repository: "https://charts.gitlab.io",
    versions: ["0.86.0", "0.86.0"],
    source:
      "DoD-Platform-One/gitlab-runner chart/charts/gitlab-runner-0.86.0.tgz",
    places: [on("Deployment", "")],
  },
  {
    ...grafanaCommunity("grafana"),
    versions: ["10.0.0", "12.11.1"],
    places: [on("Deployment", ""), on("Deployment", "imageRenderer")],
    rbac: ["rbac.create"],
  },
  {
    ...grafana("grafana"),
    versions: ["8.0.0", "10.5.15"],
    places: [on("Deployment", ""), on("Deployment", "imageRenderer")],
    rbac: ["rbac.create"],
  },
  {
    chart: "harbor",
    repository: "https://helm.goharbor.io",
    versions: ["1.13.0", "1.19.1"],
    source: "goharbor/harbor-helm values.yaml",
    places: [
      on("Deployment", "nginx"),
      on("Deployment", "portal"),
      on("Deployment", "core"),
      on("Deployment", "jobservice"),
      on("Deployment", "registry"),
      on("Deployment", "exporter"),
      on("StatefulSet", "trivy"),
      on("StatefulSet", "database.internal"),
      on("StatefulSet", "redis.internal"),
    ],
  },
  {
    chart: "ingress-nginx",
    repository: "https://kubernetes.github.io/ingress-nginx",
    versions: ["3.16.0", "4.15.1"],
    source: "kubernetes/ingress-nginx charts/ingress-nginx/values.yaml",
    places: [
      on("Deployment", "controller", "npk"),
      on("Job", "controller.admissionWebhooks.patch"),
      on("Deployment", "defaultBackend"),
    ],
    rbac: ["rbac.create", "controller.admissionWebhooks.patch.rbac.create"],
  },
  {
    ...istio("istiod"),
    versions: ["1.24.0", "1.30.3"],
    source:
      "istio/istio manifests/charts/istio-control/istio-discovery/values.yaml",
    places: [
      on("Deployment", "", "n", {
        priorityClassName: "global.priorityClassName",
      }),
      on("Deployment", "global.waypoint", "n"),
    ],
    rbac: [],
  },
  {
    chart: "keda",
    repository: "https://kedacore.github.io/charts",
    versions: ["2.20.0", "2.20.2"],
    source: "kedacore/charts keda/values.yaml",
    places: [
      on("Deployment", "operator", "n", kedaShared),
      on("Deployment", "metricsServer", "n", kedaShared),
      on("Deployment", "webhooks", "n", kedaShared),
    ],
    rbac: ["rbac.create"],
  },
  {
    ...prometheus("kube-prometheus-stack"),
    versions: ["86.0.0", "88.5.3"],
    places: [
      on("StatefulSet", "prometheus.prometheusSpec"),
      on("StatefulSet", "alertmanager.alertmanagerSpec"),
      on("StatefulSet", "thanosRuler.thanosRulerSpec"),
      on("Deployment", "prometheusOperator"),
      on("Deployment", "prometheusOperator.admissionWebhooks.deployment"),
      on("Job", "prometheusOperator.admissionWebhooks.patch"),
      on("Job", "crds.upgradeJob", "n"),
      on("Deployment", "grafana"),
      on("Deployment", "grafana.imageRenderer"),
      on("Deployment", "kube-state-metrics"),
      on("DaemonSet", "prometheus-node-exporter", "np", {
        defaults: noSchedule,
      }),
      on("DaemonSet", "prometheus-windows-exporter", "np", {
        defaults: noSchedule,
      }),
    ],
    rbac: [
      "global.rbac.create",
      "kube-state-metrics.rbac.create",
      "grafana.rbac.create",
    ],
  },
  {
    ...prometheus("kube-state-metrics"),
    versions: ["6.0.0", "8.4.0"],
    places: [on("Deployment", "")],
    rbac: ["rbac.create"],
  },
  {
    chart: "kyverno",
    repository: "https://kyverno.github.io/kyverno",
    versions: ["3.7.0", "3.9.0"],
    source: "kyverno/kyverno charts/kyverno/values.yaml",
    places: [
      on("Deployment", "admissionController", "np", ofGlobal),
      on("Deployment", "backgroundController", "np", ofGlobal),
      on("Deployment", "cleanupController", "np", ofGlobal),
      on("Deployment", "reportsController", "np", ofGlobal),
      on("Job", "crds.migration", "n", ofGlobal),
      on("Job", "webhooksCleanup", "n", ofGlobal),
      on("Pod", "test", "n", ofGlobal),
      on("Deployment", "reports-server"),
      on("StatefulSet", "reports-server.postgresql.primary"),
      on("StatefulSet", "reports-server.postgresql.readReplicas"),
      on("Job", "reports-server.apiServicesManagement", "n", {
        inherits: ["reports-server.tolerations"],
      }),
    ],
    rbac: [],
  },
  {
    ...linkerd("linkerd-control-plane"),
    versions: ["2024.1.1", "2026.8.3"],
    places: [on("Deployment", "")],
    rbac: [],
  },
  {
    chart: "linkerd-control-plane",
    repository: "https://helm.linkerd.io/stable",
    versions: ["1.9.0", "1.16.11"],
    source: "linkerd/linkerd2 charts/linkerd-control-plane/values.yaml",
    places: [on("Deployment", "")],
    rbac: [],
  },
  {
    ...linkerd("linkerd-multicluster"),
    versions: ["2025.3.3", "2026.8.3"],
    source:
      "linkerd/linkerd2 multicluster/charts/linkerd-multicluster/values.yaml",
    places: [
      on("Deployment", "gateway", "n"),
      on("Deployment", "", "n"),
      on("Job", "namespaceMetadata", "n"),
      on("Deployment", "controllerDefaults", "n"),
      on("Deployment", "controllers[]", "n", {
        inherits: ["controllerDefaults.tolerations"],
      }),
    ],
    rbac: [],
  },
  {
    ...linkerd("linkerd-viz"),
    versions: ["2024.1.1", "2026.8.3"],
    source: "linkerd/linkerd2 viz/charts/linkerd-viz/values.yaml",
    places: [
      on("Deployment", "", "n"),
      on("Deployment", "metricsAPI", "n"),
      on("Deployment", "prometheus", "n"),
      on("Job", "namespaceMetadata", "n"),
    ],
    rbac: [],
  },
  {
    ...linkerd("linkerd2-cni"),
    versions: ["2024.1.1", "2026.8.3"],
    places: [on("DaemonSet", "", "p", { defaults: all })],
    rbac: [],
  },
  {
    ...grafanaCommunity("loki"),
    versions: ["18.5.0", "18.11.0"],
    places: [
      on("StatefulSet", "singleBinary", "npk", lokiDefaults),
      on("StatefulSet", "write", "npk", lokiDefaults),
      on("Deployment", "read", "npk", lokiDefaults),
      on("StatefulSet", "backend", "npk", lokiDefaults),
      on("StatefulSet", "ingester", "npk", lokiDefaults),
      on("Deployment", "distributor", "npk", lokiDefaults),
      on("Deployment", "querier", "npk", lokiDefaults),
      on("Deployment", "queryFrontend", "npk", lokiDefaults),
      on("Deployment", "queryScheduler", "npk", lokiDefaults),
      on("StatefulSet", "indexGateway", "npk", lokiDefaults),
      on("StatefulSet", "compactor", "npk", lokiDefaults),
      on("StatefulSet", "bloomGateway", "npk", lokiDefaults),
      on("StatefulSet", "bloomPlanner", "npk", lokiDefaults),
      on("Deployment", "bloomBuilder", "npk", lokiDefaults),
      on("StatefulSet", "patternIngester", "npk", lokiDefaults),
      on("StatefulSet", "ruler", "npk", lokiDefaults),
      on("Deployment", "overridesExporter", "npk", lokiDefaults),
      on("Deployment", "tableManager", "np", lokiDefaults),
      on("Deployment", "gateway", "np", { inherits: ["defaults.tolerations"] }),
      on("DaemonSet", "lokiCanary", "npk"),
      on("StatefulSet", "chunksCache"),
      on("StatefulSet", "chunksCache.l2"),
      on("StatefulSet", "resultsCache"),
      on("StatefulSet", "minio"),
      on("Job", "minio.postJob", "n"),
      on("Deployment", "rollout_operator"),
    ],
    rbac: [],
  },
  {
    ...grafana("loki"),
    versions: ["6.36.0", "7.3.0"],
    source: "grafana/loki production/helm/loki/values.yaml",
    places: [
      on("StatefulSet", "singleBinary"),
      on("StatefulSet", "write"),
      on("StatefulSet", "backend"),
      on("StatefulSet", "ingester"),
      on("StatefulSet", "indexGateway"),
      on("StatefulSet", "compactor"),
      on("StatefulSet", "bloomGateway"),
      on("StatefulSet", "bloomPlanner"),
      on("StatefulSet", "patternIngester"),
      on("StatefulSet", "ruler"),
      on("StatefulSet", "chunksCache"),
      on("StatefulSet", "chunksCache.l2"),
      on("StatefulSet", "resultsCache"),
      on("StatefulSet", "minio"),
      on("Deployment", "read"),
      on("Deployment", "distributor"),
      on("Deployment", "querier"),
      on("Deployment", "queryFrontend"),
      on("Deployment", "queryScheduler"),
      on("Deployment", "bloomBuilder"),
      on("Deployment", "overridesExporter"),
      on("Deployment", "tableManager"),
      on("Deployment", "gateway"),
      on("Deployment", "enterpriseGateway"),
      on("Deployment", "adminApi"),
      on("Deployment", "rollout_operator"),
      on("Deployment", "grafana-agent-operator"),
      on("DaemonSet", "lokiCanary", "npk"),
      on("DaemonSet", "monitoring.selfMonitoring.grafanaAgent", "p"),
      on("Job", "enterprise.provisioner"),
      on("Job", "minio.postJob", "n"),
    ],
    rbac: [],
  },
  {
    chart: "longhorn",
    repository: "https://charts.longhorn.io",
    versions: ["1.12.0", "1.12.1"],
    source: "longhorn/longhorn chart/values.yaml",
    places: [
      on("DaemonSet", "longhornManager", "n", {
        priorityClassName: "longhornManager.priorityClass",
        ...ofGlobal,
      }),
      on("Deployment", "longhornDriver", "n", {
        priorityClassName: "longhornDriver.priorityClass",
        ...ofGlobal,
      }),
      on("Deployment", "longhornUI", "n", {
        priorityClassName: "longhornUI.priorityClass",
        ...ofGlobal,
      }),
      {
        tolerations: "defaultSettings.taintToleration",
        priorityClassName: "defaultSettings.priorityClass",
        runs: "DaemonSet",
        shape: "taints",
      },
    ],
    rbac: [],
  },
  {
    chart: "metallb",
    repository: "https://metallb.github.io/metallb",
    versions: ["0.14.2", "0.16.1"],
    source: "metallb/metallb charts/metallb/values.yaml",
    places: [
      on("Deployment", "controller"),
      on("DaemonSet", "speaker"),
      on("DaemonSet", "frr-k8s.frrk8s"),
    ],
    rbac: ["rbac.create", "frr-k8s.rbac.create"],
  },
  {
    chart: "metrics-server",
    repository: "https://kubernetes-sigs.github.io/metrics-server",
    versions: ["3.5.0", "3.13.1"],
    source: "kubernetes-sigs/metrics-server charts/metrics-server/values.yaml",
    places: [on("Deployment", "")],
    rbac: ["rbac.create"],
  },
  {
    chart: "minio",
    repository: "https://charts.min.io",
    versions: ["5.4.0", "5.4.0"],
    source: "minio/minio helm/minio/values.yaml",
    places: [on("StatefulSet", ""), on("Job", "postJob", "n")],
  },
  {
    chart: "nats",
    repository: "https://nats-io.github.io/k8s/helm/charts",
    versions: ["1.0.0", "2.14.2"],
    source: "nats-io/k8s helm/charts/nats/values.yaml",
    places: [
      on("StatefulSet", "podTemplate.merge.spec"),
      on("Deployment", "natsBox.podTemplate.merge.spec"),
    ],
  },
  {
    chart: "oauth2-proxy",
    repository: "https://oauth2-proxy.github.io/manifests",
    versions: ["10.0.0", "10.7.0"],
    source: "oauth2-proxy/manifests helm/oauth2-proxy/values.yaml",
    places: [on("Deployment", ""), on("StatefulSet", "redis-ha")],
  },
  {
    ...openTelemetry("opentelemetry-collector"),
    versions: ["0.87.2", "0.170.0"],
    places: [on("Deployment", "", "np", { kindAt: "mode" })],
  },
  {
    ...openTelemetry("opentelemetry-operator"),
    versions: ["0.52.4", "0.122.0"],
    places: [on("Deployment", "")],
    rbac: ["role.create", "clusterRole.create"],
  },
  {
    ...bitnami("postgresql"),
    versions: ["15.2.10", "17.1.0"],
    places: [
      on("StatefulSet", "primary"),
      on("StatefulSet", "readReplicas"),
      on("CronJob", "backup.cronjob", "n"),
    ],
  },
  {
    ...prometheus("prometheus"),
    versions: ["27.23.0", "29.27.0"],
    places: [
      on("Deployment", "server"),
      on("StatefulSet", "alertmanager"),
      on("Deployment", "kube-state-metrics"),
      on("DaemonSet", "prometheus-node-exporter", "np", {
        defaults: noSchedule,
      }),
      on("Deployment", "prometheus-pushgateway"),
    ],
    rbac: ["rbac.create", "kube-state-metrics.rbac.create"],
  },
  {
    ...prometheus("prometheus-adapter"),
    versions: ["3.0.0", "5.3.0"],
    places: [on("Deployment", "")],
    rbac: ["rbac.create"],
  },
  {
    ...prometheus("prometheus-blackbox-exporter"),
    versions: ["9.0.0", "11.17.2"],
    places: [on("Deployment", "", "npk")],
  },
  {
    ...prometheus("prometheus-node-exporter"),
    versions: ["2.0.0", "4.56.1"],
    places: [on("DaemonSet", "", "np", { defaults: noSchedule })],
  },
  {
    ...prometheus("prometheus-pushgateway"),
    versions: ["1.10.0", "3.8.0"],
    places: [on("Deployment", "")],
  },
  {
    ...prometheus("prometheus-windows-exporter"),
    versions: ["0.1.0", "0.12.8"],
    places: [on("DaemonSet", "", "np", { defaults: noSchedule })],
  },
  {
    ...grafana("promtail"),
    versions: ["4.2.0", "6.17.1"],
    places: [on("DaemonSet", "", "np", { defaults: promtailNode })],
    rbac: ["rbac.create"],
  },
  {
    ...bitnami("redis"),
    versions: ["21.0.0", "23.1.1"],
    places: [
      on("StatefulSet", "master", "npk"),
      on("StatefulSet", "replica", "npk"),
    ],
  },
  {
    chart: "reloader",
    repository: "https://stakater.github.io/stakater-charts",
    versions: ["1.0.0", "2.2.15"],
    source:
      "stakater/Reloader deployments/kubernetes/chart/reloader/values.yaml",
    places: [on("Deployment", "reloader.deployment")],
    rbac: ["reloader.rbac.enabled"],
  },
  {
    ...rook("rook-ceph"),
    versions: ["1.20.0", "1.20.6"],
    places: [
      on("Deployment", ""),
      on("DaemonSet", "discover", "p"),
      on("Deployment", "ceph-csi-operator.controllerManager"),
    ],
    rbac: [],
  },
  {
    ...rook("rook-ceph-cluster"),
    versions: ["1.8.6", "1.20.6"],
    places: [
      on("Deployment", "toolbox", "p"),
      on("Deployment", "cephClusterSpec.placement.all", "", {
        priorityClassName: "cephClusterSpec.priorityClassNames.all",
      }),
      on("Deployment", "cephClusterSpec.placement.*", ""),
      on("Deployment", "cephFileSystems[].spec.metadataServer.placement", "", {
        priorityClassName:
          "cephFileSystems[].spec.metadataServer.priorityClassName",
      }),
      on("Deployment", "cephObjectStores[].spec.gateway.placement", "", {
        priorityClassName: "cephObjectStores[].spec.gateway.priorityClassName",
      }),
    ],
    rbac: [],
  },
  {
    chart: "sealed-secrets",
    repository: "https://bitnami-labs.github.io/sealed-secrets",
    versions: ["1.13.0", "2.18.5"],
    source: "bitnami-labs/sealed-secrets helm/sealed-secrets/values.yaml",
    places: [on("Deployment", "")],
    rbac: ["rbac.create"],
  },
  {
    chart: "secrets-store-csi-driver",
    repository:
      "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts",
    versions: ["1.3.0", "1.6.0"],
    source:
      "kubernetes-sigs/secrets-store-csi-driver charts/secrets-store-csi-driver/values.yaml",
    places: [
      on("DaemonSet", "linux", "np", { defaults: all }),
      on("DaemonSet", "windows", "np", { defaults: all }),
    ],
    rbac: [],
  },
  {
    ...grafanaCommunity("tempo"),
    versions: ["0.15.7", "2.2.4"],
    places: [on("StatefulSet", "")],
  },
  {
    ...grafana("tempo"),
    versions: ["0.15.7", "1.24.4"],
    places: [on("StatefulSet", "")],
  },
  {
    ...grafanaCommunity("tempo-distributed"),
    versions: ["3.0.0", "3.3.0"],
    places: [
      on("Deployment", "distributor", "np", tempoDefaults),
      on("Deployment", "querier", "np", tempoDefaults),
      on("Deployment", "queryFrontend", "np", tempoDefaults),
      on("Deployment", "metricsGenerator", "npk", tempoDefaults),
      on("StatefulSet", "backendScheduler", "np", tempoDefaults),
      on("StatefulSet", "backendWorker", "np", tempoDefaults),
      on("StatefulSet", "blockBuilder", "np", tempoDefaults),
      on("StatefulSet", "liveStore", "np", tempoDefaults),
      on("Deployment", "gateway"),
      on("StatefulSet", "memcached"),
      on("StatefulSet", "memcachedBloom"),
      on("StatefulSet", "memcachedParquetFooter"),
      on("StatefulSet", "memcachedFrontendSearch"),
      on("Deployment", "rollout_operator"),
      on("Deployment", "grafana-agent-operator"),
    ],
  },
  {
    chart: "tetragon",
    repository: "https://helm.cilium.io",
    versions: ["1.7.0", "1.7.0"],
    source: "cilium/charts tetragon-1.7.0.tgz",
    places: [
      on("DaemonSet", "", "np", { defaults: all }),
      on("Deployment", "tetragonOperator"),
    ],
    rbac: [],
  },
  {
    chart: "traefik",
    repository: "https://traefik.github.io/charts",
    versions: ["39.0.0", "41.3.0"],
    source: "traefik/traefik-helm-chart traefik/values.yaml",
    places: [on("Deployment", "", "np", { kindAt: "deployment.kind" })],
    rbac: ["rbac.enabled"],
  },
  {
    chart: "trivy-operator",
    repository: "https://aquasecurity.github.io/helm-charts",
    versions: ["0.22.0", "0.34.0"],
    source: "aquasecurity/trivy-operator deploy/helm/values.yaml",
    places: [
      on("Deployment", ""),
      on("Job", "nodeCollector", ""),
      {
        tolerations: "trivyOperator.scanJobTolerations",
        nodeSelector: "trivyOperator.scanJobNodeSelector",
        priorityClassName: "trivyOperator.scanJobPodPriorityClassName",
        runs: "Job",
      },
    ],
    rbac: [],
  },
  {
    chart: "trust-manager",
    repository: "https://charts.jetstack.io",
    versions: ["0.7.0", "0.24.0"],
    source:
      "cert-manager/trust-manager deploy/charts/trust-manager/values.yaml",
    places: [on("Deployment", "")],
    rbac: ["global.rbac.create"],
  },
  {
    chart: "valkey",
    repository: "https://valkey.io/valkey-helm",
    versions: ["0.9.0", "0.11.0"],
    source: "valkey-io/valkey-helm valkey/values.yaml",
    places: [on("Deployment", "")],
  },
  {
    ...bitnami("valkey"),
    versions: ["2.0.0", "4.0.2"],
    places: [
      on("StatefulSet", "primary", "npk"),
      on("StatefulSet", "replica", "npk"),
    ],
  },
  {
    chart: "vault",
    repository: "https://helm.releases.hashicorp.com",
    versions: ["0.25.0", "0.34.1"],
    source: "hashicorp/vault-helm values.yaml",
    places: [
      on("StatefulSet", "server"),
      on("Deployment", "injector"),
      {
        tolerations: "csi.pod.tolerations",
        nodeSelector: "csi.pod.nodeSelector",
        priorityClassName: "csi.priorityClassName",
        runs: "DaemonSet",
      },
    ],
    rbac: ["injector.enabled", "server.authDelegator.enabled"],
  },
  {
    chart: "velero",
    repository: "https://vmware-tanzu.github.io/helm-charts",
    versions: ["10.0.0", "12.1.0"],
    source: "vmware-tanzu/helm-charts charts/velero/values.yaml",
    places: [on("Deployment", ""), on("DaemonSet", "nodeAgent")],
    rbac: ["rbac.create", "upgradeCRDs"],
  },
  {
    ...istio("ztunnel"),
    versions: ["1.27.0", "1.30.3"],
    places: [on("DaemonSet", "", "n", { defaults: istioNode })],
  },
];
