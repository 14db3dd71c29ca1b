/** What the cases of inject-tolerations can't express: whole tables, and chance. */
import fc from "fast-check";
import { injectTolerations } from "../functions/inject-tolerations/index.ts";
import { parseTaints } from "../functions/inject-tolerations/taints.ts";
import { newestIn } from "../functions/inject-tolerations/versions.ts";
import { charts, rangeOf } from "../lib/helm/charts.ts";
import { Item, type KubernetesObject } from "../lib/krm/item.ts";
import { validate } from "../lib/krm/schema.ts";
import { PLACES } from "../lib/kubernetes/pods/places.data.ts";
import { placesOf } from "../lib/kubernetes/pods/places.ts";
import { covers } from "../lib/kubernetes/tolerations.ts";

const SPEC = {
  rules: [
    {
      tolerations: [
        { key: "dedicated", value: "platform", effect: "NoSchedule" },
      ],
      nodeSelector: { "node-pool": "platform" },
      priorityClassName: "high",
    },
  ],
};

function run(objects: readonly KubernetesObject[], spec: unknown = SPEC) {
  const outcome = validate(injectTolerations.schema, spec);
  if (!("value" in outcome)) throw new Error(JSON.stringify(outcome));
  const items = objects.map((object) => Item.of(object));
  const context = { today: "2026-01-15" };
  const first = injectTolerations.run?.(items, outcome.value, context);
  const second = injectTolerations.run?.(
    first?.items ?? [],
    outcome.value,
    context,
  );
  if (!first || !second) throw new Error("no run");
  expect(second.results).toEqual(first.results);
  second.items.forEach((item, index) => {
    expect(item).toBe(first.items[index]);
  });
  return { ...first, objects: first.items.map(({ object }) => object) };
}

describe("newestIn", () => {
  const range = ">=4.2.0 <6.0.0";
  test.each([
    ["4.2.0", true],
    ["v5.9.1", true],
    ["5.0.0-rc.1+build", true],
    ["4.1.9", false],
    ["6.0.0", false],
    ["4.x", true],
    ["4", true],
    ["5.*", true],
    ["4.1.x", false],
    ["^4.0.0", true],
    ["~4.1.0", false],
    ["~5.0", true],
    [">=4.0.0 <5.0.0", true],
    [">=5.0.0, <=6.0.0", false],
    ["<6.0.0", true],
    ["<4.2.0", false],
    [">=4.0.0", undefined],
    ["*", undefined],
    ["4.x || 5.x", undefined],
    ["latest", undefined],
    ["", undefined],
  ])("%p is %p", (constraint, expected) => {
    expect(newestIn(constraint, range)).toBe(expected);
  });

  test("the table is sorted by chart, then by repository", () => {
    const rows = charts.map(({ chart, repository }) => [chart, repository]);
    const keyOf = (row: readonly string[]) => row.join(" ");
    const sorted = rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    expect(rows).toEqual(sorted);
    expect(new Set(rows.map(keyOf)).size).toBeGreaterThan(80);
  });

  test("reads every range of the table", () => {
    for (const row of charts) {
      const fits = row.versions.map((one) => newestIn(one, rangeOf(row)));
      expect([row.chart, ...fits]).toEqual([row.chart, true, true]);
    }
  });
});

test("parseTaints", () => {
  expect(parseTaints("a=b:NoSchedule; c:NoExecute,d=:NoSchedule")).toEqual([
    { key: "a", operator: "Equal", value: "b", effect: "NoSchedule" },
    { key: "c", operator: "Exists", effect: "NoExecute" },
    { key: "d", operator: "Equal", value: "", effect: "NoSchedule" },
  ]);
  expect(parseTaints("a=b")).toBeUndefined();
  expect(parseTaints("")).toEqual([]);
});

test.each(charts.map((chart) => [chart.chart, chart] as const))(
  "chart %s gets its tolerations once",
  (_, { chart, repository, versions, places }) => {
    const repositoryItem = {
      apiVersion: "source.toolkit.fluxcd.io/v1",
      kind: "HelmRepository",
      metadata: { name: "repository", namespace: "a" },
      spec: { url: repository },
    };
    const release = {
      apiVersion: "helm.toolkit.fluxcd.io/v2",
      kind: "HelmRelease",
      metadata: { name: "release", namespace: "a" },
      spec: {
        chart: {
          spec: {
            chart,
            version: versions[1],
            sourceRef: { kind: "HelmRepository", name: "repository" },
          },
        },
      },
    };
    const { results, objects } = run([repositoryItem, release]);
    const codes = results.map(({ tags }) => tags.rule);
    expect(codes.filter((code) => code !== "TOL-NO-FIELD")).toEqual([]);
    const open = places.some(
      ({ tolerations, onlyWith, defaults = [] }) =>
        !onlyWith &&
        !/\[\]|\*/.test(tolerations) &&
        !defaults.some((one) =>
          covers(one, SPEC.rules[0]?.tolerations[0] ?? {}),
        ),
    );
    expect(JSON.stringify(objects).includes("dedicated")).toBe(open);
  },
);

/** An object in which every step of a place exists. */
function objectWith(kind: string, apiVersion: string): KubernetesObject {
  const object = { apiVersion, kind, metadata: { name: "a" } };
  let item = Item.of(object);
  for (const place of placesOf(apiVersion, kind) ?? []) {
    const path = place.path.map((step) => (step === "[]" ? 0 : step));
    const why = { code: "TEST", at: { path: ["spec"] }, reason: "a test" };
    if (item.get(path) === undefined) item = item.set(path, {}, why);
    if (place.existingOnly) item = item.set([...path, "tolerations"], [], why);
  }
  return item.object;
}

test("every place of the table gets its tolerations once", () => {
  for (const row of PLACES.trim().split(/\n(?! )/)) {
    const [head = ""] = row.split(/\s/);
    const slash = head.lastIndexOf("/");
    const group = head.slice(0, slash);
    const versioned = /\/v\d\w*$/.test(group) || group === "";
    const apiVersion = `${group}${versioned ? "" : "/v1"}` || "v1";
    for (const kind of head.slice(slash + 1).split(",")) {
      const places = placesOf(apiVersion, kind) ?? [];
      expect([head, places.length]).not.toEqual([head, 0]);
      const [object] = run([objectWith(kind, apiVersion)]).objects;
      const found = JSON.stringify(object).match(/"dedicated"/g) ?? [];
      expect([head, found.length]).toEqual([head, places.length]);
    }
  }
});

test("takes anything for an object", () => {
  const leaf = fc.constantFrom<unknown>(
    null,
    "text",
    "",
    3,
    true,
    [],
    {},
    ["a"],
    [null],
    [{ key: "dedicated", value: "ci", effect: "NoSchedule" }],
    [{ operator: "Exists" }],
    [{ key: 3 }],
    { containers: [{ name: "a", resources: { limits: { "a.b/c": 1 } } }] },
  );
  const keys = [
    "tolerations",
    "nodeSelector",
    "template",
    "spec",
    "values",
    "valuesFrom",
    "controller",
    "containers",
    "affinity",
    "chartRef",
  ];
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      leaf,
      fc.dictionary(fc.constantFrom(...keys), tie("tree"), { maxKeys: 4 }),
    ),
  }));
  const kinds = fc.constantFrom(
    ["apps/v1", "Deployment"],
    ["v1", "Pod"],
    ["argoproj.io/v1alpha1", "Workflow"],
    ["postgresql.cnpg.io/v1", "Cluster"],
    ["helm.toolkit.fluxcd.io/v2", "HelmRelease"],
    ["example.com/v1", "Unknown"],
  );
  const policy = fc.constantFrom("keep", "replace", "error");
  fc.assert(
    fc.property(kinds, tree, policy, ([apiVersion, kind], spec, onConflict) => {
      const metadata = { name: "a", namespace: "b" };
      const charted =
        kind === "HelmRelease" && typeof spec === "object"
          ? { ...spec, chart: { spec: { chart: "ingress-nginx" } } }
          : spec;
      const more = { extendedResources: true, broad: "error", onConflict };
      run([{ apiVersion, kind, metadata, spec: charted }], {
        ...SPEC,
        ...more,
      });
    }),
    { numRuns: 500 },
  );
});
