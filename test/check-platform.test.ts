/** Rules of CheckPlatform that its cases can't show: those that read files. */
import {
  GOOD,
  listed,
  path,
  platformCluster,
  told,
  V,
  velero,
} from "./helpers/checked-files.ts";

test("the good one has no finding", () => {
  expect(told({})).toEqual([]);
});

test("without files one info names what is not judged", () => {
  expect(told({}, { files: undefined as never })).toEqual([
    expect.stringMatching(
      /^CHECK-SKIPPED undefined: not judged here, in whole or in part: SEC-ONE, CLU-PROFILE, FLUX-LOCK, KUST-AFTER, KUST-NS-RENAME, RENDER-BYPASS, TEN-LAYER, OBJ-MARK, EXCEPTION-TENANT;/,
    ),
  ]);
});

test("a config that a Pipeline names may stand among the resources", () => {
  const files = {
    [V]: (GOOD[V] ?? "").replace("release.yaml", "release.yaml, tenants.yaml"),
    "platform/velero/tenants.yaml":
      "apiVersion: flux-platform.dev/v1alpha1\nkind: ExpandTenant\nmetadata: { name: tenants }\n",
  };
  expect(told(files)).toEqual([]);
});

describe("of what one flow applies", () => {
  const namespace = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: "a",
      annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
    },
  };
  const flow = (more: object) => ({
    ...velero,
    spec: { ...velero.spec, ...more },
  });

  test("NS-OUTSIDE sees who prunes, and where the file is", () => {
    expect(told({}, { flow: flow({ prune: true }) }, [namespace])).toEqual([
      expect.stringContaining(
        "NS-OUTSIDE undefined: the flow velero, which prunes,",
      ),
    ]);
    const kept = { flow: flow({ prune: false }) };
    expect(told({}, kept, [namespace])).toEqual([]);
    const files = { "platform/velero/release.yaml": JSON.stringify(namespace) };
    expect(told(files, kept, [namespace])).toEqual([
      expect.stringContaining(
        "NS-OUTSIDE platform/velero/release.yaml: the platform's folder",
      ),
    ]);
  });

  test("KUST-NS-RENAME sees the flow's target", () => {
    const moved = { flow: flow({ prune: false, targetNamespace: "x" }) };
    expect(told({}, moved, [namespace])).toEqual([
      expect.stringContaining(
        "KUST-NS-RENAME undefined: Kustomize renames the Namespace a to x",
      ),
    ]);
  });

  test("a CRD may go where nothing prunes", () => {
    const crd = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "x" },
    };
    expect(told({}, { flow: flow({ prune: false }) }, [crd])).toEqual([]);
    expect(told({}, { flow: flow({ prune: true }) }, [crd])).toHaveLength(1);
  });
});

test("an exception selects a kustomization by its folder", () => {
  const exception = {
    apiVersion: "flux-platform.dev/v1alpha1",
    kind: "GuardrailException",
    metadata: { name: "late" },
    spec: {
      rule: "KUST-AFTER",
      target: {
        kinds: ["kustomize.config.k8s.io/Kustomization"],
        names: ["platform/velero"],
      },
      owner: "me",
      reason: "none",
      expires: "2026-03-01",
    },
  };
  const files = {
    ...path("patches: []\n"),
    ...listed("exception.yaml", JSON.stringify(exception)),
  };
  expect(told(files, {}, [platformCluster, velero, exception])).toEqual([]);
});

test("a value of a Secret is in no finding", () => {
  const plain = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "one", namespace: "a" },
    stringData: { password: "hunter2" },
  };
  const text = JSON.stringify(told({}, {}, [platformCluster, plain]));
  expect(text).toContain("the value of password is plain text");
  expect(text).not.toContain("hunter2");
});
