// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation under test
import type { Context } from "../../lib/krm/define.ts";
import { Item } from "../../lib/krm/item.ts";
import { factsOf, templateProblem } from "../../lib/kubernetes/facts.ts";
import { judgeWhen } from "../../lib/kubernetes/when.ts";

const cluster = Item.of({
  apiVersion: "flux-platform.dev/v1alpha1",
  kind: "PlatformCluster",
  metadata: { name: "eu" },
  spec: { profile: "production", facts: { region: "eu", nodes: 3 } },
});
const factsMap = (data: Record<string, string>) =>
  Item.of({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "cluster-facts",
      labels: { "flux-platform.dev/facts": "cluster" },
    },
    data,
  });
const today: Context = { today: "2026-01-15" };
const fill = (template: string, items: Item[], context = today) => {
  const found = factsOf(items, context).resolve(template);
  return "value" in found ? found.value : found.problem;
};

test.each([
  ["plain", "plain"],
  ["${cluster.name}-${cluster.profile}", "eu-production"],
  ["${cluster.facts.nodes}", "3"],
  ["$${cluster.name}", "${cluster.name}"],
  ["$${a}${cluster.name}$", "${a}eu$"],
])("fills in %s", (template, expected) => {
  expect(fill(template, [cluster])).toBe(expected);
});

test("takes facts from the context, a ConfigMap and related objects", () => {
  const context = { ...today, cluster: { name: "us", facts: { a: "1" } } };
  expect(fill("${cluster.name}${cluster.facts.a}", [], context)).toBe("us1");
  const map = factsMap({ cluster_name: "eu", cluster_profile: "dev", b: "2" });
  const template = "${cluster.name} ${cluster.profile} ${cluster.facts.b}";
  expect(fill(template, [map])).toBe("eu dev 2");
  const related = { ...today, related: [cluster.object] };
  expect(fill("${cluster.name}", [], related)).toBe("eu");
});

test("names both sources that disagree, and only when asked", () => {
  const items = [factsMap({ region: "us" }), cluster];
  expect(fill("${cluster.name}", items)).toBe("eu");
  expect(fill("${cluster.facts.region}", items)).toEqual({
    rule: "FACT-CONFLICT",
    message:
      "cluster.facts.region is eu in PlatformCluster eu and us in ConfigMap cluster-facts; they must agree",
  });
});

test("lists the known facts beside an unknown one", () => {
  expect(fill("${cluster.facts.regoin}", [cluster])).toEqual({
    rule: "FACT-UNKNOWN",
    message:
      "cluster.facts.regoin is not known, did you mean cluster.facts.region?; known are cluster.name, cluster.profile, cluster.facts.region, cluster.facts.nodes",
  });
  expect(fill("${cluster.name}", [])).toMatchObject({ rule: "FACT-UNKNOWN" });
});

test.each([
  ["${cluster.name}", true],
  ["$${anything", true],
  ["${cluster.facts.a_1}", true],
  ["${cluster.facts.a-1}", false],
  ["${cluster.facts.1a}", false],
  ["${cluster}", false],
  ["${NAME}", false],
  ["${cluster.name", false],
])("knows whether %s can be filled in at all", (template, valid) => {
  expect(templateProblem(template) === undefined).toBe(valid);
});

test.each([
  [undefined, true, []],
  [{ profiles: ["production", "dev"] }, true, []],
  [{ profiles: ["dev"] }, false, []],
  [{ profiles: ["production"], facts: { region: ["eu"] } }, true, []],
  [{ facts: { region: ["us"], nodes: ["3"] } }, false, []],
  [{ facts: { zone: ["a"] } }, false, ["WHEN-SKIPPED"]],
])("judges when %j", (when, applies, rules) => {
  const about = { functionKind: "LabelNamespaces", path: ["rules", 0] };
  const verdict = judgeWhen(when, factsOf([cluster], today), about);
  expect(verdict.applies).toBe(applies);
  expect(verdict.results.map(({ tags }) => tags.rule)).toEqual(rules);
});

test("an unknown cluster or contradicting facts apply no when", () => {
  const about = { functionKind: "LabelNamespaces", path: ["rules", 0] };
  const when = { facts: { region: ["eu"] } };
  const nowhere = judgeWhen(when, factsOf([], today), about);
  expect(nowhere.applies).toBe(false);
  expect(nowhere.results).toMatchObject([{ severity: "info" }]);
  const items = [cluster, factsMap({ region: "us" })];
  const torn = judgeWhen(when, factsOf(items, today), about);
  expect(torn.applies).toBe(false);
  expect(torn.results).toMatchObject([{ severity: "error" }]);
});
