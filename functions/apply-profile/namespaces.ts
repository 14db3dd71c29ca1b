import { isDeepStrictEqual } from "node:util";
import type { Result } from "../../lib/krm/result.ts";
import { labelValueProblem } from "../../lib/kubernetes/labels.ts";
import { resource } from "../../lib/kubernetes/resources.ts";
import { PRUNE } from "../../lib/kubernetes/well-known.ts";
import type { Component } from "./catalogue.ts";
import type { Filler } from "./fill.ts";
import type { Made } from "./owned.ts";
import type { Selection } from "./pick.ts";
import { finding } from "./policy.ts";
import type { Namespace } from "./resources.ts";

const CODE = "PRO-NAMESPACE-INVALID";

interface Declaration {
  readonly component: Component;
  readonly index: number;
  readonly declared: Namespace;
}

/** The Namespaces that the selected components declare, each once. */
export function namespacesOf(
  { picked }: Selection,
  fill: Filler,
): { wanted: Made[]; results: Result[] } {
  const byName = new Map<string, Declaration[]>();
  const names = [...picked.keys()].sort();
  for (const name of names) {
    const component = picked.get(name)?.component;
    for (const [index, declared] of (
      component?.spec.namespaces ?? []
    ).entries()) {
      if (!component) continue;
      const before = byName.get(declared.name) ?? [];
      byName.set(declared.name, [...before, { component, index, declared }]);
    }
  }
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    wanted: sorted.flatMap(([, [first, ...more]]) =>
      first ? [namespace([first, ...more], fill)] : [],
    ),
    results: sorted.flatMap(([, all]) => conflicts(all)),
  };
}

function namespace(
  [first, ...more]: readonly [Declaration, ...Declaration[]],
  fill: Filler,
): Made {
  const { component, index, declared } = first;
  const { name, podSecurity, labels = {}, annotations = {} } = declared;
  const at = ["spec", "namespaces", index];
  const from = (field: string) => ({
    item: component.item,
    path: [...at, field],
  });
  const level = podSecurity
    ? { "pod-security.kubernetes.io/enforce": podSecurity }
    : {};
  const users = [first, ...more].map((one) => one.component.name);
  const all = {
    ...level,
    ...fill.all(labels, from("labels"), labelValueProblem, CODE),
  };
  return {
    why: {
      code: "PRO-NAMESPACE",
      at: { object: component.item.ref, path: at },
      reason: `declared by ${users.join(", ")}`,
    },
    object: resource(
      "Namespace",
      {
        name,
        ...(Object.keys(all).length > 0 ? { labels: all } : {}),
        annotations: {
          ...fill.all(annotations, from("annotations")),
          [PRUNE]: "disabled",
        },
      },
      {},
    ),
  };
}

/** Every declaration that differs from the first one. */
function conflicts([first, ...others]: readonly Declaration[]): Result[] {
  if (!first) return [];
  return others.flatMap((other) => {
    const field = (["podSecurity", "labels", "annotations"] as const).find(
      (key) => !isDeepStrictEqual(first.declared[key], other.declared[key]),
    );
    if (!field) return [];
    const { item } = other.component;
    const message = `the namespace ${other.declared.name} is declared by ${first.component.name} and by ${other.component.name} with different ${field}: ${shown(first.declared[field])} and ${shown(other.declared[field])}; declare it alike`;
    const path = ["spec", "namespaces", other.index, field];
    const current = other.declared[field];
    const proposed = first.declared[field];
    return [
      finding("PRO-NAMESPACE-CONFLICT", {
        item,
        message,
        field: { path, current, proposed },
      }),
    ];
  });
}

function shown(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value);
}
