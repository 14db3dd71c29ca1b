/**
 * Everything that functions make, in the platform example and in every case,
 * against the models of kubernetes-models.
 */
import { parseAllDocuments } from "yaml";
import { functions } from "../functions/index.ts";
import type { KubernetesObject } from "../lib/krm/item.ts";
import { APIS } from "../lib/kubernetes/resources.ts";
import { describeWith } from "./engines.ts";
import { allCases, expectedOf } from "./helpers/cases.ts";
import { Builds, CLUSTERS } from "./helpers/clusters.ts";
import { spawn } from "./helpers/program.ts";
import { at } from "./helpers/repository.ts";

jest.setTimeout(120_000);

/** Kinds of functions that make objects. */
const MAKERS = functions
  .map(({ kind }) => kind)
  .filter((kind) => ["ApplyProfile", "ExpandTenant"].includes(kind));

/** What the models have against objects, a line each. */
function errors(objects: readonly unknown[]): string[] {
  const script = at("test", "helpers", "models.mjs");
  const input = Buffer.from(JSON.stringify(objects));
  const { stdout, stderr } = spawn(process.execPath, [script], { input });
  expect(stderr).toBe("");
  return JSON.parse(stdout.toString());
}

const isMade = ({ metadata }: KubernetesObject): boolean => {
  const { annotations = {} } = Object(metadata);
  const maker = annotations["flux-platform.dev/generated-by"] ?? "";
  return MAKERS.includes(maker.split("/")[0]);
};

/** The items of a ResourceList; none where it can't be read. */
const itemsIn = (list: string): KubernetesObject[] =>
  parseAllDocuments(list).flatMap((document) => document.toJS()?.items ?? []);

const kindsOf = (objects: readonly KubernetesObject[]): string[] =>
  [...new Set(objects.map(({ kind }) => String(kind)))].sort();

test("models refuse what is wrong, and what they don't know", () => {
  const quota = {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "a" },
    spec: { hard: ["pods"] },
  };
  const flow = {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: "b" },
    spec: { prune: true },
  };
  expect(errors([quota, flow, { ...quota, kind: "Quota" }])).toEqual([
    "v1 ResourceQuota a: data/spec/hard must be object",
    expect.stringMatching(/^kustomize\S+ Kustomization b: .*interval/),
    "v1 Quota a: no model in kubernetes-models",
  ]);
});

test("models accept what functions make in every case", () => {
  const made = allCases().flatMap((one) => {
    const before = itemsIn(one.input.toString()).map((item) =>
      JSON.stringify(item),
    );
    // What an earlier run left in an input is not this run's.
    return itemsIn(expectedOf(one).output ?? "").filter(
      (item) => isMade(item) && !before.includes(JSON.stringify(item)),
    );
  });
  expect(kindsOf(made)).toEqual(Object.keys(APIS).sort());
  expect(errors(made)).toEqual([]);
});

describeWith("kustomize", "models", ({ kustomize }) => {
  const builds = new Builds(kustomize);

  test.each(CLUSTERS)("accept what functions make of %s", (path) => {
    const made = builds.cluster(path).filter(isMade);
    expect(kindsOf(made)).toContain("Kustomization");
    expect(errors(made)).toEqual([]);
  });
});
