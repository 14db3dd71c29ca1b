import { API_VERSION, GROUP } from "../../../lib/krm/define.ts";
import { Item } from "../../../lib/krm/item.ts";
import type { Result } from "../../../lib/krm/result.ts";
import { type Problem, validate } from "../../../lib/krm/schema.ts";
import type { Facts } from "../../../lib/kubernetes/facts.ts";
import { finding } from "../policy.ts";
import { TenantSpec } from "../schema/tenant.ts";
import type { Spec } from "../schema.ts";
import { fillIn, type Mistake } from "./fill.ts";
import { repeated } from "./merge.ts";
import { applyOverrides } from "./overrides.ts";

/** A Tenant as it counts in this cluster. */
export interface Tenant {
  readonly name: string;
  /** The object it was read from; made up for an inline one. */
  readonly item: Item;
  /** Written in the config: the generator form, which sees no other object. */
  readonly inline: boolean;
  /** Its spec with overrides and facts. */
  readonly spec: TenantSpec;
  /** Positions of the overrides that are in `spec`, the weakest first. */
  readonly applied: readonly number[];
  readonly state: "active" | "suspended" | "retained" | "removed";
  /** The namespace of its sources, flows and reconciler. */
  readonly home: string;
}

/** All Tenants of a build, or what is wrong with them. */
export interface Tenants {
  readonly tenants: readonly Tenant[];
  readonly results: readonly Result[];
}

/** Whether `item` is a Tenant of this project. */
export function isTenant(item: Item): boolean {
  return item.kind === "Tenant" && item.group === GROUP;
}

/** The Tenants among the items and those of the config. */
export function readTenants(
  items: readonly Item[],
  spec: Spec,
  facts: Facts,
): Tenants {
  const own = new Set(inlineTenants(spec));
  const all = [...items.filter(isTenant), ...own];
  const read = all.map((item) => readTenant(item, facts, own.has(item)));
  return {
    tenants: read.flatMap(({ tenants }) => tenants),
    results: [...read.flatMap(({ results }) => results), ...twins(all)],
  };
}

function inlineTenants({ tenants = [] }: Spec): Item[] {
  return tenants.map(({ name, ...spec }) =>
    Item.of({
      apiVersion: API_VERSION,
      kind: "Tenant",
      metadata: { name },
      spec,
    }),
  );
}

function readTenant(item: Item, facts: Facts, inline: boolean): Tenants {
  const invalid = (problem: Problem) =>
    mistaken(item, { rule: "TEN-INVALID", ...problem });
  const raw = validate(TenantSpec, item.get(["spec"]));
  if ("problems" in raw)
    return { tenants: [], results: raw.problems.map(invalid) };
  const { overrides = [], ...base } = raw.value;
  const overridden = applyOverrides(base, overrides, facts);
  const filled = fillIn(overridden.value, facts);
  const mistakes = [...overridden.problems, ...filled.problems];
  const results = mistakes.map((mistake) => mistaken(item, mistake));
  // Texts whose facts are missing would only be refused once more.
  if (filled.problems.length > 0) return { tenants: [], results };
  const outcome = validate(TenantSpec, filled.value);
  if ("problems" in outcome) {
    results.push(...outcome.problems.map(invalid));
    return { tenants: [], results };
  }
  const { value } = outcome;
  const tenant: Tenant = {
    name: item.name,
    item,
    inline,
    spec: value,
    applied: overridden.applied,
    state: value.state ?? "active",
    home: value.namespaces[0]?.name ?? "",
  };
  return { tenants: [tenant], results };
}

/** Messages and values repeat what was written, which may be an address. */
function mistaken(item: Item, mistake: Mistake): Result {
  const { rule, severity, hidden, message } = mistake;
  const path = ["spec", ...mistake.path];
  // It may be a secret.
  const current = hidden ? undefined : item.get(path);
  const field = {
    path,
    current: typeof current === "object" ? undefined : current,
  };
  return finding(rule, { severity, item, message, field });
}

/** Kustomize refuses two of one name; other tools don't. */
function twins(all: readonly Item[]): Result[] {
  return repeated(all).map((item) =>
    finding("TEN-TENANT-TWICE", {
      item,
      message: `another Tenant is called ${item.name} too: rename or remove one of them`,
      field: { path: ["metadata", "name"], current: item.name },
    }),
  );
}
