import { mapping } from "../../../lib/krm/item.ts";
import type { Path, Result } from "../../../lib/krm/result.ts";
import { type Code, finding } from "../policy.ts";
import { entryKey } from "./merge.ts";
import type { Tenant } from "./tenants.ts";

/** A field, or the entry of a list by its name. */
export type Step = string | number | { readonly entry: string };

/** What is to be said about one field of a Tenant. */
export interface Said {
  readonly message: string;
  readonly at?: readonly Step[];
  readonly proposed?: unknown;
  /** Leaves the value out of the finding: it may be a secret. */
  readonly silent?: boolean;
}

/** A finding about a field of the Tenant's spec, wherever it was written. */
export function tell(tenant: Tenant, rule: Code, said: Said): Result {
  const { message, at = [], proposed, silent } = said;
  const path = located(tenant, at);
  const current = silent ? undefined : tenant.item.get(path);
  const isScalar = typeof current !== "object";
  const field = { path, current: isScalar ? current : undefined, proposed };
  return finding(rule, { item: tenant.item, message, field });
}

/**
 * Where a field of the effective spec was written: in the strongest override
 * that has it, else in the spec itself.
 */
function located(tenant: Tenant, steps: readonly Step[]): Path {
  const { item, applied } = tenant;
  const roots: Path[] = [
    ...applied.toReversed().map((index) => ["spec", "overrides", index]),
    ["spec"],
  ];
  const paths = roots.map((root) => follow(tenant, root, steps));
  const found = paths.find((path) => path && item.get(path) !== undefined);
  return found ?? nearestPath(tenant, steps);
}

/** The longest part of the path that is there. */
function nearestPath(tenant: Tenant, steps: readonly Step[]): Path {
  for (let length = steps.length; length >= 0; length--) {
    const path = follow(tenant, ["spec"], steps.slice(0, length));
    const there = path && tenant.item.get(path) !== undefined;
    const parent = path && tenant.item.get(path.slice(0, -1)) !== undefined;
    // A field that is missing is named by the path it should have.
    if (path && (there || (length === steps.length && parent))) return path;
  }
  return ["spec"];
}

function follow(
  { item }: Tenant,
  root: Path,
  steps: readonly Step[],
): Path | undefined {
  let path: Path = root;
  for (const step of steps) {
    if (typeof step !== "object") {
      path = [...path, step];
      continue;
    }
    const list = item.get(path);
    const field = String(path.at(-1));
    if (!Array.isArray(list)) return undefined;
    const index = list.findIndex((one) => entryKey(one, field) === step.entry);
    if (index < 0) return undefined;
    path = [...path, index];
  }
  return path;
}

/** The step to an entry of a list, found by its name. */
export function entryOf(entry: unknown, field: string): Step {
  const isNamed = typeof entry === "string" || mapping(entry) === entry;
  return { entry: isNamed ? entryKey(entry, field) : "" };
}
