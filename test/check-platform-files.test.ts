/** Every way to break a rule that reads files, one edit each. */
import {
  cluster,
  component,
  GOOD,
  K,
  listed,
  path,
  profile,
  secret,
  told,
  V,
  velero,
} from "./helpers/checked-files.ts";

const FLAGS = GOOD["clusters/_components/lockdown/flags.yaml"] ?? "";

/** Flux's folder with one patch of its own in place of the component's. */
function patched(target: string, patch: string): Record<string, string> {
  return {
    "clusters/eu/flux-system/kustomization.yaml": `resources: [components.yaml]\npatches:\n- target: ${target}\n  patch: ${JSON.stringify(patch)}\n`,
  };
}

describe.each<
  [string, [string, Readonly<Record<string, string | undefined>>, string][]]
>([
  [
    "SEC-ONE",
    [
      ["a second file", listed("more.yaml", secret("three")), "more.yaml"],
      [
        "a tenant's file",
        { "tenants/a/roles.yaml": secret("three") },
        "tenants/a/roles.yaml",
      ],
      ["a generator", path("secretGenerator: [{ name: x }]\n"), V],
    ],
  ],
  [
    "CLU-PROFILE",
    [
      [
        "no profile",
        { "clusters/_components/production/profile.yaml": "" },
        "lists no component with a ClusterProfile",
      ],
      [
        "another profile",
        { "clusters/_components/production/profile.yaml": profile("dev") },
        "follows production",
      ],
      [
        "two profiles",
        {
          ...cluster(""),
          [K]: (GOOD[K] ?? "").replace(
            "components: [",
            "components: [../../_components/dev, ",
          ),
          "clusters/_components/dev/kustomization.yaml": component(
            "resources: [profile.yaml]\n",
          ),
          "clusters/_components/dev/profile.yaml": profile("dev"),
        },
        "a second profile",
      ],
      [
        "an object",
        listed(
          "more.yaml",
          "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n",
        ),
        "ConfigMap x",
      ],
      [
        "a folder",
        {
          [K]: (GOOD[K] ?? "").replace(
            "../../../tenants/a",
            "../../../tenants/a, ../../../platform/velero",
          ),
        },
        "by itself",
      ],
      ["a field", cluster("images: []\n"), "sets images"],
    ],
  ],
  [
    "FLUX-LOCK",
    [
      [
        "no flux-system",
        { "clusters/eu/flux-system/kustomization.yaml": undefined },
        "clusters/eu/flux-system has no kustomization.yaml",
      ],
      [
        "no component",
        {
          "clusters/eu/flux-system/kustomization.yaml":
            "resources: [components.yaml]\n",
        },
        "--no-cross-namespace-refs=true, which is missing",
      ],
      [
        "a flag that is overridden",
        {
          "clusters/_components/lockdown/flags.yaml": `${GOOD["clusters/_components/lockdown/flags.yaml"]}- op: add\n  path: /spec/template/spec/containers/0/args/-\n  value: --no-cross-namespace-refs=false\n`,
        },
        "which is --no-cross-namespace-refs=false",
      ],
      [
        "args that are replaced",
        {
          "clusters/eu/flux-system/kustomization.yaml": `${GOOD["clusters/eu/flux-system/kustomization.yaml"]}patches:\n- patch: |\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: { name: helm-controller }\n    spec: { template: { spec: { containers: [{ args: [] }] } } }\n`,
        },
        "helm-controller must run with",
      ],
      ...[
        [
          "a lookahead",
          "name: '(?=x)y'",
          "the target's name (?=x)y is no regular",
        ],
        [
          "a set",
          "labelSelector: 'a in (b)'",
          "a in (b) is more than key=value",
        ],
        ["a new field", "uid: '1'", "the target's uid is no field"],
      ].map(
        ([what, target, says]): [string, Record<string, string>, string] => [
          `a patch whose target can't be told: ${what}`,
          patched(`{ ${target} }`, "[]"),
          says ?? "",
        ],
      ),
      ...[
        ["another namespace", "namespace: other"],
        ["another group", "group: batch"],
        ["another version", "version: v2"],
        ["another label", "labelSelector: app=other"],
        ["part of a name", "name: -controller"],
      ].map(([what, target]): [string, Record<string, string>, string] => [
        `flags for ${what}`,
        patched(`{ kind: Deployment, ${target} }`, FLAGS),
        "--no-cross-namespace-refs=true, which is missing",
      ]),
      [
        "a patch that can't be read",
        patched("{ kind: Deployment }", "a: [1"),
        "a patch can't be judged",
      ],
      [
        "a patch that is nowhere",
        {
          "clusters/eu/flux-system/kustomization.yaml": `${GOOD["clusters/eu/flux-system/kustomization.yaml"]}patches: [{ path: nowhere.yaml }]\n`,
        },
        "nowhere.yaml is no file of the repository",
      ],
      [
        "the flow's account",
        {
          "clusters/eu/flux-system/components.yaml": `${GOOD["clusters/eu/flux-system/components.yaml"]}\n---\n${JSON.stringify({ ...velero, spec: {} })}`,
        },
        "the flow velero must have serviceAccountName",
      ],
      [
        "a git base",
        path("bases: ['github.com/org/repo?ref=v1']\n"),
        "github.com/org/repo",
      ],
      [
        "a base with a password",
        path("bases: ['https://me:secret@git.example.com/org/repo']\n"),
        "takes https://…@git.example.com",
      ],
      [
        "an ssh base",
        path("bases: ['git@github.com:org/repo.git']\n"),
        "another repository",
      ],
    ],
  ],
  [
    "KUST-AFTER",
    [
      [
        "a later component",
        {
          ...cluster(""),
          [V]: (GOOD[V] ?? "").replace("guardrails]", "guardrails, late]"),
          "platform/velero/late/kustomization.yaml": component(""),
        },
        "the component late",
      ],
      ["a field", path("patches: []\n"), "patches in"],
      [
        "a field above a guarded base",
        {
          "x/kustomization.yaml":
            "resources: [../platform/velero]\nnameSuffix: -x\n",
        },
        "nameSuffix in x",
      ],
      [
        "a foreign function",
        path(
          "transformers:\n- |\n  apiVersion: example.com/v1\n  kind: Other\n  metadata: { name: x }\n",
        ),
        "Other x",
      ],
    ],
  ],
  [
    "KUST-NS-RENAME",
    [
      [
        "where functions make Namespaces",
        cluster("namespace: x\n"),
        "namespace: x in",
      ],
      [
        "where files hold some",
        {
          [V]: `${GOOD[V]}namespace: y\n`,
          "platform/velero/release.yaml":
            "apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n",
        },
        "namespace: y in",
      ],
      [
        "a component's",
        {
          "clusters/_components/production/kustomization.yaml": `${GOOD["clusters/_components/production/kustomization.yaml"]}namespace: z\n`,
        },
        "namespace: z in",
      ],
    ],
  ],
  [
    "RENDER-BYPASS",
    [
      [
        "an unguarded cluster",
        { [K]: (GOOD[K] ?? "").replace(", ../../_components/guardrails", "") },
        "lists no guardrails",
      ],
      [
        "an unguarded path",
        { [V]: "resources: [release.yaml]\n" },
        `${V} lists no guardrails`,
      ],
      [
        "a Kptfile",
        { [V]: undefined, "platform/velero/Kptfile": "kind: Kptfile\n" },
        "has a Kptfile and no kustomization.yaml",
      ],
      [
        "nothing at all",
        { [V]: undefined },
        "platform/velero has no kustomization.yaml",
      ],
      [
        "a config among resources",
        {
          "platform/velero/release.yaml":
            "apiVersion: flux-platform.dev/v1alpha1\nkind: InjectTolerations\nmetadata: { name: x }\n",
        },
        "InjectTolerations x under resources",
      ],
      [
        "a download",
        {
          [V]: (GOOD[V] ?? "").replace(
            "release.yaml",
            "https://example.com/a.yaml",
          ),
        },
        "downloads https://example.com/a.yaml",
      ],
      [
        "a patch that is downloaded",
        path("patches: [{ path: 'https://example.com/a.yaml' }]\n"),
        "downloads",
      ],
    ],
  ],
  [
    "TEN-LAYER",
    [
      [
        "a tenant's folder",
        { [V]: (GOOD[V] ?? "").replace("release.yaml", "../../tenants/a") },
        "takes ../../tenants/a from a tenant",
      ],
    ],
  ],
  [
    "OBJ-MARK",
    [
      [
        "a mark of Kustomize in an object",
        {
          "platform/velero/release.yaml":
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  annotations: { internal.config.kubernetes.io/needsHashSuffix: enabled }\n",
        },
        "platform/velero/release.yaml sets internal",
      ],
      [
        "a mark that an escape hides",
        {
          "platform/velero/release.yaml":
            'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  annotations: { "\\x69nternal.config.kubernetes.io/previousNames": b }\n',
        },
        "platform/velero/release.yaml sets internal",
      ],
      [
        "a mark in a patch of pointers",
        {
          "platform/velero/patch.yaml":
            "- op: add\n  path: /metadata/annotations/internal.config.kubernetes.io~1needsHashSuffix\n  value: enabled\n",
        },
        "platform/velero/patch.yaml sets internal",
      ],
      [
        "a mark in an annotation for all",
        path(
          "commonAnnotations: { internal.config.kubernetes.io/needsHashSuffix: enabled }\n",
        ),
        `${V} sets internal`,
      ],
    ],
  ],
])("%s refuses", (code, variants) => {
  test.each(variants)("%s", (_name, files, words) => {
    const lines = told(files).filter((line) => line.startsWith(`${code} `));
    expect(lines.join("\n")).toContain(words);
  });
});
