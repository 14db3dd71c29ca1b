import { CHART } from "./objects.mjs";

/**
 * A function under test. A new one of ours gets an entry here and, where Go users
 * have something like it, a folder in `peers`.
 * @typedef {object} Program
 * @property {string} name in dist
 * @property {boolean} peer whether `peers` has a program of this name
 * @property {string} config the functionConfig as YAML
 * @property {(object: any) => boolean} selects whether it changes an object
 * @property {(object: any) => void} change makes an object what it must become
 * @property {RegExp} mark what each changed item gains
 * @property {Readonly<Record<string, number>>} [times] how often an item of these
 *   kinds gains it, where that is not once
 * @property {number} [most] items beyond which a run takes longer than it tells
 * @property {boolean} [platform] whether its list also holds a small platform
 * @property {RegExp} [adds] what stands among the items that it adds
 */

const VERSION = "flux-platform.dev/v1alpha1";
const LABEL = "platform.example.com/managed";
const TOLERATION = {
  key: "dedicated",
  operator: "Equal",
  value: "platform",
  effect: "NoSchedule",
};

const labelRule = `rules:
- select:
  - names: ["*"]
  labels:
    ${LABEL}: "true"
`;

// The chart runs no pods: what changes is what the peer changes too.
const tolerationRule = `rules:
- select:
  - kinds: [Deployment]
  tolerations:
  - key: dedicated
    operator: Equal
    value: platform
    effect: NoSchedule
helmReleases:
  charts:
  - chart: ${CHART}
    values: []
`;

/** @type {Program} */
export const labelNamespaces = {
  name: "label-namespaces",
  peer: true,
  config: configOf("LabelNamespaces", labelRule),
  selects: ({ kind }) => kind === "Namespace",
  change: ({ metadata }) => {
    metadata.labels[LABEL] = "true";
  },
  mark: new RegExp(LABEL),
};

/** @type {Program} */
const injectTolerations = {
  name: "inject-tolerations",
  peer: true,
  config: configOf("InjectTolerations", tolerationRule),
  selects: ({ kind }) => kind === "Deployment",
  change: ({ spec }) => {
    spec.template.spec.tolerations = [TOLERATION];
  },
  mark: /tolerations:/,
};

/** What the workload holds keeps every decision, so that nothing is found. */
const checkPlatform = onPlatform("check-platform", "CheckPlatform", "{}\n");
const applyProfile = {
  ...onPlatform("apply-profile", "ApplyProfile", "{}\n"),
  adds: / path: "\.\/platform\/ingress\/production"\n/,
};
const expandTenant = {
  ...onPlatform("expand-tenant", "ExpandTenant", "{}\n"),
  adds: /kind: RoleBinding\n/,
};

/** @type {readonly Program[]} */
export const programs = [
  labelNamespaces,
  injectTolerations,
  applyProfile,
  expandTenant,
  checkPlatform,
  pipelineOf([
    ["ApplyProfile", "{}\n", applyProfile],
    ["ExpandTenant", "{}\n", expandTenant],
    ["LabelNamespaces", labelRule, labelNamespaces],
    ["InjectTolerations", tolerationRule, injectTolerations],
    ["CheckPlatform", "{}\n", checkPlatform],
  ]),
];

/**
 * Functions of kpt's public catalogue, given as much of the job of label-namespaces
 * as they can do. They know no selection: they write into every item, into the pods
 * of Deployments and, the first, into selectors.
 * @type {readonly Program[]}
 */
export const catalogue = [
  {
    ...ofCatalogue("set-labels", "SetLabels", "labels"),
    change: (object) => {
      setInMetadata(object, "labels");
      const { kind, spec } = object;
      if (kind === "Service") spec.selector[LABEL] = "true";
      if (kind === "Deployment") spec.selector.matchLabels[LABEL] = "true";
    },
    times: { Deployment: 3, Service: 2 },
  },
  {
    ...ofCatalogue("set-annotations", "SetAnnotations", "annotations"),
    change: (object) => setInMetadata(object, "annotations"),
    times: { Deployment: 2 },
    most: 1000,
  },
];

/**
 * @param {string} name
 * @param {string} kind
 * @param {string} field
 */
function ofCatalogue(name, kind, field) {
  return {
    name,
    peer: false,
    config: `apiVersion: fn.kpt.dev/v1alpha1
kind: ${kind}
metadata:
  name: bench
${field}:
  ${LABEL}: "true"
`,
    selects: () => true,
    mark: new RegExp(LABEL),
  };
}

/**
 * @param {any} object
 * @param {"labels" | "annotations"} field
 */
function setInMetadata({ kind, metadata, spec }, field) {
  const pods = kind === "Deployment" ? [spec.template.metadata] : [];
  for (const one of [metadata, ...pods]) {
    one[field] = { ...one[field], [LABEL]: "true" };
  }
}

/**
 * A function that changes nothing of the workload, beside a small platform.
 * @param {string} name
 * @param {string} kind
 * @param {string} spec
 * @returns {Program}
 */
function onPlatform(name, kind, spec) {
  return {
    name,
    peer: false,
    config: configOf(kind, spec),
    selects: () => false,
    change: () => {},
    mark: /(?!)/,
    platform: true,
  };
}

/**
 * @param {string} kind
 * @param {string} spec
 */
function configOf(kind, spec) {
  const lines = spec.replaceAll(/^(?=.)/gm, "  ");
  return `apiVersion: ${VERSION}
kind: ${kind}
metadata:
  annotations:
    config.kubernetes.io/function: |
      exec:
        path: bench
    config.kubernetes.io/local-config: 'true'
  name: bench
spec:
${lines}`;
}

/**
 * @param {readonly (readonly [string, string, Program])[]} steps
 * @returns {Program}
 */
function pipelineOf(steps) {
  const lines = steps.map(
    ([kind, spec]) =>
      `- kind: ${kind}\n  spec:\n${spec.replaceAll(/^(?=.)/gm, "    ")}`,
  );
  const jobs = steps.map(([, , job]) => job);
  return {
    name: "pipeline",
    peer: false,
    config: configOf("Pipeline", `functions:\n${lines.join("")}`),
    selects: (object) => jobs.some((job) => job.selects(object)),
    change: (object) => {
      for (const job of jobs.filter(({ selects }) => selects(object))) {
        job.change(object);
      }
    },
    mark: new RegExp(
      jobs
        .filter(({ platform }) => !platform)
        .map(({ mark }) => mark.source)
        .join("|"),
    ),
    platform: true,
    adds: new RegExp(
      jobs
        .flatMap(({ adds }) => (adds ? [`(?=[^]*${adds.source})`] : []))
        .join(""),
    ),
  };
}
