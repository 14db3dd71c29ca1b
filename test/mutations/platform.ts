import { type Mutation, object } from "./mutation.ts";

const base = (component: string, file = "release.yaml"): string =>
  `platform/${component}/base/${file}`;
const crd = object(
  "apiextensions.k8s.io/v1",
  "CustomResourceDefinition",
  "things.example.com",
  { spec: { group: "example.com" } },
);
const sealed = object("v1", "Secret", "platform-velero/more", {
  stringData: { a: "ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]" },
  sops: { encrypted_regex: "^(data|stringData)$" },
});

/** What components of the platform may not be. */
export const platformMutations: readonly Mutation[] = [
  [
    "NS-OUTSIDE",
    "a Namespace of a component",
    (p) =>
      p.add(
        "platform/velero/base",
        "ns.yaml",
        object("v1", "Namespace", "platform-velero"),
      ),
  ],
  [
    "NS-OUTSIDE",
    "a Namespace of a component's profile",
    (p) => {
      p.write(
        "platform/velero/production/values/ns.yaml",
        JSON.stringify(object("v1", "Namespace", "extra")),
      );
      p.edit(
        "platform/velero/production/values/kustomization.yaml",
        "patches:\n",
        "resources:\n- ns.yaml\npatches:\n",
      );
    },
  ],
  [
    "NS-OUTSIDE",
    "a Secret of a component",
    (p) => p.add("platform/velero/base", "secret.yaml", sealed),
  ],
  [
    "SEC-ONE",
    "a Secret that is generated",
    (p) =>
      p.edit(
        "platform/loki/base/kustomization.yaml",
        "resources:\n",
        "secretGenerator:\n- { name: mine, literals: [a=b] }\nresources:\n",
      ),
  ],
  [
    "NS-OUTSIDE",
    "a generated Secret that a flow would prune",
    (p) =>
      p.edit(
        "platform/loki/base/kustomization.yaml",
        "resources:\n",
        "secretGenerator:\n- { name: mine, literals: [a=b] }\nresources:\n",
      ),
  ],
  [
    "NS-CREATE",
    "a release that creates its namespace",
    (p) =>
      p.edit(
        base("loki"),
        "install:\n",
        "install:\n    createNamespace: true\n",
      ),
  ],
  [
    "CRD-KEEP",
    "a release without its CRDs",
    (p) =>
      p.edit(
        base("keda"),
        "install:\n    crds: Create",
        "install:\n    crds: Skip",
      ),
  ],
  [
    "CRD-KEEP",
    "a release with the field that came before",
    (p) => p.edit(base("keda"), "install:\n", "install:\n    skipCRDs: true\n"),
  ],
  [
    "CRD-KEEP",
    "an upgrade that forgets CRDs",
    (p) =>
      p.edit(base("velero"), / {2}upgrade:\n {4}crds: CreateReplace\n/, ""),
  ],
  [
    "CRD-KEEP",
    "an upgrade that adds CRDs only",
    (p) => p.edit(base("velero"), "crds: CreateReplace", "crds: Create"),
  ],
  [
    "CRD-KEEP",
    "a chart that takes its CRDs away",
    (p) => p.edit(base("cert-manager"), "keep: true", "keep: false"),
  ],
  [
    "CRD-KEEP",
    "a CRD that a flow would prune",
    (p) => p.add("platform/velero/base", "crd.yaml", crd),
  ],
  [
    "FLUX-LOCK",
    "a release without an account",
    (p) => p.edit(base("loki"), "  serviceAccountName: helm-controller\n", ""),
  ],
  [
    "FLUX-LOCK",
    "a release with another account",
    (p) =>
      p.edit(
        base("loki"),
        "serviceAccountName: helm-controller",
        "serviceAccountName: default",
      ),
  ],
  [
    "FLUX-LOCK",
    "a release that keeps its record elsewhere",
    (p) =>
      p.edit(
        base("loki"),
        /storageNamespace: .*/,
        "storageNamespace: flux-system",
      ),
  ],
  [
    "FLUX-LOCK",
    "a release that installs beside Flux",
    (p) => p.edit(base("loki"), / {2}targetNamespace: .*\n/, ""),
  ],
  [
    "FLUX-LOCK",
    "a release without a name",
    (p) => p.edit(base("loki"), / {2}releaseName: .*\n/, ""),
  ],
  [
    "FLUX-LOCK",
    "a release outside of flux-system",
    (p) =>
      p.edit(
        base("github-runners", "controller.yaml"),
        "namespace: flux-system",
        "namespace: github-runners",
      ),
  ],
  [
    "FLUX-LOCK",
    "a chart from a source of another namespace",
    (p) =>
      p.edit(
        base("kyverno"),
        /( +)kind: HelmRepository\n/,
        "$1kind: HelmRepository\n$1namespace: devops\n",
      ),
  ],
  [
    "TEN-LAYER",
    "a release that waits for nothing",
    (p) =>
      p.edit(
        base("github-runners", "runners.yaml"),
        "- name: github-runners-controller\n",
        "- name: github-runner-controller\n",
      ),
  ],
  [
    "TEN-LAYER",
    "a component that takes a tenant's folder",
    (p) =>
      p.edit(
        "platform/velero/base/kustomization.yaml",
        "resources:\n",
        "resources:\n- ../../../tenants/team-c\n",
      ),
  ],
  [
    "PRO-COMPONENT-UNKNOWN",
    "a component that requires nobody",
    (p) =>
      p.edit("platform/keda/component.yaml", "[certificates]", "[certificate]"),
  ],
  [
    "PRO-CYCLE",
    "components that require each other",
    (p) =>
      p.edit(
        "platform/cert-manager/component.yaml",
        "provides: [certificates]",
        "provides: [certificates]\n  requires: [keda]",
      ),
  ],
  [
    "PRO-PATH",
    "a component outside of the repository",
    (p) =>
      p.edit(
        "platform/keda/component.yaml",
        "path: ./platform/keda/production",
        "path: ../elsewhere",
      ),
  ],
  [
    "PRO-PROFILE-CYCLE",
    "a profile that extends itself",
    (p) =>
      p.edit(
        "clusters/_components/base/profile.yaml",
        "spec:\n",
        "spec:\n  extends: production\n",
      ),
  ],
];
