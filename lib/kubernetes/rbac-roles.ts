import type { RelatedObject } from "../krm/define.ts";
import {
  Item,
  isMapping,
  type KubernetesObject,
  mapping,
} from "../krm/item.ts";
import { compileLabels } from "./match.ts";
import { type PolicyRule, rulesIn } from "./rbac.ts";
import { KNOWN_ROLES, type KnownRole } from "./rbac-known.ts";
import type { LabelSelector } from "./schema.ts";

/** The ClusterRoles of a build and those that every cluster has. */
export interface ClusterRoles {
  readonly names: readonly string[];
  /**
   * What the ClusterRole allows, with the rules that aggregation adds;
   * `undefined` where nobody knows it.
   */
  rulesOf(name: string): readonly PolicyRule[] | undefined;
}

interface Role {
  readonly name: string;
  readonly labels: KubernetesObject;
  readonly rules: readonly PolicyRule[];
  /** Whether another role's rules go into this one. */
  takes(labels: KubernetesObject): boolean;
}

/**
 * The ClusterRoles among `items` and `related`, and the known ones. Where an
 * item has the name of a known one both count: the API server adds the rules
 * that its own role lacks.
 * Source: Kubernetes documentation, "Auto-reconciliation", "Aggregated ClusterRoles".
 */
export function clusterRolesOf(
  items: readonly Item[],
  related: readonly RelatedObject[] = [],
): ClusterRoles {
  const all = [...items, ...related.map((object) => Item.of(object))];
  const roles = [
    ...KNOWN_ROLES.map(known),
    ...all.filter(isClusterRole).map(declared),
  ];
  return {
    names: [...new Set(roles.map(({ name }) => name))],
    rulesOf: (name) => {
      const own = roles.filter((role) => role.name === name);
      return own.length === 0 ? undefined : rulesOf(own, roles, new Set());
    },
  };
}

function isClusterRole(item: Item): boolean {
  return (
    item.kind === "ClusterRole" && item.group === "rbac.authorization.k8s.io"
  );
}

function known({ name, labels, rules, takes = [] }: KnownRole): Role {
  return compile(
    { name, labels, rules },
    takes.map((matchLabels) => ({ matchLabels })),
  );
}

function declared(item: Item): Role {
  const selectors = mapping(item.get(["aggregationRule"])).clusterRoleSelectors;
  const list = Array.isArray(selectors) ? selectors.filter(isMapping) : [];
  const { name, labels } = item;
  const rules = rulesIn(item.get(["rules"]));
  // Read as far as it is one: the API server judges the rest.
  return compile({ name, labels, rules }, list as LabelSelector[]);
}

function compile(
  role: Omit<Role, "takes">,
  selectors: readonly LabelSelector[],
): Role {
  const matchers = selectors.map(compileLabels);
  return {
    ...role,
    takes: (labels) => matchers.some((matches) => matches(labels)),
  };
}

/** Rules of `own` and of every role they take over, each role once. */
function rulesOf(
  own: readonly Role[],
  all: readonly Role[],
  seen: Set<Role>,
): PolicyRule[] {
  return own.flatMap((role) => {
    if (seen.has(role)) return [];
    seen.add(role);
    const taken = all.filter(({ labels }) => role.takes(labels));
    return [...role.rules, ...rulesOf(taken, all, seen)];
  });
}
