import { type Mutation, object } from "./mutation.ts";

const PATH = "platform/velero/production";
const FILE = `${PATH}/kustomization.yaml`;
const late = "clusters/_components/late/kustomization.yaml";

/** What Kustomize and Flux let through in silence, in a path that a flow applies. */
export const fileMutations: readonly Mutation[] = [
  [
    "KUST-AFTER",
    "a prefix",
    (p) => p.edit(FILE, "resources:\n", "namePrefix: x-\nresources:\n"),
  ],
  [
    "KUST-AFTER",
    "annotations",
    (p) =>
      p.edit(FILE, "resources:\n", "commonAnnotations: { a: b }\nresources:\n"),
  ],
  [
    "KUST-AFTER",
    "images",
    (p) =>
      p.edit(
        FILE,
        "resources:\n",
        "images:\n- { name: a, newTag: b }\nresources:\n",
      ),
  ],
  [
    "KUST-AFTER",
    "replicas",
    (p) =>
      p.edit(
        FILE,
        "resources:\n",
        "replicas:\n- { name: none, count: 1 }\nresources:\n",
      ),
  ],
  [
    "KUST-AFTER",
    "a component behind the guardrails",
    (p) => {
      p.write(
        late,
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n",
      );
      p.write(
        FILE,
        `${p.read(FILE).trimEnd()}\n- ../../../clusters/_components/late\n`,
      );
    },
  ],
  [
    "KUST-AFTER",
    "a transformer of Kustomize behind the guardrails",
    (p) =>
      p.edit(
        FILE,
        "resources:\n",
        "transformers:\n- |-\n  apiVersion: builtin\n  kind: AnnotationsTransformer\n  metadata: { name: late }\n  annotations: { a: b }\n  fieldSpecs: [{ path: metadata/annotations, create: true }]\nresources:\n",
      ),
  ],
  [
    "RENDER-BYPASS",
    "a path without guardrails",
    (p) => p.edit(FILE, /- .*guardrails\n?/, ""),
  ],
  [
    "RENDER-BYPASS",
    "a path with a Kptfile alone",
    (p) => {
      p.write(
        `${PATH}/Kptfile`,
        JSON.stringify(
          object("kpt.dev/v1", "Kptfile", "velero", {
            pipeline: { mutators: [{ image: "example.com/label-namespaces" }] },
          }),
        ),
      );
      p.write(FILE, undefined);
    },
  ],
  [
    "RENDER-BYPASS",
    "a path without a kustomization",
    (p) => p.write(FILE, undefined),
  ],
  [
    "RENDER-BYPASS",
    "a config among the resources",
    (p) =>
      p.add(
        "platform/velero/base",
        "labels.yaml",
        object("flux-platform.dev/v1alpha1", "LabelNamespaces", "labels", {
          spec: {},
        }),
      ),
  ],
  [
    "RENDER-BYPASS",
    "a function of others among the resources",
    (p) =>
      p.add("platform/velero/base", "other.yaml", {
        apiVersion: "example.com/v1",
        kind: "SetLabels",
        metadata: {
          name: "labels",
          annotations: {
            "config.kubernetes.io/function":
              "container: { image: example.com/set-labels }",
            "config.kubernetes.io/local-config": "true",
          },
        },
      }),
  ],
  [
    "RENDER-BYPASS",
    "a file from elsewhere",
    (p) =>
      p.edit(
        "platform/velero/base/kustomization.yaml",
        "resources:\n",
        "resources:\n- https://127.0.0.1:1/release.yaml\n",
      ),
  ],
  [
    "RENDER-BYPASS",
    "a patch from elsewhere",
    (p) =>
      p.edit(
        "platform/velero/production/values/kustomization.yaml",
        "patches:\n",
        "patches:\n- path: https://127.0.0.1:1/patch.yaml\n",
      ),
  ],
  [
    "FLUX-LOCK",
    "a base from elsewhere",
    (p) =>
      p.edit(
        "platform/velero/base/kustomization.yaml",
        "resources:\n",
        "resources:\n- https://127.0.0.1:1/org/repository//base?ref=v1\n",
      ),
  ],
];
