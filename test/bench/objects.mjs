/**
 * The objects of the workload, as lines of block YAML without the margin that
 * an item of a list has. Keys are sorted and annotations stand as Kustomize
 * sends them; comments and one-line mappings come as they do from kpt.
 * @typedef {import("./random.mjs").Random} Random
 * @typedef {{ name: string, namespace: string, index: number, random: Random }} About
 * @typedef {{ apiVersion: string, kind: string }} Type
 */

/**
 * @param {Type} type
 * @param {About} about
 * @param {{ cluster?: boolean, kept?: boolean, labels?: readonly string[] }} [options]
 */
function metadata(
  { apiVersion, kind },
  { name, namespace, index },
  options = {},
) {
  const [version = "", group] = apiVersion.split("/").reverse();
  const scope = options.cluster ? [] : [`namespace: ${namespace}`];
  const labels = options.labels ?? [];
  return [
    "metadata:",
    "  annotations:",
    ...(options.kept
      ? ["    kustomize.toolkit.fluxcd.io/prune: disabled"]
      : []),
    "    kustomize.config.k8s.io/id: |",
    ...(group ? [`      group: ${group}`] : []),
    `      kind: ${kind}`,
    `      name: ${name}`,
    ...scope.map((line) => `      ${line}`),
    `      version: ${version}`,
    `    config.kubernetes.io/index: '${index}'`,
    `    internal.config.kubernetes.io/index: '${index}'`,
    `    internal.config.kubernetes.io/annotations-migration-resource-id: '${index}'`,
    `    internal.config.kubernetes.io/id: '${index + 1}'`,
    `    config.k8s.io/id: '${index + 1}'`,
    ...(labels.length > 0 ? ["  labels:"] : []),
    ...labels.map((label) => `    ${label}`),
    `  name: ${name}`,
    ...scope.map((line) => `  ${line}`),
  ];
}

/** @param {About} about */
function labelsOf({ name, namespace, random }) {
  return [
    `app.kubernetes.io/instance: ${name}`,
    `app.kubernetes.io/name: ${random.pick(["web", "api", "worker"])}`,
    `team: ${namespace}`,
  ];
}

/** @param {About} about */
export function namespace(about) {
  const type = { apiVersion: "v1", kind: "Namespace" };
  const labels = [
    "pod-security.kubernetes.io/enforce: baseline",
    "team: core",
    `toolkit.fluxcd.io/tenant: ${about.name}`,
  ];
  return [
    "apiVersion: v1",
    "kind: Namespace",
    ...metadata(type, about, { cluster: true, kept: true, labels }),
  ];
}

/** @param {About} about */
export function service(about) {
  const { name, random } = about;
  const type = { apiVersion: "v1", kind: "Service" };
  const port = random.integer(1, 3);
  return [
    "apiVersion: v1",
    "kind: Service",
    ...metadata(type, about, { labels: labelsOf(about) }),
    "spec:",
    "  ports:",
    "  - name: http",
    `    port: ${port}080`,
    "    protocol: TCP",
    "    targetPort: http",
    "  - name: metrics",
    "    port: 9090",
    "    targetPort: 9090",
    "  selector:",
    `    app.kubernetes.io/instance: ${name}`,
    "  type: ClusterIP",
  ];
}

/** @param {About} about */
export function configMap(about) {
  const { random } = about;
  const type = { apiVersion: "v1", kind: "ConfigMap" };
  const lines = Array.from(
    { length: random.integer(22, 62) },
    (_, n) => `${random.words(1)}.${random.words(1)}.${n}=${random.words(3)}`,
  );
  return [
    "apiVersion: v1",
    "data:",
    `  LOG_LEVEL: ${random.pick(["debug", "info", "warn"])}`,
    `  RETRIES: "${random.integer(1, 9)}"`,
    "  application.properties: |",
    ...lines.map((line) => `    ${line}`),
    "kind: ConfigMap",
    ...metadata(type, about, { labels: labelsOf(about) }),
  ];
}

/** @param {About} about */
export function deployment(about) {
  const { name, random } = about;
  const type = { apiVersion: "apps/v1", kind: "Deployment" };
  return [
    "apiVersion: apps/v1",
    "kind: Deployment",
    ...metadata(type, about, { labels: labelsOf(about) }),
    "spec:",
    `  # ${random.words(6)}`,
    `  replicas: ${random.integer(1, 6)} # ${random.words(3)}`,
    "  selector:",
    `    matchLabels: {app.kubernetes.io/instance: ${name}}`,
    "  strategy:",
    "    rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}",
    "    type: RollingUpdate",
    "  template:",
    "    metadata:",
    '      annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9090"}',
    "      labels:",
    `        app.kubernetes.io/instance: ${name}`,
    `        team: ${about.namespace}`,
    "    spec:",
    `      # ${random.words(8)}`,
    "      containers:",
    ...container("app", about),
    ...container("sidecar", about),
    "      securityContext: {runAsNonRoot: true, fsGroup: 65532}",
    `      serviceAccountName: ${name}`,
    `      terminationGracePeriodSeconds: ${random.integer(10, 90)}`,
    "      volumes:",
    `      - configMap: {name: ${name}}`,
    "        name: config",
    "      - emptyDir: {}",
    "        name: tmp",
  ];
}

/**
 * @param {string} container
 * @param {About} about
 */
function container(container, { random }) {
  const variables = Array.from({ length: random.integer(3, 6) }, (_, n) => [
    `        - name: ${random.words(1).toUpperCase()}_${n}`,
    `          value: ${random.pick(['"8080"', '"true"', random.words(4), "https://example.com/v1"])}`,
  ]);
  const lines = [
    "      - args:",
    `        - --listen=:${random.integer(8000, 9000)}`,
    `        - --name=${random.words(1)}`,
    "        env:",
    ...variables.flat(),
    "        - name: POD_NAME",
    "          valueFrom:",
    "            fieldRef: {fieldPath: metadata.name}",
    `        # ${random.words(7)}`,
    `        image: registry.example.com/${random.words(1)}/${container}:1.${random.integer(0, 40)}.${random.integer(0, 9)}`,
    "        livenessProbe:",
    "          httpGet:",
    "            path: /healthz",
    "            port: http",
    `          initialDelaySeconds: ${random.integer(1, 30)}`,
    `          periodSeconds: 10 # ${random.words(2)}`,
    `        name: ${container}`,
    "        ports:",
    "        - containerPort: 8080",
    "          name: http",
    "          protocol: TCP",
    "        readinessProbe:",
    "          failureThreshold: 3",
    "          httpGet: {path: /readyz, port: http}",
    "        resources:",
    "          limits:",
    `            cpu: ${random.integer(1, 4)}`,
    `            memory: ${random.integer(128, 4096)}Mi`,
    `          requests: {cpu: ${random.integer(10, 900)}m, memory: ${random.integer(16, 120)}Mi}`,
    "        securityContext:",
    "          allowPrivilegeEscalation: false",
    "          capabilities: {drop: [ALL]}",
    "          readOnlyRootFilesystem: true",
    "        volumeMounts:",
    "        - mountPath: /etc/app",
    "          name: config",
    "        - mountPath: /tmp",
    "          name: tmp",
  ];
  return lines;
}

/** Every release installs this one; configs can say what it runs. */
export const CHART = "settings";

/** @param {About} about */
export function helmRelease(about) {
  const { name, random } = about;
  const type = {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
  };
  return [
    `apiVersion: ${type.apiVersion}`,
    "kind: HelmRelease",
    ...metadata(type, about, { labels: labelsOf(about) }),
    "spec:",
    "  chart:",
    "    spec:",
    `      chart: ${CHART}`,
    "      sourceRef:",
    "        kind: HelmRepository",
    "        name: charts",
    `      version: ${random.integer(1, 9)}.${random.integer(0, 20)}.x`,
    `  interval: ${random.integer(5, 60)}m`,
    `  releaseName: ${name}`,
    "  serviceAccountName: deployer",
    `  targetNamespace: ${about.namespace}`,
    "  upgrade:",
    "    crds: CreateReplace",
    "  values:",
    "    image:",
    `      repository: registry.example.com/${random.words(1)}`,
    `      tag: ${random.integer(1, 9)}.${random.integer(0, 9)}.0`,
    "    ingress:",
    "      enabled: true",
    `      hosts: [${name}.example.com]`,
    "    resources:",
    `      requests: {cpu: ${random.integer(10, 900)}m, memory: 64Mi}`,
  ];
}

/** @param {About} about */
export function flow(about) {
  const { random } = about;
  const type = {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
  };
  return [
    `apiVersion: ${type.apiVersion}`,
    "kind: Kustomization",
    ...metadata(type, about),
    "spec:",
    "  force: false",
    `  interval: ${random.integer(5, 60)}m`,
    `  path: ./deploy/${random.words(1)}`,
    "  prune: true",
    "  retryInterval: 2m",
    "  serviceAccountName: deployer",
    "  sourceRef:",
    "    kind: GitRepository",
    "    name: apps",
    `  targetNamespace: ${about.namespace}`,
    "  timeout: 5m",
    "  wait: true",
  ];
}

/** @param {About} about */
export function customResourceDefinition(about) {
  const { name, random } = about;
  const type = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
  };
  const kind = `Kind${about.index}`;
  const plural = kind.toLowerCase();
  const crd = { ...about, name: `${plural}.${name}.example.com` };
  const properties = Array.from({ length: 39 }, (_, n) => [
    `            field${String(n).padStart(2, "0")}:`,
    "              description: >-",
    `                ${random.words(14)}`,
    `                ${random.words(5)}`,
    `              type: ${random.pick(["string", "integer", "boolean"])}`,
  ]);
  return [
    `apiVersion: ${type.apiVersion}`,
    `kind: ${type.kind}`,
    ...metadata(type, crd, { cluster: true, kept: true }),
    "spec:",
    `  group: ${name}.example.com`,
    `  names: {kind: ${kind}, plural: ${plural}}`,
    "  scope: Namespaced",
    "  versions:",
    "  - name: v1",
    "    schema:",
    "      openAPIV3Schema:",
    "        properties:",
    "          spec:",
    `            description: ${random.words(9)}`,
    "            properties:",
    ...properties.flat().map((line) => `  ${line}`),
    "            type: object",
    "        type: object",
    "    served: true",
    "    storage: true",
  ];
}
