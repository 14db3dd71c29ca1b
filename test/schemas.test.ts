import { describeWith } from "./engines.ts";
import { FluxSchemas } from "./schemas.ts";

const flow = {
  apiVersion: "kustomize.toolkit.fluxcd.io/v1",
  kind: "Kustomization",
  metadata: { name: "apps", namespace: "team-a" },
  spec: {
    interval: "10m",
    path: "./apps",
    prune: true,
    sourceRef: { kind: "GitRepository", name: "apps" },
  },
};

const release = {
  apiVersion: "helm.toolkit.fluxcd.io/v2",
  kind: "HelmRelease",
  metadata: { name: "shop", namespace: "team-a" },
  spec: {
    interval: "10m",
    chartRef: { kind: "OCIRepository", name: "shop" },
    values: { anything: { goes: ["here"] } },
  },
};

describeWith("fluxCrds", "Flux's schemas", () => {
  const schemas = new FluxSchemas();

  test("are there for every controller", () => {
    expect(schemas.kinds).toEqual(
      expect.arrayContaining([
        "helm.toolkit.fluxcd.io/v2 HelmRelease",
        "kustomize.toolkit.fluxcd.io/v1 Kustomization",
        "notification.toolkit.fluxcd.io/v1beta3 Alert",
        "source.toolkit.fluxcd.io/v1 OCIRepository",
      ]),
    );
  });

  test("accept what Flux takes", () => {
    expect(schemas.errors(flow)).toEqual([]);
    expect(schemas.errors(release)).toEqual([]);
  });

  test.each([
    [{ ...flow.spec, intervall: "1m" }, "/spec: .*additional.* 'intervall'"],
    [{ ...flow.spec, interval: "soon" }, "/spec/interval: .*pattern"],
    [{ ...flow.spec, prune: undefined }, "/spec: .*'prune'"],
    [{ ...flow.spec, prune: "yes" }, "/spec/prune: must be boolean"],
    [
      { ...flow.spec, sourceRef: { ...flow.spec.sourceRef, x: 1 } },
      "/spec/sourceRef: .*additional.* 'x'",
    ],
  ])("refuse %j", (spec, error) => {
    const object = JSON.parse(JSON.stringify({ ...flow, spec }));
    const errors = [expect.stringMatching(new RegExp(`^${error}`))];
    expect(schemas.errors(object)).toEqual(errors);
  });

  test("refuse fields beside and above the spec", () => {
    const metadata = { ...flow.metadata, lables: {} };
    expect(schemas.errors({ ...flow, metadata, data: {} })).toEqual([
      "/: must NOT have additional properties 'data'",
      "/metadata: must NOT have additional properties 'lables'",
    ]);
  });

  test("know no version that isn't served", () => {
    const old = { ...flow, apiVersion: "kustomize.toolkit.fluxcd.io/v9" };
    expect(schemas.errors(old)).toEqual([
      "no schema for kustomize.toolkit.fluxcd.io/v9 Kustomization",
    ]);
  });
});
