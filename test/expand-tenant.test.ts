/** What the cases of expand-tenant can't say one by one. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parse } from "yaml";
import { roleRules } from "../functions/expand-tenant/emit/roles.ts";
import { expandTenant } from "../functions/expand-tenant/index.ts";
import { Item, type KubernetesObject } from "../lib/krm/item.ts";
import { powersOf } from "../lib/kubernetes/rbac-guard.ts";
import { TODAY } from "./helpers/in-process.ts";
import { at } from "./helpers/repository.ts";

const list = parse(
  readFileSync(at("functions/expand-tenant/cases/typical/input.yaml"), "utf8"),
);
const { spec } = list.functionConfig;

function expand(objects: readonly KubernetesObject[], config = spec) {
  const items = objects.map((object) => Item.of(object));
  const outcome = expandTenant.run?.(items, config, { today: TODAY });
  if (!outcome) throw new Error("expand-tenant runs nothing");
  const { results } = outcome;
  return { objects: outcome.items.map(({ object }) => object), results };
}

const sorted = (objects: readonly unknown[]): string[] =>
  objects.map((object) => JSON.stringify(object)).sort();

test("the order of the input changes no object", () => {
  const expected = sorted(expand(list.items).objects);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(list.items as KubernetesObject[], {
        minLength: list.items.length,
      }),
      (items) => {
        expect(sorted(expand(items).objects)).toEqual(expected);
      },
    ),
    { numRuns: 25 },
  );
});

test("a run over its own output changes nothing", () => {
  const first = expand(list.items).objects;
  expect(expand(first).objects).toEqual(first);
});

test("the roles that tenants get can't lift their boundary", () => {
  for (const rules of Object.values(roleRules(spec.tenantResources))) {
    expect(powersOf(rules)).toEqual([]);
    const words = rules.flatMap(({ apiGroups = [], resources = [], verbs }) => [
      ...apiGroups,
      ...resources,
      ...verbs,
    ]);
    expect(words).not.toContain("*");
  }
});

/** Source: Flux 2.9, `flux create tenant team-a --with-namespace=team-a --export`. */
const BY_HAND: readonly KubernetesObject[] = [
  {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: "team-a",
      labels: { "toolkit.fluxcd.io/tenant": "team-a" },
    },
  },
  {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: {
      name: "team-a",
      namespace: "team-a",
      labels: { "toolkit.fluxcd.io/tenant": "team-a" },
    },
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: {
      name: "team-a-reconciler",
      namespace: "team-a",
      labels: { "toolkit.fluxcd.io/tenant": "team-a" },
    },
    roleRef: {
      apiGroup: "rbac.authorization.k8s.io",
      kind: "ClusterRole",
      name: "cluster-admin",
    },
    subjects: [
      {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "User",
        name: "gotk:team-a:reconciler",
      },
      { kind: "ServiceAccount", name: "team-a", namespace: "team-a" },
    ],
  },
];

/** Every field below a value, one line each; entries of lists have no place. */
const fieldsOf = (value: unknown, path = ""): string[] => {
  if (Array.isArray(value)) {
    return value.map((entry) => `${path}: ${JSON.stringify(entry)}`);
  }
  if (typeof value !== "object" || value === null) {
    return [`${path}: ${JSON.stringify(value)}`];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    fieldsOf(inner, `${path}/${key}`),
  );
};

test("what flux create tenant sets is set, but for cluster-admin", () => {
  const tenant = {
    apiVersion: "flux-platform.dev/v1alpha1",
    kind: "Tenant",
    metadata: { name: "team-a" },
    spec: { namespaces: [{ name: "team-a" }] },
  };
  const { objects } = expand([tenant], {});
  const idOf = ({ kind, metadata }: KubernetesObject): string =>
    JSON.stringify([kind, Object(metadata).name, Object(metadata).namespace]);
  const missing = BY_HAND.flatMap((object) => {
    const ours = objects.filter((one) => idOf(one) === idOf(object));
    expect(ours).toHaveLength(1);
    const there = fieldsOf(ours[0]);
    return fieldsOf(object).filter((field) => !there.includes(field));
  });
  expect(missing).toEqual([
    '/roleRef/name: "cluster-admin"',
    // Flux acts as the ServiceAccount; nobody is this user any more.
    '/subjects: {"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"gotk:team-a:reconciler"}',
  ]);
});

test("no finding and no message repeats a password", () => {
  const cases = ["addresses", "invalid", "secrets"].map((name) =>
    parse(
      readFileSync(
        at("functions/expand-tenant/cases", name, "input.yaml"),
        "utf8",
      ),
    ),
  );
  for (const one of cases) {
    const { results } = expand(one.items, one.functionConfig.spec ?? {});
    expect(results.length).toBeGreaterThan(0);
    expect(JSON.stringify(results)).not.toMatch(/hunter2|do-not-print/);
  }
});
