import { type Mutation, platformFlow } from "./mutation.ts";

const FLUX = "clusters/sts-devpkg/eu/flux-system";
const LOCKDOWN = "clusters/_components/flux-lockdown/kustomization.yaml";
const PROFILE = "clusters/_components/production";

/** What the platform's flows, and Flux itself, may not be. */
export const fluxMutations: readonly Mutation[] = [
  [
    "RENDER-BYPASS",
    "a flow with patches",
    (p) =>
      p.add(
        PROFILE,
        "flow.yaml",
        platformFlow({
          patches: [{ patch: "[]", target: { kind: "Namespace" } }],
        }),
      ),
  ],
  [
    "RENDER-BYPASS",
    "a flow with a targetNamespace",
    (p) =>
      p.add(PROFILE, "flow.yaml", platformFlow({ targetNamespace: "devops" })),
  ],
  [
    "RENDER-BYPASS",
    "a flow that gives a fact another value",
    (p) =>
      p.add(
        PROFILE,
        "flow.yaml",
        platformFlow({ postBuild: { substitute: { cluster_name: "other" } } }),
      ),
  ],
  [
    "RENDER-BYPASS",
    "a flow that fills in a Secret",
    (p) =>
      p.add(
        PROFILE,
        "flow.yaml",
        platformFlow({
          postBuild: { substituteFrom: [{ kind: "Secret", name: "slack" }] },
        }),
      ),
  ],
  [
    "RENDER-BYPASS",
    "a flow over a path that is not there",
    (p) =>
      p.add(PROFILE, "flow.yaml", platformFlow({ path: "./platform/nowhere" })),
  ],
  [
    "FLUX-LOCK",
    "a flow without an account",
    (p) =>
      p.add(
        PROFILE,
        "flow.yaml",
        platformFlow({ serviceAccountName: undefined }),
      ),
  ],
  [
    "FLUX-LOCK",
    "a Flux without the lock-down",
    (p) => p.edit(`${FLUX}/kustomization.yaml`, /components:\n.*\n/, ""),
  ],
  [
    "FLUX-LOCK",
    "a Flux that takes remote bases",
    (p) =>
      p.edit(LOCKDOWN, "--no-remote-bases=true", "--no-remote-bases=false"),
  ],
  [
    "FLUX-LOCK",
    "a Flux with references between namespaces",
    (p) =>
      p.edit(
        LOCKDOWN,
        "(kustomize|helm|notification)-controller",
        "(kustomize|helm)-controller",
      ),
  ],
  [
    "FLUX-LOCK",
    "a default account with rights",
    (p) =>
      p.edit(
        LOCKDOWN,
        "--default-service-account=default",
        "--default-service-account=helm-controller",
      ),
  ],
  [
    "FLUX-LOCK",
    "a Helm that installs as itself",
    (p) =>
      p.edit(LOCKDOWN, "(kustomize|helm)-controller", "kustomize-controller"),
  ],
  [
    "FLUX-LOCK",
    "Flux's own flow without an account",
    (p) => p.edit(LOCKDOWN, /- target:\n {4}kind: Kustomization[\s\S]*$/, ""),
  ],
  [
    "FLUX-LOCK",
    "a patch of the cluster that lifts the lock-down",
    (p) =>
      p.edit(
        `${FLUX}/kustomization.yaml`,
        "components:\n",
        'patches:\n- target: { kind: Deployment, name: helm-controller }\n  patch: \'[{"op": "replace", "path": "/spec/template/spec/containers/0/args", "value": []}]\'\ncomponents:\n',
      ),
  ],
  [
    "FLUX-LOCK",
    "a cluster without Flux's folder",
    (p) => p.write(`${FLUX}/kustomization.yaml`, undefined),
  ],
  [
    "TEN-LAYER",
    "a flow that waits for nothing",
    (p) =>
      p.add(
        PROFILE,
        "flow.yaml",
        platformFlow({ dependsOn: [{ name: "nowhere" }] }),
      ),
  ],
  [
    "TEN-LAYER",
    "a flow that waits for itself",
    (p) =>
      p.add(
        PROFILE,
        "flow.yaml",
        platformFlow({ dependsOn: [{ name: "extra" }] }),
      ),
  ],
  [
    "TEN-LAYER",
    "a flow that waits for a tenant",
    (p) =>
      p.add(
        PROFILE,
        "flow.yaml",
        platformFlow({ dependsOn: [{ name: "shop", namespace: "team-a" }] }),
      ),
  ],
];
