import type { Context } from "../../lib/krm/define.ts";
import { Item } from "../../lib/krm/item.ts";
import { exceptionsOf } from "../../lib/kubernetes/exceptions.ts";
import { scopeOf } from "../../lib/kubernetes/select.ts";

const exception = (spec: Record<string, unknown>) => ({
  apiVersion: "flux-platform.dev/v1alpha1",
  kind: "GuardrailException",
  metadata: { name: "migration" },
  spec: {
    rule: "A-RULE",
    target: { names: ["web"] },
    owner: "jane@example.com",
    reason: "A migration.",
    expires: "2026-03-31",
    ...spec,
  },
});
const web = Item.of({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web" },
});
const read = (items: readonly Item[], context: Context) =>
  exceptionsOf({
    functionKind: "LabelNamespaces",
    rules: {
      "A-RULE": { suspendable: true },
      "B-RULE": { suspendable: true },
      "C-RULE": { suspendable: false },
    },
    items,
    context,
    scope: scopeOf(items, context),
  });
const judged = (spec: Record<string, unknown>, today: string) => {
  const exceptions = read([Item.of(exception(spec))], { today });
  const suspended = exceptions.suspends("A-RULE", web);
  const rules = exceptions.findings().map(({ tags }) => tags.rule);
  return { suspended, rules };
};

test.each<[string, boolean, string[]]>([
  ["2026-03-16", true, []],
  ["2026-03-17", true, ["EXCEPTION-EXPIRING"]],
  ["2026-03-31", true, ["EXCEPTION-EXPIRING"]],
  ["2026-04-01", false, ["EXCEPTION-EXPIRED"]],
])("on %s", (today, suspended, rules) => {
  expect(judged({}, today)).toEqual({ suspended, rules });
});

test("that has ended is an error, even where it is used by nothing", () => {
  const exceptions = read([Item.of(exception({}))], { today: "2026-04-01" });
  expect(exceptions.findings()).toMatchObject([
    {
      severity: "error",
      field: { path: "spec.expires", currentValue: "2026-03-31" },
      tags: { rule: "EXCEPTION-EXPIRED" },
    },
  ]);
});

test("takes a date that YAML 1.1 made a timestamp of", () => {
  const expires = "2026-03-31T00:00:00Z";
  expect(judged({ expires }, "2026-03-31").suspended).toBe(true);
});

test("leaves rules of other functions to them", () => {
  const rules: string[] = [];
  expect(judged({ rule: "X-RULE", owner: 1 }, "2026-01-15")).toEqual({
    suspended: false,
    rules,
  });
});

test("calls an idle rule's exception neither used nor unused", () => {
  const item = Item.of(exception({ rule: "B-RULE" }));
  const exceptions = read([item], { today: "2026-01-15" });
  expect(exceptions.findings(new Set(["B-RULE"]))).toEqual([]);
  expect(exceptions.findings()).toMatchObject([
    { tags: { rule: "EXCEPTION-UNUSED" } },
  ]);
});

test("honours an exception of the context without judging it", () => {
  const related = [exception({}), exception({ owner: "" })];
  const exceptions = read([], { today: "2026-01-15", related });
  expect(exceptions.suspends("A-RULE", web)).toBe(true);
  expect(exceptions.findings()).toEqual([]);
});

const key = { key: "a", operator: "Exists" };
test.each<[unknown, boolean]>([
  [{ names: ["*"] }, true],
  [{ names: ["web", "**"] }, true],
  [{ names: ["?*"] }, true],
  [{ kinds: ["Service"], names: ["*"] }, true],
  [{ namespaces: ["*"] }, true],
  [[{ names: ["web"] }, { namespaces: ["*", "a"] }], true],
  [{ labels: {} }, true],
  [
    { labels: { matchExpressions: [{ key: "a", operator: "DoesNotExist" }] } },
    true,
  ],
  [
    {
      namespaceLabels: {
        matchExpressions: [{ key: "a", operator: "NotIn", values: ["b"] }],
      },
    },
    true,
  ],
  [{ annotations: {} }, true],
  [{ names: ["we*"] }, false],
  [{ kinds: ["Service"] }, false],
  [{ kinds: ["Service"], namespaces: ["*"] }, false],
  [{ namespaces: ["team-*"] }, false],
  [{ labels: { matchExpressions: [key] } }, false],
  [{ labels: { matchLabels: { a: "b" } } }, false],
  [{ annotations: { a: "*" } }, false],
])("a target that matches whatever there is says so: %j", (target, isWide) => {
  const problems = (wide: object) =>
    judged({ target, ...wide }, "2026-01-15").rules.filter(
      (rule) => rule === "EXCEPTION-INVALID",
    );
  expect(problems({})).toEqual(isWide ? ["EXCEPTION-INVALID"] : []);
  expect(problems({ wide: true })).toEqual([]);
});
