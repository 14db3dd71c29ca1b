/** What LabelNamespaces takes from `context.related`, which no case can hold. */
import { labelNamespaces } from "../../functions/label-namespaces/index.ts";
import { Item } from "../../lib/krm/item.ts";

const deployment = Item.of({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "team-a" },
  spec: { template: { metadata: { labels: { app: "web" } } } },
});
const namespace = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "team-a", labels: { "cost-center": "1000" } },
};
const cluster = {
  apiVersion: "flux-platform.dev/v1alpha1",
  kind: "PlatformCluster",
  metadata: { name: "eu" },
};
const spec = {
  rules: [{ labels: { team: "a" } }],
  propagate: ["cost-center", "team"],
};
const run = (related: readonly Readonly<Record<string, unknown>>[]) =>
  labelNamespaces.run?.([deployment], spec, { today: "2026-01-15", related });

test("hands down what a related Namespace will be labelled with", () => {
  const outcome = run([namespace, cluster]);
  expect(outcome?.results).toEqual([]);
  const labels = { "cost-center": "1000", team: "a" };
  expect(outcome?.items.map(({ object }) => object)).toMatchObject([
    {
      metadata: { labels },
      spec: { template: { metadata: { labels: { app: "web", ...labels } } } },
    },
  ]);
});

test("calls a namespace undeclared that the cluster lacks", () => {
  const outcome = run([cluster]);
  expect(outcome?.items[0]).toBe(deployment);
  expect(outcome?.results).toMatchObject([
    { severity: "error", tags: { rule: "NS-UNDECLARED" } },
  ]);
});
