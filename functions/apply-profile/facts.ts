import type { Item } from "../../lib/krm/item.ts";
import { nearest } from "../../lib/krm/nearest.ts";
import type { Path, Result } from "../../lib/krm/result.ts";
import {
  FACTS_LABEL,
  type FactProblem,
  type Facts,
} from "../../lib/kubernetes/facts.ts";
import { resource } from "../../lib/kubernetes/resources.ts";
import type { Cluster } from "./catalogue.ts";
import type { Resolved } from "./inherit.ts";
import type { Made } from "./owned.ts";
import { finding } from "./policy.ts";
import { hint, list } from "./words.ts";

/** Where the facts are for Flux to read: beside the flows. */
export const FACTS_NAME = "cluster-facts";

/** Facts that every cluster has, and where they stand in it. */
const ALWAYS: readonly [string, Path][] = [
  ["cluster.name", ["metadata", "name"]],
  ["cluster.profile", ["spec", "profile"]],
];

/** The facts of the cluster, as its profile has them, and what is wrong. */
export function judgeFacts(
  cluster: Cluster,
  profile: Resolved,
  facts: Facts,
): { values: Record<string, string>; results: Result[] } {
  const results = strangeFacts(cluster, profile);
  const values: Record<string, string> = {};
  const { item } = cluster;
  for (const [variable, path] of ALWAYS) {
    const found = facts.lookup(variable);
    if ("problem" in found) results.push(unclear(item, path, found.problem));
  }
  for (const key of [...profile.facts.keys()].sort()) {
    const path = ["spec", "facts", key];
    const found = facts.lookup(`cluster.facts.${key}`);
    if ("problem" in found && found.problem.rule === "FACT-CONFLICT") {
      results.push(unclear(item, path, found.problem));
      continue;
    }
    const given = "value" in found ? found.value : undefined;
    const judged = judge(key, given, { cluster, profile });
    if (typeof judged === "string") values[key] = judged;
    else if (judged) results.push(judged);
  }
  return { values, results };
}

function unclear(item: Item, path: Path, { rule, message }: FactProblem) {
  const field = { path, current: item.get(path) };
  return finding(rule, { item, message, field });
}

interface Judging {
  readonly cluster: Cluster;
  readonly profile: Resolved;
}

/** The value, a finding, or nothing for a fact that may be left out. */
function judge(
  key: string,
  given: string | undefined,
  { cluster: { item }, profile }: Judging,
): string | Result | undefined {
  const rule = profile.facts.get(key);
  const value = given ?? rule?.default;
  const path = ["spec", "facts", key];
  const by = `ClusterProfile ${rule?.origin.profile.name}`;
  if (value === undefined) {
    if (!rule?.required) return undefined;
    const what = rule.description ? ` (${rule.description})` : "";
    const values = rule.allowed ? `: ${list(rule.allowed)}` : "";
    const message = `${by} requires the fact ${key}${what}, and this cluster states none; add it to spec.facts${values}`;
    return finding("PRO-FACT-MISSING", { item, message, field: { path } });
  }
  if (!rule?.allowed || rule.allowed.includes(value)) return value;
  const message = `${by} allows ${list(rule.allowed)} for the fact ${key}, not ${value}`;
  const proposed = nearest(value, rule.allowed);
  if (given !== undefined) {
    const field = { path, current: value, proposed };
    return finding("PRO-FACT-VALUE", { item, message, field });
  }
  const holder = profile.line.find(
    ({ spec }) => spec.facts?.[key]?.default !== undefined,
  );
  const field = { path: [...path, "default"], current: value, proposed };
  const about = {
    item: holder?.item,
    message: `${message}, its default`,
    field,
  };
  return finding("PRO-FACT-VALUE", about);
}

function strangeFacts(
  { item, spec }: Cluster,
  { profile, facts }: Resolved,
): Result[] {
  return Object.entries(spec.facts ?? {}).flatMap(([key, current]) => {
    if (facts.has(key)) return [];
    const message = `ClusterProfile ${profile.name} knows no fact ${key}; ${hint(key, facts.keys())}; correct it, or state it in the profile first`;
    const field = { path: ["spec", "facts", key], current };
    return [finding("PRO-FACT-UNKNOWN", { item, message, field })];
  });
}

/** The ConfigMap with the facts, for Flux and for functions that run later. */
export function factsMap(
  { item, name, spec }: Cluster,
  values: Readonly<Record<string, string>>,
): Made {
  return {
    why: {
      code: "PRO-FACTS",
      at: { object: item.ref, path: ["spec", "facts"] },
      reason: `facts of PlatformCluster ${name}`,
    },
    object: resource(
      "ConfigMap",
      {
        name: FACTS_NAME,
        namespace: "flux-system",
        labels: { [FACTS_LABEL]: "cluster" },
      },
      {
        data: { cluster_name: name, cluster_profile: spec.profile, ...values },
      },
    ),
  };
}
