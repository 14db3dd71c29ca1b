/** What ApplyProfile's cases can't show: the catalogue, the score, the order. */
import fc from "fast-check";
import { catalogueProblems } from "../functions/apply-profile/analysis.ts";
import { applyProfile } from "../functions/apply-profile/index.ts";
import { individuality } from "../functions/apply-profile/individuality.ts";
import { isPossible } from "../functions/apply-profile/solver.ts";
import { sortGraph } from "../lib/graph.ts";
import { API_VERSION } from "../lib/krm/define.ts";
import { Item, type KubernetesObject } from "../lib/krm/item.ts";
import { validate } from "../lib/krm/schema.ts";

const resource = (kind: string, name: string, spec: unknown): Item =>
  Item.of({ apiVersion: API_VERSION, kind, metadata: { name }, spec });

const profile = (name: string, spec: unknown) =>
  resource("ClusterProfile", name, spec);

const component = (name: string, profiles: string[], more: object = {}) =>
  resource("PlatformComponent", name, {
    profiles: Object.fromEntries(
      profiles.map((one) => [one, { path: `./platform/${name}/${one}` }]),
    ),
    ...more,
  });

const told = (items: readonly Item[]) =>
  catalogueProblems(items).map(
    ({ tags, message }) => `${tags.rule}: ${message}`,
  );

describe("the catalogue", () => {
  test("a base that nothing is configured for is not judged", () => {
    const items = [
      profile("base", { components: { required: ["a"] } }),
      profile("dev", { extends: "base" }),
      component("a", ["dev"]),
    ];
    expect(told(items)).toEqual([]);
  });

  test("says why a profile can never be satisfied, and nothing else", () => {
    const items = [
      profile("dev", {
        components: {
          required: ["grafana", "metrics"],
          oneOf: { logs: { from: ["loki", "elastic"] } },
        },
      }),
      component("grafana", ["dev"], { requires: ["loki"] }),
      component("metrics", ["dev"]),
      component("loki", ["production"], { provides: ["logs"] }),
      component("elastic", ["dev"], { provides: ["logs"] }),
    ];
    expect(told(items)[0]).toBe(
      "PRO-CATALOGUE-VOID: no cluster can have the profile dev: ClusterProfile dev requires grafana; grafana requires loki; loki has no configuration for the profile dev",
    );
  });

  test("finds what is offered in vain, and what nobody offers", () => {
    const items = [
      profile("dev", {
        components: { required: ["kyverno"], optional: ["gatekeeper"] },
      }),
      component("kyverno", ["dev"]),
      component("gatekeeper", ["dev"], { excludes: ["kyverno"] }),
      component("forgotten", ["dev"]),
    ];
    expect(told(items)).toEqual([
      "PRO-CATALOGUE-IDLE: no cluster with the profile dev can have gatekeeper, which it offers: ClusterProfile dev requires kyverno; gatekeeper excludes kyverno",
      "PRO-CATALOGUE-DEAD: no cluster can have forgotten: no profile offers it, or none that does can ever have it; name it in a profile, or remove the component",
      "PRO-CATALOGUE-DEAD: no cluster can have gatekeeper: no profile offers it, or none that does can ever have it; name it in a profile, or remove the component",
    ]);
  });
});

describe("individuality", () => {
  const object = (kind: string, annotations: object = {}) =>
    Item.of({ apiVersion: "v1", kind, metadata: { name: "a", annotations } });

  test("counts what no profile, tenant or secrets file accounts for", () => {
    const findings = individuality([
      resource("PlatformCluster", "eu", { profile: "dev" }),
      resource("PlatformComponent", "a", {}),
      object("Secret"),
      object("Namespace", {
        "flux-platform.dev/generated-by": "ApplyProfile/eu",
      }),
      object("ConfigMap"),
      resource("GuardrailException", "mine", {}),
    ]);
    expect(findings[0]?.message).toContain("is in this cluster (eu) and");
    // Whoever writes a file can write the mark.
    expect(findings.map(({ resourceRef }) => resourceRef?.kind)).toEqual([
      "Namespace",
      "ConfigMap",
      "GuardrailException",
    ]);
  });
});

describe("order", () => {
  const spec = validate(applyProfile.schema, {});
  const items = [
    resource("PlatformCluster", "eu", { profile: "dev", optional: ["d"] }),
    profile("base", { components: { required: ["b", "c"] } }),
    profile("dev", {
      extends: "base",
      components: {
        oneOf: { a: { from: ["a", "z"], default: "z" } },
        optional: ["d"],
      },
    }),
    component("a", ["dev"], { provides: ["x"] }),
    component("z", ["dev"], { provides: ["x"], namespaces: [{ name: "n" }] }),
    component("b", ["dev"], { requires: ["x", "c"] }),
    component("c", ["dev"], { namespaces: [{ name: "n" }] }),
    component("d", ["dev"], { requires: ["b"], substitute: true }),
  ];
  const made = (from: readonly Item[]): KubernetesObject[] => {
    if (!("value" in spec)) throw new Error("the empty spec must be valid");
    const run = applyProfile.run?.(from, spec.value, { today: "2026-01-15" });
    return (run?.items ?? [])
      .filter(({ created }) => created)
      .map(({ object }) => object);
  };

  test("of the items doesn't matter", () => {
    const expected = made(items);
    expect(expected).toHaveLength(6);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(items, { minLength: items.length }),
        (some) => {
          expect(made(some)).toEqual(expected);
        },
      ),
    );
  });

  test("puts what is required first and finds circles", () => {
    const graph = new Map([
      ["c", ["a", "b"]],
      ["b", ["a"]],
      ["x", ["z"]],
      ["z", ["y"]],
      ["y", ["x"]],
    ]);
    const { order, cycles } = sortGraph(graph);
    expect(order.slice(0, 3)).toEqual(["a", "b", "c"]);
    expect(cycles).toEqual([["x", "z", "y", "x"]]);
  });
});

test("the solver agrees with trying everything", () => {
  const names = ["a", "b", "c", "d"];
  const literal = fc.tuple(fc.constantFrom(...names), fc.boolean());
  const clause = fc.record({
    any: fc.array(literal, { maxLength: 3 }),
    text: fc.constant(""),
  });
  fc.assert(
    fc.property(fc.array(clause, { maxLength: 12 }), (clauses) => {
      const tried = Array.from({ length: 16 }, (_, bits) =>
        clauses.every(({ any }) =>
          any.some(
            ([name, there]) =>
              ((bits >> names.indexOf(name)) % 2 === 1) === there,
          ),
        ),
      );
      expect(isPossible(clauses)).toBe(tried.includes(true));
    }),
  );
});
