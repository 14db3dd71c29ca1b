import type { Context, Outcome } from "../../lib/krm/define.ts";
import { Item } from "../../lib/krm/item.ts";
import { hasError } from "../../lib/krm/run.ts";
import { factsOf } from "../../lib/kubernetes/facts.ts";
import { own, ownerOf } from "../../lib/policy/owned.ts";
import { type Catalogue, type Cluster, readCatalogue } from "./catalogue.ts";
import { constraintProblems } from "./constraints.ts";
import { factsMap, judgeFacts } from "./facts.ts";
import { Filler } from "./fill.ts";
import { flowsOf } from "./flows.ts";
import { extensionProblems, type Resolved, resolve } from "./inherit.ts";
import { namespacesOf } from "./namespaces.ts";
import { ownershipOf } from "./owned.ts";
import { pick } from "./pick.ts";
import { finding, policy } from "./policy.ts";
import { referenceProblems } from "./references.ts";
import type { Spec } from "./schema.ts";
import { hint, list } from "./words.ts";

export function run(
  items: readonly Item[],
  spec: Spec,
  context: Context,
): Outcome {
  const before = policy.frame({ items, spec, context }).exceptionFindings();
  const done = apply(items, spec, context);
  return { ...done, results: [...done.results, ...before] };
}

/** Nothing is written unless everything is right. */
function apply(items: readonly Item[], spec: Spec, context: Context): Outcome {
  const { catalogue, results } = readCatalogue(items);
  const cluster = oneCluster(catalogue.clusters);
  if (results.length > 0 || "message" in cluster) {
    const more = "message" in cluster && results.length === 0 ? [cluster] : [];
    return { items, results: [...results, ...more] };
  }
  const named = [
    ...unknownProfile(cluster, catalogue),
    ...extensionProblems(catalogue),
    ...referenceProblems(catalogue),
  ];
  const profile = catalogue.profiles.get(cluster.spec.profile);
  if (named.length > 0 || !profile) return { items, results: named };
  const inherited = resolve(profile, catalogue);
  if (inherited.results.length > 0) return { items, ...inherited };
  const { resolved } = inherited;
  return build(items, { cluster, catalogue, resolved, spec, context });
}

interface Build {
  readonly cluster: Cluster;
  readonly catalogue: Catalogue;
  readonly resolved: Resolved;
  readonly spec: Spec;
  readonly context: Context;
}

function build(items: readonly Item[], parts: Build): Outcome {
  const { cluster, catalogue, resolved, spec, context } = parts;
  // What an earlier run wrote may be out of date.
  const foreign = items.filter(
    (item) => ownerOf(item, policy.kind) === undefined,
  );
  const selection = pick(cluster, resolved, catalogue);
  const facts = judgeFacts(cluster, resolved, factsOf(foreign, context));
  const judged = [
    ...selection.results,
    ...constraintProblems(selection, resolved, catalogue),
    ...facts.results,
  ];
  if (hasError(judged)) return { items, results: judged };
  const map = factsMap(cluster, facts.values);
  const known = factsOf([...foreign, Item.of(map.object)], context);
  const fill = new Filler(known);
  const namespaces = namespacesOf(selection, fill);
  const flows = flowsOf(selection, { spec, profile: resolved, fill });
  const wanted = [map, ...namespaces.wanted, ...flows];
  const results = [...judged, ...namespaces.results, ...fill.results];
  if (hasError(results)) return { items, results };
  const outcome = own(
    items,
    wanted.map((one) => ({ ...one, owner: cluster.name })),
    ownershipOf(cluster.item),
  );
  const all = [...results, ...outcome.conflicts, ...outcome.results];
  return hasError(all) ? { items, results: all } : { ...outcome, results: all };
}

function oneCluster(clusters: readonly Cluster[]) {
  const [cluster, ...others] = clusters;
  if (cluster && others.length === 0) return cluster;
  const item = others[0]?.item;
  const names = clusters.map(({ name }) => name);
  const message = cluster
    ? `the items hold ${clusters.length} PlatformClusters, ${list(names, "and")}, and one is expected: a build is of one cluster`
    : "the items hold no PlatformCluster, and one is expected: list this function in a component of a cluster, whose cluster.yaml says what is individual about it";
  return finding("PRO-CLUSTER", { item, message });
}

function unknownProfile({ item, spec }: Cluster, { profiles }: Catalogue) {
  if (profiles.has(spec.profile)) return [];
  const message = `no ClusterProfile is called ${spec.profile}; ${hint(spec.profile, profiles.keys())}`;
  const field = { path: ["spec", "profile"], current: spec.profile };
  return [finding("PRO-PROFILE-UNKNOWN", { item, message, field })];
}
