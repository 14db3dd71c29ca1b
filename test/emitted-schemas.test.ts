/**
 * Everything that the platform example comes to, against the schemas of Flux's
 * CRDs: what the clusters are, and what their flows apply. What the API server
 * says of the rest is in `test/cluster`.
 */
import { type KubeObject, nameOf } from "./cluster/objects.ts";
import { describeWith } from "./engines.ts";
import { Builds, CLUSTERS } from "./helpers/clusters.ts";
import { FluxSchemas } from "./schemas.ts";

jest.setTimeout(120_000);

const isFlux = ({ apiVersion }: KubeObject): boolean =>
  apiVersion.includes(".fluxcd.io/");

/** Kinds that every cluster has of Flux; else a test of nothing would pass. */
const KINDS = [
  "Alert",
  "GitRepository",
  "HelmRelease",
  "HelmRepository",
  "Kustomization",
  "OCIRepository",
  "Provider",
];

test("there are three clusters", () => {
  expect(CLUSTERS).toHaveLength(3);
});

describeWith(["fluxCrds", "kustomize"], "Flux's schemas", ({ kustomize }) => {
  const schemas = new FluxSchemas();
  const builds = new Builds(kustomize);

  test.each(CLUSTERS)("accept what %s comes to", (path) => {
    const all = [...builds.cluster(path), ...builds.applied(path)];
    const found = all.filter(isFlux);
    const kinds = new Set(found.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(KINDS);
    const errors = found.flatMap((object) =>
      schemas.errors(object).map((error) => `${nameOf(object)} ${error}`),
    );
    expect(errors).toEqual([]);
  });
});
