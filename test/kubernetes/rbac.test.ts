/** What rules allow, and which roles could lift a tenant's boundary. */
import { Item } from "../../lib/krm/item.ts";
import { permits, rulesIn } from "../../lib/kubernetes/rbac.ts";
import { formatPowers, powersOf } from "../../lib/kubernetes/rbac-guard.ts";
import { clusterRolesOf } from "../../lib/kubernetes/rbac-roles.ts";

const core = (resource: string, verb: string, names?: string[]) => ({
  group: "",
  resource,
  verb,
  ...(names ? { names: new Set(names) } : {}),
});

describe("permits", () => {
  const rule = (
    resources: string[],
    verbs: string[],
    resourceNames: string[] = [],
  ) => ({ apiGroups: [""], resources, verbs, resourceNames });

  test.each([
    ["an exact rule", rule(["pods"], ["get"]), core("pods", "get"), true],
    ["another verb", rule(["pods"], ["get"]), core("pods", "list"), false],
    ["every verb", rule(["pods"], ["*"]), core("pods", "bind"), true],
    [
      "a resource is not its subresource",
      rule(["pods"], ["get"]),
      core("pods/log", "get"),
      false,
    ],
    [
      "every resource has its subresources",
      rule(["*"], ["get"]),
      core("pods/log", "get"),
      true,
    ],
    [
      "one subresource of all",
      rule(["*/log"], ["get"]),
      core("pods/log", "get"),
      true,
    ],
    [
      "one subresource of all is not another",
      rule(["*/log"], ["get"]),
      core("pods/exec", "get"),
      false,
    ],
    [
      "one subresource of all is not the resource",
      rule(["*/log"], ["get"]),
      core("log", "get"),
      false,
    ],
    [
      "no rule speaks of pods/*",
      rule(["pods/*"], ["get"]),
      core("pods/log", "get"),
      false,
    ],
    [
      "a named object",
      rule(["pods"], ["delete"], ["a"]),
      core("pods", "delete", ["a", "b"]),
      true,
    ],
    [
      "other names",
      rule(["pods"], ["delete"], ["c"]),
      core("pods", "delete", ["a", "b"]),
      false,
    ],
    [
      "names nobody knows",
      rule(["pods"], ["delete"], ["c"]),
      core("pods", "delete"),
      true,
    ],
    [
      "a new object has no name yet",
      rule(["pods"], ["create"], ["a"]),
      core("pods", "create", ["a"]),
      false,
    ],
  ])("%s", (_title, one, access, expected) => {
    expect(permits(one, access)).toBe(expected);
  });

  test("another group is another resource", () => {
    const apps = { apiGroups: ["apps"], resources: ["*"], verbs: ["*"] };
    expect(permits(apps, core("pods", "get"))).toBe(false);
  });
});

test("what is no rule is left out", () => {
  expect(rulesIn("*")).toEqual([]);
  expect(rulesIn([null, { verbs: "get" }])).toHaveLength(1);
});

describe("roles that every cluster has", () => {
  const roles = clusterRolesOf([]);
  const says = (name: string) =>
    formatPowers(powersOf(roles.rulesOf(name) ?? []));

  test("view may do no harm", () => {
    expect(says("view")).toBe("");
    expect(says("flux-view-flux-system")).toBe("");
  });

  test("edit writes policies and Flux objects, and becomes somebody else", () => {
    expect(says("edit")).toBe(
      "write NetworkPolicies, Flux Kustomizations and sources of Flux Kustomizations; " +
        "create tokens of ServiceAccounts; impersonate users, groups or ServiceAccounts",
    );
  });

  test("admin has what edit has, and roles", () => {
    expect(says("admin")).toContain("Roles, RoleBindings");
    expect(says("admin")).toContain("impersonate");
    expect(says("admin")).not.toContain("ResourceQuotas");
  });

  test("cluster-admin has everything", () => {
    expect(powersOf(roles.rulesOf("cluster-admin") ?? [])).toHaveLength(11);
  });

  test("others are not known", () => {
    expect(roles.rulesOf("deployer")).toBeUndefined();
  });
});

describe("aggregation", () => {
  const role = (name: string, rest: object) =>
    Item.of({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name, labels: { [`example.com/${name}`]: "true" } },
      ...rest,
    });
  const takes = (name: string) => ({
    aggregationRule: {
      clusterRoleSelectors: [
        { matchLabels: { [`example.com/${name}`]: "true" } },
      ],
    },
  });
  const quota = {
    apiGroups: [""],
    resources: ["resourcequotas"],
    verbs: ["delete"],
  };

  test("goes through any number of roles, and through circles", () => {
    const roles = clusterRolesOf([
      role("a", takes("b")),
      role("b", { ...takes("c"), rules: [] }),
      role("c", { ...takes("a"), rules: [quota] }),
    ]);
    expect(roles.rulesOf("a")).toHaveLength(1);
    expect(formatPowers(powersOf(roles.rulesOf("a") ?? []))).toBe(
      "delete ResourceQuotas",
    );
  });

  test("a role that joins a built-in one counts there", () => {
    const more = Item.of({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: {
        name: "more",
        labels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" },
      },
      rules: [quota],
    });
    const rules = clusterRolesOf([more]).rulesOf("view") ?? [];
    expect(powersOf(rules)).toHaveLength(1);
  });
});
