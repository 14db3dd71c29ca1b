import type { KubeObject } from "./objects.ts";

/** Labels of the app's pods. */
const labels = { app: "sample" };

/** Pods that every Pod Security level takes. */
const template = {
  metadata: { labels },
  spec: {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "web",
        image: "registry.example.com/sample:1.0.0",
        resources: { requests: { cpu: "10m", memory: "16Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
        },
      },
    ],
  },
};
const job = {
  template: {
    ...template,
    spec: { ...template.spec, restartPolicy: "Never" },
  },
};
const target = { apiVersion: "apps/v1", kind: "Deployment", name: "sample" };
const backend = { service: { name: "sample", port: { number: 80 } } };

/** What stands below `metadata`, by API version and kind. */
const BODIES: readonly (readonly [string, string, object])[] = [
  [
    "apps/v1",
    "Deployment",
    { spec: { selector: { matchLabels: labels }, template } },
  ],
  ["v1", "Service", { spec: { selector: labels, ports: [{ port: 80 }] } }],
  [
    "networking.k8s.io/v1",
    "Ingress",
    {
      spec: {
        rules: [
          {
            host: "sample.example.com",
            http: { paths: [{ path: "/", pathType: "Prefix", backend }] },
          },
        ],
      },
    },
  ],
  [
    "helm.toolkit.fluxcd.io/v2",
    "HelmRelease",
    {
      spec: {
        interval: "10m",
        serviceAccountName: "sample",
        chartRef: { kind: "OCIRepository", name: "sample" },
      },
    },
  ],
  ["v1", "Secret", { stringData: { colour: "blue" } }],
  ["v1", "ConfigMap", { data: { colour: "blue" } }],
  [
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    { spec: { scaleTargetRef: target, maxReplicas: 3 } },
  ],
  [
    "policy/v1",
    "PodDisruptionBudget",
    { spec: { selector: { matchLabels: labels }, maxUnavailable: 1 } },
  ],
  ["batch/v1", "Job", { spec: job }],
  [
    "batch/v1",
    "CronJob",
    { spec: { schedule: "0 4 * * *", jobTemplate: { spec: job } } },
  ],
  [
    "v1",
    "PersistentVolumeClaim",
    {
      spec: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
      },
    },
  ],
  ["v1", "ServiceAccount", { automountServiceAccountToken: false }],
];

/** One object of each kind that applications are made of, in one namespace. */
export function sampleApp(namespace: string): KubeObject[] {
  return BODIES.map(([apiVersion, kind, body]) => ({
    apiVersion,
    kind,
    metadata: { name: "sample", namespace },
    ...body,
  }));
}
