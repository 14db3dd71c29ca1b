import { Item, type KubernetesObject } from "../../lib/krm/item.ts";
import type { SelectEntry } from "../../lib/kubernetes/schema.ts";
import { compileSelection, scopeOf } from "../../lib/kubernetes/select.ts";

const namespace = (name: string, labels?: KubernetesObject) =>
  Item.of({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, ...(labels ? { labels } : {}) },
  });

const deployment = Item.of({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: {
    name: "web",
    namespace: "team-a",
    labels: { app: "web", version: 2 },
    annotations: { "example.com/note": "by hand" },
  },
});
const service = Item.of({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", namespace: "team-b" },
});
const release = Item.of({
  apiVersion: "helm.toolkit.fluxcd.io/v2",
  kind: "HelmRelease",
  metadata: { name: "cache", namespace: "flux-system" },
  spec: { targetNamespace: "team-a" },
});
const role = Item.of({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "reader" },
});
const home = namespace("team-a", { zone: "inner" });
const items = [home, namespace("team-b"), deployment, service, release, role];
const scope = scopeOf(items, { today: "2026-01-15" });

const selected = (...select: SelectEntry[]) => {
  const selection = compileSelection({ select }, ["rules", 0], scope);
  return items
    .filter((item) => selection.selects(item))
    .map(({ kind, name }) => `${kind}/${name}`);
};

const everything = items.map(({ kind, name }) => `${kind}/${name}`);
const inTeamA = ["Namespace/team-a", "Deployment/web", "HelmRelease/cache"];
const matching = (key: string, operator: string, values?: string[]) =>
  ({
    labels: { matchExpressions: [{ key, operator, values }] },
  }) as SelectEntry;

test.each<[string, SelectEntry, string[]]>([
  ["an empty entry", {}, everything],
  ["a kind", { kinds: ["Deployment"] }, ["Deployment/web"]],
  ["a group and kind", { kinds: ["apps/Deployment"] }, ["Deployment/web"]],
  ["another group", { kinds: ["batch/Deployment"] }, []],
  ["the core group", { kinds: ["core/Service"] }, ["Service/web"]],
  ["a name", { names: ["web"] }, ["Deployment/web", "Service/web"]],
  [
    "a glob",
    { names: ["*ea*"] },
    ["Namespace/team-a", "Namespace/team-b", "ClusterRole/reader"],
  ],
  ["one character", { names: ["we?"] }, ["Deployment/web", "Service/web"]],
  ["a dot is a dot", { names: ["w.b"] }, []],
  ["a namespace", { namespaces: ["team-a"] }, inTeamA],
  ["any namespace", { namespaces: ["*"] }, everything.slice(0, -1)],
  ["both", { kinds: ["Service"], namespaces: ["team-a"] }, []],
  ["labels", { labels: { matchLabels: { app: "web" } } }, ["Deployment/web"]],
  [
    "a number",
    { labels: { matchLabels: { version: "2" } } },
    ["Deployment/web"],
  ],
  ["In", matching("zone", "In", ["inner"]), ["Namespace/team-a"]],
  ["Exists", matching("app", "Exists"), ["Deployment/web"]],
  [
    "DoesNotExist",
    matching("app", "DoesNotExist"),
    [...everything.slice(0, 2), ...everything.slice(3)],
  ],
  ["NotIn takes absence", matching("app", "NotIn", ["x"]), everything],
  [
    "labels of the Namespace",
    {
      namespaceLabels: { matchLabels: { zone: "inner" } },
    },
    inTeamA,
  ],
  [
    "annotations",
    { annotations: { "example.com/note": "by *" } },
    ["Deployment/web"],
  ],
])("matches %s", (_, entry, expected) => {
  expect(selected(entry)).toEqual(expected);
});

test("ORs entries and takes away what is excluded", () => {
  expect(selected({ kinds: ["Service"] }, { names: ["reader"] })).toEqual([
    "Service/web",
    "ClusterRole/reader",
  ]);
  const exclude = [{ kinds: ["Namespace"] }, { namespaces: ["team-*"] }];
  const selection = compileSelection({ exclude }, ["rules", 0], scope);
  expect(items.filter((item) => selection.selects(item))).toEqual([role]);
});

test("says which entries matched nothing", () => {
  const select: SelectEntry[] = [
    { names: ["nobody"] },
    { names: ["nobody-*"] },
    { names: ["nobody"], optional: true },
    { kinds: ["Service"] },
    { names: ["web"] },
    { namespaces: ["nowhere"], labels: { matchLabels: { a: "b" } } },
  ];
  const selection = compileSelection({ select }, ["rules", 3], scope);
  for (const item of items) selection.selects(item);
  const findings = selection.findings("LabelNamespaces");
  expect(
    findings.map(({ severity, field }) => [severity, field?.path]),
  ).toEqual([
    ["warning", "spec.rules[3].select[0]"],
    ["info", "spec.rules[3].select[1]"],
    ["warning", "spec.rules[3].select[5]"],
  ]);
});

test("names Namespaces that it would have to know", () => {
  const select = [{ namespaceLabels: { matchLabels: { zone: "inner" } } }];
  const selection = compileSelection({ select }, ["rules", 0], scope);
  const stray = Item.of({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "elsewhere" },
  });
  expect(selection.selects(stray)).toBe(false);
  expect(selection.selects(home)).toBe(true);
  const [finding, ...others] = selection.findings("LabelNamespaces");
  expect(others).toEqual([]);
  expect(finding?.tags.rule).toBe("SELECT-UNKNOWN");
  expect(finding?.message).toContain("elsewhere");
});

test("takes Namespaces from the context, those of the build first", () => {
  const related = [
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "elsewhere", labels: { zone: "outer" } },
    },
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "team-a", labels: { zone: "stale" } },
    },
  ];
  const wide = scopeOf(items, { today: "2026-01-15", related });
  expect(wide.namespaceLabels("elsewhere")).toEqual({ zone: "outer" });
  expect(wide.namespaceLabels("team-a")).toEqual({ zone: "inner" });
});
