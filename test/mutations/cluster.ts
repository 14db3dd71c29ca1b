import { type Mutation, object } from "./mutation.ts";

const CLUSTER = "clusters/sts-devpkg/eu/cluster";
const KUSTOMIZATION = `${CLUSTER}/kustomization.yaml`;
const SECRETS = `${CLUSTER}/secrets.yaml`;
const PROFILE = "clusters/_components/production";
const configMap = object("v1", "ConfigMap", "flux-system/extra", {
  data: { a: "b" },
});
const sealed = (id: string): Record<string, unknown> =>
  object("v1", "Secret", id, {
    stringData: { a: "ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]" },
    sops: { encrypted_regex: "^(data|stringData)$" },
  });

/** What a cluster's own folders, and Flux's beside them, may not be. */
export const clusterMutations: readonly Mutation[] = [
  [
    "SEC-ONE",
    "a value that is not encrypted",
    (p) => p.edit(SECRETS, /(cloud: )ENC\[.*/, "$1plain"),
  ],
  [
    "SEC-ONE",
    "a value under data that is base64 only",
    (p) =>
      p.edit(SECRETS, /stringData:\n {2}cloud: .*/, "data:\n  cloud: cGxhaW4="),
  ],
  [
    "SEC-ONE",
    "a document whose name is encrypted",
    (p) =>
      p.edit(
        SECRETS,
        "name: velero-credentials",
        '"name": "ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]"',
      ),
  ],
  [
    "KRM-KIND",
    "a document whose kind is encrypted",
    (p) =>
      p.edit(
        SECRETS,
        "kind: Secret",
        'kind: "ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]"',
      ),
  ],
  [
    "SEC-ONE",
    "a document that doesn't say what is encrypted",
    (p) => p.edit(SECRETS, / {2}encrypted_regex: .*\n/, ""),
  ],
  [
    "SEC-ONE",
    "a second file of secrets",
    (p) => p.add(CLUSTER, "more.yaml", sealed("flux-system/more")),
  ],
  [
    "SEC-ONE",
    "a secret in a tenant's folder",
    (p) => p.add("tenants/devops", "secret.yaml", sealed("devops/more")),
  ],
  [
    "SEC-ONE",
    "a secret that a component counts on and that is gone",
    (p) => p.edit(SECRETS, "name: velero-credentials", "name: velero"),
  ],
  [
    "SEC-ONE",
    "a key that a component counts on and that is gone",
    (p) => p.edit(SECRETS, "cloud: ", "clouds: "),
  ],
  [
    "CLU-PROFILE",
    "the profile of another cluster",
    (p) => p.edit(KUSTOMIZATION, "_components/production", "_components/sss"),
  ],
  [
    "CLU-PROFILE",
    "no profile",
    (p) => p.edit(KUSTOMIZATION, "- ../../../_components/production\n", ""),
  ],
  [
    "CLU-PROFILE",
    "a generator of its own",
    (p) =>
      p.edit(
        KUSTOMIZATION,
        "resources:\n",
        "configMapGenerator:\n- { name: mine, literals: [a=b] }\nresources:\n",
      ),
  ],
  [
    "CLU-PROFILE",
    "an object of its own",
    (p) => p.add(CLUSTER, "extra.yaml", configMap),
  ],
  [
    "CLU-PROFILE",
    "a component that it lists by itself",
    (p) =>
      p.edit(
        KUSTOMIZATION,
        "resources:\n",
        "resources:\n- ../../../../platform/velero/dev\n",
      ),
  ],
  [
    "CLU-PROFILE",
    "a kustomize component of its own",
    (p) => {
      p.write(
        "clusters/_components/own/kustomization.yaml",
        "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nresources:\n- extra.yaml\n",
      );
      p.write("clusters/_components/own/extra.yaml", JSON.stringify(configMap));
      p.edit(
        KUSTOMIZATION,
        "components:\n",
        "components:\n- ../../../_components/own\n",
      );
    },
  ],
  [
    "KUST-AFTER",
    "patches of a cluster",
    (p) =>
      p.edit(
        KUSTOMIZATION,
        "resources:\n",
        'patches:\n- target: { kind: Secret, name: slack }\n  patch: \'[{"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}]\'\nresources:\n',
      ),
  ],
  [
    "KUST-AFTER",
    "labels of a cluster",
    (p) =>
      p.edit(
        KUSTOMIZATION,
        "resources:\n",
        "labels:\n- { pairs: { cost-center: '1' } }\nresources:\n",
      ),
  ],
  [
    "KUST-AFTER",
    "guardrails that are listed first",
    (p) =>
      p.edit(
        KUSTOMIZATION,
        /(- .*production\n)(- .*guardrails\n?)/,
        (_: string, profile: string, guardrails: string) =>
          `${guardrails.trimEnd()}\n${profile}`,
      ),
  ],
  [
    "KUST-NS-RENAME",
    "a namespace of a whole cluster",
    (p) =>
      p.edit(
        KUSTOMIZATION,
        "resources:\n",
        "namespace: flux-system\nresources:\n",
      ),
  ],
  [
    "KUST-NS-RENAME",
    "a namespace of a profile",
    (p) =>
      p.edit(
        `${PROFILE}/kustomization.yaml`,
        "resources:\n",
        "namespace: flux-system\nresources:\n",
      ),
  ],
  [
    "RENDER-BYPASS",
    "a cluster without guardrails",
    (p) => p.edit(KUSTOMIZATION, /- .*guardrails\n?/, ""),
  ],
  [
    "EXCEPTION-UNKNOWN",
    "an exception of no rule",
    (p) =>
      p.add(
        CLUSTER,
        "exception.yaml",
        object("flux-platform.dev/v1alpha1", "GuardrailException", "mine", {
          spec: {
            rule: "NS-PRUNED",
            target: { names: ["x"] },
            owner: "me",
            reason: "none",
            expires: "2026-03-01",
          },
        }),
      ),
  ],
  [
    "PRO-FACT-VALUE",
    "a fact outside of its list",
    (p) => p.edit(`${CLUSTER}/cluster.yaml`, 'region: "eu"', 'region: "mars"'),
  ],
  [
    "PRO-OPTIONAL-UNKNOWN",
    "a component that is not offered",
    (p) => p.edit(`${CLUSTER}/cluster.yaml`, "- keda", "- kedda"),
  ],
];
