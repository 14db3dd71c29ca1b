/** Whose exceptions are, how far they reach, and how long. */
import { CLUSTER, GOOD, told, velero } from "./helpers/checked-files.ts";

const exception = (spec: object = {}, more: object = {}) => ({
  apiVersion: "flux-platform.dev/v1alpha1",
  kind: "GuardrailException",
  metadata: { name: "mine" },
  spec: {
    rule: "NS-PRUNE",
    target: { namespaces: ["a"] },
    owner: "me",
    reason: "none",
    expires: "2026-03-01",
    ...spec,
  },
  ...more,
});
const namespace = (name: string, tenant: string) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels: { "flux-platform.dev/tenant": tenant } },
});
const objects = [namespace("a", "a"), namespace("b", "b"), velero];
const allowed = { exceptions: { tenantRules: ["NS-PRUNE"] } };

const own = (lines: readonly string[]): string[] =>
  lines.filter((line) => /^EXCEPTION-(TENANT|LONG|INVALID)/.test(line));

/** What is said of an exception in a file of a tenant. */
const inTenant = (one: object, spec: object = allowed, more = {}): string[] =>
  own(
    told(
      { "tenants/a/exception.yaml": JSON.stringify(one), ...more },
      {},
      objects,
      spec,
    ),
  );

test("a tenant's exception holds for its own namespaces and the rules it is given", () => {
  expect(inTenant(exception())).toEqual([]);
});

test.each<[string, object, object, RegExp]>([
  ["a rule that it is not given", exception(), {}, /can't suspend NS-PRUNE: /],
  [
    "another rule",
    exception({ rule: "SEC-ONE" }),
    allowed,
    /can't suspend SEC-ONE: /,
  ],
  [
    "somebody else's namespace",
    exception({ target: { namespaces: ["a", "b"] } }),
    allowed,
    /this one is for b: /,
  ],
  [
    "a glob",
    exception({ target: { namespaces: ["a*"] } }),
    allowed,
    /this one is for a\*: /,
  ],
  [
    "a namespace of nobody",
    exception({ target: { namespaces: ["flux-system"] } }),
    allowed,
    /this one is for flux-system: /,
  ],
  [
    "no namespace in one entry",
    exception({ target: [{ namespaces: ["a"] }, { names: ["x"] }] }),
    allowed,
    /this one is for every namespace: /,
  ],
  [
    "a list, which Kustomize takes apart",
    { apiVersion: "v1", kind: "List", items: [exception()] },
    {},
    /can't suspend NS-PRUNE: /,
  ],
  [
    "another version of its kind",
    exception({}, { apiVersion: "flux-platform.dev/v9" }),
    {},
    /can't suspend NS-PRUNE: /,
  ],
])("a tenant's exception may not be for %s", (_, one, spec, words) => {
  expect(inTenant(one, spec)).toEqual([expect.stringMatching(words)]);
  expect(inTenant(one, spec).join()).toMatch(/tenants\/a\/exception\.yaml/);
});

test("a folder is of the Tenant that it declares", () => {
  const tenant = (name: string) => ({
    "tenants/a/tenant.yaml": JSON.stringify({
      apiVersion: "flux-platform.dev/v1alpha1",
      kind: "Tenant",
      metadata: { name },
    }),
  });
  const one = exception({ target: { namespaces: ["b"] } });
  expect(inTenant(one, allowed, tenant("b"))).toEqual([]);
  expect(inTenant(exception(), allowed, tenant("b"))).toHaveLength(1);
});

test("a file beside the tenants' folders is of none", () => {
  const text = JSON.stringify(exception());
  const files = { "tenants/exception.yaml": text };
  expect(own(told(files, {}, objects, allowed))).toHaveLength(1);
});

test.each<[string, Record<string, string>, boolean]>([
  ["as it is", { [`${CLUSTER}/e.yaml`]: JSON.stringify(exception()) }, true],
  [
    "with its day as YAML 1.1 writes it",
    {
      [`${CLUSTER}/e.yaml`]: JSON.stringify(
        exception({ expires: "2026-03-01T00:00:00Z" }),
      ),
    },
    true,
  ],
  ["nowhere", {}, false],
  [
    "otherwise",
    {
      [`${CLUSTER}/e.yaml`]: JSON.stringify(
        exception({ target: { namespaces: ["x"] } }),
      ),
    },
    false,
  ],
])("an exception of a build stands in a file, %s", (_, files, holds) => {
  for (const context of [{}, { flow: velero }]) {
    const lines = own(told(files, context, [...objects, exception()]));
    expect(lines).toEqual(
      holds
        ? []
        : [expect.stringMatching(/^EXCEPTION-TENANT .*in no file of the repo/)],
    );
  }
});

test.each<[string, object, number]>([
  ["2027-01-15", {}, 0],
  ["2027-01-16", {}, 1],
  ["2026-02-14", { exceptions: { maxDays: 30 } }, 0],
  ["2026-02-15", { exceptions: { maxDays: 30 } }, 1],
  ["9999-12-31", {}, 1],
])("one that ends on %s", (expires, spec, count) => {
  const one = exception({ expires });
  const files = { [`${CLUSTER}/e.yaml`]: JSON.stringify(one) };
  const lines = own(told(files, {}, [...objects, one], spec));
  expect(lines).toHaveLength(count);
  for (const line of lines) expect(line).toMatch(/^EXCEPTION-LONG .*maxDays/);
});

test("the good platform says nothing of exceptions", () => {
  expect(own(told(GOOD))).toEqual([]);
});
