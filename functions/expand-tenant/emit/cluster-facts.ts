import type { Context } from "../../../lib/krm/define.ts";
import { type Item, mapping } from "../../../lib/krm/item.ts";
import type { Result } from "../../../lib/krm/result.ts";
import {
  FACTS_LABEL,
  type Facts,
  isPlatformCluster,
} from "../../../lib/kubernetes/facts.ts";
import { relatedOf } from "../../../lib/kubernetes/well-known.ts";
import type { Wanted } from "../../../lib/policy/owned.ts";
import { put } from "../../../lib/yaml/node.ts";
import { finding } from "../policy.ts";
import { tell } from "../read/locate.ts";
import type { Tenant } from "../read/tenants.ts";
import { FACT_KEY } from "../schema/parts.ts";
import { wanted } from "./wanted.ts";

/** Name of the ConfigMap, in every namespace that has one. */
export const CLUSTER_FACTS = "cluster-facts";

/** The facts of the cluster as variables of Flux, and what is wrong. */
export interface Variables {
  readonly data: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
}

/** Everything that any source says of the cluster, for substitution. */
export function variablesOf(
  facts: Facts,
  items: readonly Item[],
  context: Context,
): Variables {
  const data: Record<string, string> = {};
  const results: Result[] = [];
  const add = (variable: string, key: string) => {
    const found = facts.lookup(variable);
    if ("value" in found) put(data, key, found.value);
    else if (found.problem.rule === "FACT-CONFLICT") {
      const { message } = found.problem;
      results.push(finding("FACT-CONFLICT", { message }));
    }
  };
  add("cluster.name", "cluster_name");
  add("cluster.profile", "cluster_profile");
  for (const key of factKeys(items, context)) {
    if (FACT_KEY.test(key)) add(`cluster.facts.${key}`, key);
    else results.push(badKey(key));
  }
  return { data, results };
}

function badKey(key: string): Result {
  return finding("TEN-FACT-KEY", {
    message: `the fact ${JSON.stringify(key)} can't be a variable, and Flux would fail every flow that substitutes it: use letters, digits and _, not beginning with a digit`,
  });
}

/** Keys of facts, sorted, so that their order in the sources is nothing. */
function factKeys(items: readonly Item[], context: Context): string[] {
  const related = relatedOf(context);
  const all = [...items, ...related];
  const maps = [
    mapping(context.cluster?.facts),
    ...all
      .filter(isPlatformCluster)
      .map((item) => mapping(item.get(["spec", "facts"]))),
    ...all
      .filter(
        (item) =>
          item.kind === "ConfigMap" && item.labels[FACTS_LABEL] === "cluster",
      )
      .map((item) => mapping(item.get(["data"]))),
  ];
  const keys = new Set(maps.flatMap((map) => Object.keys(map)));
  for (const own of ["cluster_name", "cluster_profile"]) keys.delete(own);
  return [...keys].sort();
}

/** Whether an app of the Tenant reads the ConfigMap. */
function usesFacts({ spec }: Tenant): boolean {
  const { apps = [] } = spec;
  return apps.some(({ substituteFrom = [], helm }) => {
    const all = [...substituteFrom, ...(helm?.valuesFrom ?? [])];
    return all.some((one) =>
      typeof one === "string"
        ? one === CLUSTER_FACTS
        : one.kind === "ConfigMap" && one.name === CLUSTER_FACTS,
    );
  });
}

/**
 * The ConfigMap in the home namespace, where Flux reads it: not labelled as a
 * source of facts, or it would contradict the cluster it was made from.
 */
export function factsObjects(tenant: Tenant, { data }: Variables): Wanted[] {
  if (!usesFacts(tenant)) return [];
  const place = {
    name: CLUSTER_FACTS,
    namespace: tenant.home,
    asked: ["apps"],
  };
  return [wanted("ConfigMap", tenant, place, { data })];
}

/** Facts that are asked for where no cluster is known, or that are wrong. */
export function factsChecks(
  tenants: readonly Tenant[],
  facts: Facts,
  variables: Variables,
): Result[] {
  const users = tenants.filter(usesFacts);
  if (users.length === 0) return [];
  const unknown = facts.lookup("cluster.name");
  if (!("problem" in unknown)) return [...variables.results];
  const { rule, message } = unknown.problem;
  return users.map((tenant) =>
    tell(tenant, rule, {
      at: ["apps"],
      message: `${CLUSTER_FACTS} can't be made: ${message}`,
    }),
  );
}
