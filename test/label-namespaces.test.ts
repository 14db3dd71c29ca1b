/** What LabelNamespaces looks up once a run, and is to be told of each item. */
import { labelNamespaces } from "../functions/label-namespaces/index.ts";
import type { Spec } from "../functions/label-namespaces/schema.ts";
import { Item, type KubernetesObject } from "../lib/krm/item.ts";

const namespace = (name: string, labels: KubernetesObject = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});
const exception = (rule: string, target: KubernetesObject) => ({
  apiVersion: "flux-platform.dev/v1alpha1",
  kind: "GuardrailException",
  metadata: { name: rule.toLowerCase() },
  spec: {
    rule,
    target,
    owner: "jane@example.com",
    reason: "The bookings move by the end of the year.",
    expires: "2026-12-31",
  },
});

function run(rules: Spec["rules"], ...objects: KubernetesObject[]) {
  const items = objects.map((object) => Item.of(object));
  const context = { today: "2026-01-15" };
  const outcome = labelNamespaces.run?.(items, { rules }, context);
  return {
    labels: outcome?.items.map((item) => item.labels),
    told: outcome?.results.map(
      ({ resourceRef, tags, message }) =>
        `${resourceRef?.name ?? ""} ${tags.rule}: ${message}`,
    ),
  };
}

test("tells every Namespace of a key that several misspell", () => {
  const rules = [{ exclude: [{ names: ["c"] }], labels: { team: "x" } }];
  const labels = { taem: "x", "pod-security.kubernetes.io/wran": "baseline" };
  const objects = ["a", "b", "c"].map((name) => namespace(name, labels));
  const team =
    "taem looks like a misspelling of team, which rules[0].labels.team sets";
  const warn = `pod-security.kubernetes.io/wran looks like a misspelling of pod-security.kubernetes.io/warn, which Kubernetes reads`;
  expect(run(rules, ...objects).told).toEqual([
    `a NS-LABEL-NEAR-MISS: ${team}`,
    `a NS-LABEL-NEAR-MISS: ${warn}`,
    `b NS-LABEL-NEAR-MISS: ${team}`,
    `b NS-LABEL-NEAR-MISS: ${warn}`,
    `c NS-LABEL-NEAR-MISS: ${warn}`,
  ]);
});

test("tells every Namespace of a key that the API server refuses or sets", () => {
  const labels = { "a/b/c": "x", "helm.toolkit.fluxcd.io/name": "x" };
  const { told } = run([], namespace("a", labels), namespace("b", labels));
  expect(told?.map((text) => text.split(":")[0])).toEqual([
    "a NS-LABEL-INVALID",
    "a NS-LABEL-RESERVED",
    "b NS-LABEL-INVALID",
    "b NS-LABEL-RESERVED",
  ]);
});

const named = (key: string, value: string) => [
  { labels: { matchLabels: { [key]: value } } },
];

test("takes in rules until none joins, whatever their order", () => {
  const rules = [
    { select: named("b", "1"), labels: { c: "1" } },
    { select: named("a", "1"), labels: { b: "1" } },
    {
      select: [{ names: ["*"] }],
      exclude: named("z", "1"),
      labels: { a: "1" },
    },
  ];
  const { labels, told } = run(
    rules,
    namespace("one"),
    namespace("two", { z: "1" }),
    namespace("three", { a: "1", z: "1" }),
  );
  expect(labels).toEqual([
    { a: "1", b: "1", c: "1" },
    { z: "1" },
    { a: "1", z: "1", b: "1", c: "1" },
  ]);
  expect(told).toEqual([]);
});

test.each([
  ["labels", { select: named("a", "1") }],
  ["annotations", { select: [{ annotations: { a: "1" } }] }],
  [
    "namespaceLabels",
    { select: [{ namespaceLabels: { matchLabels: { a: "1" } } }] },
  ],
  [
    "exclude",
    {
      exclude: [
        {
          labels: {
            matchExpressions: [{ key: "a", operator: "DoesNotExist" }],
          },
        },
      ],
    },
  ],
] satisfies [string, NonNullable<Spec["rules"]>[number]][])(
  "takes in a rule whose %s another rule fulfils",
  (_field, rule) => {
    const both = { labels: { a: "1" }, annotations: { a: "1" } };
    const rules = [{ ...rule, labels: { b: "1" } }, both];
    const { labels, told } = run(rules, namespace("one"));
    expect(labels).toEqual([{ a: "1", b: "1" }]);
    expect(told).toEqual([]);
  },
);

test("judges a Namespace by the rules that joined", () => {
  const rules = [
    {
      select: named("a", "1"),
      labels: { owner: { mode: "require" }, a: { mode: "forbid" } },
    },
    { exclude: [{ names: ["two"] }], labels: { a: "1" } },
  ] satisfies Spec["rules"];
  const { labels, told } = run(rules, namespace("one"), namespace("two"));
  expect(labels).toEqual([{}, {}]);
  expect(told).toEqual([
    "one NS-LABEL-CONFLICT: two rules contradict each other about a: rules[1].labels.a sets it, rules[0].labels.a forbids it",
    "one NS-LABEL-MISSING: label owner is required by rules[0].labels.owner and absent",
  ]);
});

test("counts an exception as used where a rule that joined asks for it", () => {
  const rules = [
    { select: named("a", "1"), labels: { b: { mode: "default", value: "1" } } },
    { labels: { a: "1" } },
  ] satisfies Spec["rules"];
  const target = { kinds: ["Namespace"], names: ["one"] };
  const { labels, told } = run(
    rules,
    namespace("one"),
    namespace("two", { b: "2" }),
    namespace("three"),
    exception("NS-LABEL-DEFAULT", target),
    exception("NS-LABEL-PROTECTED", target),
  );
  expect(labels).toEqual([
    { a: "1" },
    { b: "2", a: "1" },
    { a: "1", b: "1" },
    {},
    {},
  ]);
  expect(told?.map((text) => text.split(":")[0])).toEqual([
    "ns-label-protected EXCEPTION-UNUSED",
  ]);
});

test("looks for a fact only where a Namespace lacks the value", () => {
  const value = `\${cluster.facts.zone}`;
  const rules = [
    { labels: { zone: { mode: "default", value } } },
  ] satisfies Spec["rules"];
  const stands = namespace("a", { zone: "x" });
  expect(run(rules, stands).told).toEqual([]);
  const { told } = run(rules, stands, namespace("b"), namespace("c"));
  expect(told?.map((text) => text.split(":")[0])).toEqual([" FACT-UNKNOWN"]);
});
