import { CHART } from "./objects.mjs";

/**
 * A function under test. A new one gets an entry here and, where Go users have
 * something like it, a folder in `peers`.
 * @typedef {object} Program
 * @property {string} name in dist
 * @property {boolean} peer whether `peers` has a program of this name
 * @property {string} config the functionConfig as YAML
 * @property {(object: any) => boolean} selects whether it changes an object
 * @property {(object: any) => void} change makes an object what it must become
 * @property {RegExp} mark what each changed item gains once
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
