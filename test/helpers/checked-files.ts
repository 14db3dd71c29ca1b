import { check } from "../../functions/check-platform/check.ts";
import { checkPlatform } from "../../functions/check-platform/index.ts";
import type { Spec } from "../../functions/check-platform/schema.ts";
import type { Context } from "../../lib/krm/define.ts";
import { Item } from "../../lib/krm/item.ts";
import { validate } from "../../lib/krm/schema.ts";
import { safeLine } from "../../lib/krm/words.ts";

/** Files by path. */
export type Files = Readonly<Record<string, string>>;

export const CLUSTER = "clusters/eu/cluster";
/** A Component with these fields. */
export const component = (fields: string): string =>
  `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${fields}`;
/** The cluster of these files. */
export const platformCluster = {
  apiVersion: "flux-platform.dev/v1alpha1",
  kind: "PlatformCluster",
  metadata: { name: "eu" },
  spec: { profile: "production" },
};
/** Its only flow. */
export const velero = {
  apiVersion: "kustomize.toolkit.fluxcd.io/v1",
  kind: "Kustomization",
  metadata: { name: "velero", namespace: "flux-system" },
  spec: {
    path: "./platform/velero/",
    serviceAccountName: "kustomize-controller",
    sourceRef: { kind: "GitRepository", name: "flux-system" },
  },
};
/** A Secret without a value. */
export const secret = (name: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: "a" },
  });
/** A ClusterProfile. */
export const profile = (name: string): string =>
  `apiVersion: flux-platform.dev/v1alpha1\nkind: ClusterProfile\nmetadata: { name: ${name} }\n`;
const controller = (name: string, ...args: string[]): string =>
  JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "flux-system" },
    spec: { template: { spec: { containers: [{ args }] } } },
  });

/** A small platform that breaks nothing. */
export const GOOD: Files = {
  [`${CLUSTER}/kustomization.yaml`]:
    "resources: [cluster.yaml, secrets.yaml, ../../../tenants/a]\ncomponents: [../../_components/production, ../../_components/guardrails]\n",
  [`${CLUSTER}/cluster.yaml`]: JSON.stringify(platformCluster),
  [`${CLUSTER}/secrets.yaml`]: `${secret("one")}\n---\n${secret("two")}\n`,
  "clusters/_components/production/kustomization.yaml": component(
    "resources: [profile.yaml]\ntransformers: [apply.yaml]\n",
  ),
  "clusters/_components/production/profile.yaml": profile("production"),
  "clusters/_components/production/apply.yaml":
    "apiVersion: flux-platform.dev/v1alpha1\nkind: Pipeline\nmetadata: { name: make }\nspec:\n  functions:\n  - kind: ApplyProfile\n  - configRef: { kind: ExpandTenant, name: tenants }\n",
  "clusters/_components/guardrails/kustomization.yaml": component(
    "transformers: [guard.yaml]\n",
  ),
  "clusters/_components/guardrails/guard.yaml":
    "apiVersion: flux-platform.dev/v1alpha1\nkind: LabelNamespaces\nmetadata: { name: labels }\n",
  "clusters/eu/kustomization.yaml": "resources: [flux-system]\n",
  "clusters/eu/flux-system/kustomization.yaml":
    "resources: [components.yaml]\ncomponents: [../../_components/lockdown]\n",
  "clusters/eu/flux-system/components.yaml": [
    controller("kustomize-controller", "--no-remote-bases"),
    controller("helm-controller"),
    controller("source-controller"),
  ].join("\n---\n"),
  "clusters/_components/lockdown/kustomization.yaml": component(
    "patches:\n- path: flags.yaml\n  target: { kind: Deployment, name: (kustomize|helm)-controller }\n",
  ),
  "clusters/_components/lockdown/flags.yaml":
    "# both\n- op: add\n  path: /spec/template/spec/containers/0/args/-\n  value: --no-cross-namespace-refs=true\n- op: add\n  path: /spec/template/spec/containers/0/args/0\n  value: --default-service-account=default\n",
  "platform/velero/kustomization.yaml":
    "resources: [release.yaml]\ncomponents: [../../clusters/_components/guardrails]\n",
  "platform/velero/release.yaml":
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n",
  "tenants/a/kustomization.yaml": "resources: [roles.yaml]\n",
  "tenants/a/roles.yaml":
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\n",
};

/** `RULE file: message` of every finding over these files. */
export function told(
  more: Readonly<Record<string, string | undefined>>,
  context: Partial<Context> = {},
  objects: readonly object[] = [platformCluster, velero],
  own: object = {},
): string[] {
  const spec = validate<Spec>(checkPlatform.schema as never, own);
  if (!("value" in spec)) throw new Error("the spec must be valid");
  const all = Object.entries({ ...GOOD, ...more });
  const files = new Map(
    all.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const items = objects.map((object) => Item.of({ ...object }));
  const run = check(items, spec.value, {
    today: "2026-01-15",
    files,
    ...context,
  });
  expect(run.items).toEqual(items);
  return run.results.map(
    ({ tags, file, message }) =>
      `${tags.rule} ${file?.path}: ${safeLine(message)}`,
  );
}

/** The cluster's kustomization, and that of the flow's path. */
export const K = `${CLUSTER}/kustomization.yaml`;
export const V = "platform/velero/kustomization.yaml";
/** The cluster's with further fields. */
export const cluster = (fields: string): Files => ({
  [K]: `${GOOD[K]}${fields}`,
});
/** The path's with further fields. */
export const path = (fields: string): Files => ({ [V]: `${GOOD[V]}${fields}` });
/** A further file of the cluster. */
export const listed = (entry: string, file: string): Files => ({
  [K]: (GOOD[K] ?? "").replace("secrets.yaml", `secrets.yaml, ${entry}`),
  [`${CLUSTER}/${entry}`]: file,
});
