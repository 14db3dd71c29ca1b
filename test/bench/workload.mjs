import * as objects from "./objects.mjs";
import { randomFrom } from "./random.mjs";

const SEED = 20260101;

/** Items of a namespace, one of them the Namespace itself. */
const BLOCK = 50;
const PLACE_OF_NAMESPACE = 13;

/**
 * What stands at a place of the list: of 1,000 items 310 are Deployments, 290
 * ConfigMaps, 270 Services, 50 HelmReleases, 50 Flux Kustomizations, 20
 * Namespaces and 10 CustomResourceDefinitions.
 * @param {number} index
 */
function makerAt(index) {
  if (index % 100 === 7) return objects.customResourceDefinition;
  if (index % BLOCK === PLACE_OF_NAMESPACE) return objects.namespace;
  if (index % 20 === 11) return objects.helmRelease;
  if (index % 20 === 5) return objects.flow;
  const rest = [objects.deployment, objects.service, objects.configMap];
  return rest[index % 3] ?? objects.service;
}

/**
 * The text of every item, each with its dash and its line ends.
 * @param {number} count
 * @returns {string[]}
 */
export function itemTexts(count) {
  const random = randomFrom(SEED);
  return Array.from({ length: count }, (_, index) => itemAt(index, random));
}

/**
 * The texts of Namespaces, of which label-namespaces edits every one.
 * @param {number} count
 * @returns {string[]}
 */
export function namespaceTexts(count) {
  const random = randomFrom(SEED);
  return Array.from({ length: count }, (_, index) => {
    const name = `tenant-${index}`;
    return textOf(objects.namespace({ name, namespace: name, index, random }));
  });
}

/** @param {readonly string[]} lines */
function textOf(lines) {
  return `- ${lines.join("\n  ")}\n`;
}

/**
 * @param {number} index
 * @param {import("./random.mjs").Random} random
 */
function itemAt(index, random) {
  const make = makerAt(index);
  const namespace = `tenant-${Math.floor(index / BLOCK)}`;
  const name =
    make === objects.namespace ? namespace : `${random.words(1)}-${index}`;
  return textOf(make({ name, namespace, index, random }));
}

/**
 * A ResourceList in the order in which Kustomize writes it.
 * @param {readonly string[]} items
 * @param {string} functionConfig lines without a margin
 * @returns {string}
 */
export function listOf(items, functionConfig) {
  return [
    "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n",
    ...items,
    `functionConfig:\n${functionConfig.replaceAll(/^(?=.)/gm, "  ")}`,
  ].join("");
}

/**
 * A cluster, its profile, a component and a tenant, as items of a list: what the
 * functions of whole platforms work on. And what the items lack to be sound: the
 * accounts of their flows with rights, and the Namespace of a list that ends before it.
 * @param {readonly string[]} items
 * @returns {string[]}
 */
export function platformFor({ length }) {
  const namespaces = Math.ceil(length / BLOCK);
  const accounts = Array.from({ length: namespaces }, (_, index) => [
    `- apiVersion: v1
  kind: ServiceAccount
  metadata:
    name: deployer
    namespace: tenant-${index}
`,
    `- apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata:
    name: deployer
    namespace: tenant-${index}
  rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get, list, watch, create, patch, delete]
`,
    `- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata:
    name: deployer
    namespace: tenant-${index}
  roleRef:
    apiGroup: rbac.authorization.k8s.io
    kind: Role
    name: deployer
  subjects:
  - kind: ServiceAccount
    name: deployer
    namespace: tenant-${index}
`,
  ]).flat();
  const last = (namespaces - 1) * BLOCK + PLACE_OF_NAMESPACE;
  const missing = last < length ? [] : [itemAt(last, randomFrom(SEED))];
  return [...PLATFORM, ...accounts, ...missing];
}

const PLATFORM = [
  platformItem("PlatformCluster", "bench", [
    "profile: production",
    "facts: {region: eu}",
  ]),
  platformItem("ClusterProfile", "production", [
    "components: {required: [ingress]}",
    "facts: {region: {required: true}}",
  ]),
  platformItem("PlatformComponent", "ingress", [
    "profiles: {production: {path: ./platform/ingress/production}}",
    "namespaces: [{name: platform-ingress, podSecurity: baseline}]",
  ]),
  platformItem("Tenant", "team", [
    "owners: [{group: team, role: edit}]",
    "namespaces: [{name: team}]",
    "sources:",
    '- {name: apps, git: {url: "https://git.example.com/apps", branch: main}}',
    "apps:",
    "- {name: apps, source: apps, path: ./deploy}",
  ]),
];

/**
 * @param {string} kind
 * @param {string} name
 * @param {readonly string[]} spec
 */
function platformItem(kind, name, spec) {
  return `- apiVersion: flux-platform.dev/v1alpha1
  kind: ${kind}
  metadata:
    annotations:
      config.kubernetes.io/local-config: 'true'
    name: ${name}
  spec:
${spec.map((line) => `    ${line}\n`).join("")}`;
}
