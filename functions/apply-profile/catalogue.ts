import type { GenericSchema } from "valibot";
import { API_VERSION, GROUP } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import { nearest } from "../../lib/krm/nearest.ts";
import type { Result } from "../../lib/krm/result.ts";
import { below, type Problem, validate } from "../../lib/krm/schema.ts";
import { componentProblems } from "./component.ts";
import { finding } from "./policy.ts";
import {
  type Cluster,
  ClusterSpec,
  type Component,
  ComponentSpec,
  type Profile,
  ProfileSpec,
  type Resource,
} from "./resources.ts";

export type { Cluster, Component, Profile };

/** Everything the items say about clusters, profiles and components. */
export interface Catalogue {
  readonly clusters: readonly Cluster[];
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly components: ReadonlyMap<string, Component>;
}

/** The catalogue among the items; it is whole where there are no results. */
export function readCatalogue(items: readonly Item[]): {
  catalogue: Catalogue;
  results: Result[];
} {
  const results: Result[] = [];
  const read = <Spec>(kind: string, schema: GenericSchema<unknown, Spec>) =>
    items.flatMap((item) => {
      if (item.kind !== kind || item.group !== GROUP) return [];
      const outcome = readResource(item, schema);
      if ("value" in outcome) return [outcome.value];
      results.push(...outcome.results);
      return [];
    });
  const clusters = read("PlatformCluster", ClusterSpec);
  const profiles = read("ClusterProfile", ProfileSpec);
  const components = read("PlatformComponent", ComponentSpec);
  results.push(...duplicates(profiles), ...duplicates(components));
  results.push(...components.flatMap(componentProblems));
  const catalogue = {
    clusters,
    profiles: byName(profiles),
    components: byName(components),
  };
  return { catalogue, results };
}

/** Components that are called `name` or provide it, sorted. */
export function providersOf(
  name: string,
  components: ReadonlyMap<string, Component>,
): string[] {
  return [...components.values()]
    .filter((component) => provides(component, name))
    .map((component) => component.name)
    .sort();
}

/** Whether a requirement of `name` is met by the component. */
export function provides({ name, spec }: Component, wanted: string): boolean {
  return name === wanted || (spec.provides?.includes(wanted) ?? false);
}

/** Names that a requirement may use. */
export function knownNames(
  components: ReadonlyMap<string, Component>,
): Set<string> {
  const all = [...components.values()];
  return new Set(
    all.flatMap(({ name, spec }) => [name, ...(spec.provides ?? [])]),
  );
}

function readResource<Spec>(
  item: Item,
  schema: GenericSchema<unknown, Spec>,
): { value: Resource<Spec> } | { results: Result[] } {
  const outcome = validate(schema, item.get(["spec"]) ?? {});
  const inSpec = "problems" in outcome ? outcome.problems : [];
  const problems = [...headProblems(item), ...below(["spec"], inSpec)];
  if ("value" in outcome && problems.length === 0) {
    return { value: { item, name: item.name, spec: outcome.value } };
  }
  return { results: problems.map((problem) => invalid(item, problem)) };
}

function headProblems(item: Item): Problem[] {
  const { apiVersion, kind: _k, metadata: _m, spec: _s, ...rest } = item.object;
  const unknown = Object.keys(rest).map((key) => {
    const meant = nearest(key, ["spec", "metadata"]);
    const message = meant
      ? `unknown key, did you mean ${meant}?`
      : "unknown key; known are apiVersion, kind, metadata, spec";
    return { path: [key], message };
  });
  const named = item.name
    ? []
    : [{ path: ["metadata", "name"], message: "is required" }];
  const version =
    apiVersion === API_VERSION
      ? []
      : [{ path: ["apiVersion"], message: `must be ${API_VERSION}` }];
  return [...version, ...named, ...unknown];
}

function invalid(item: Item, { path, message }: Problem): Result {
  const field = { path, current: item.get(path) };
  return finding("PRO-RESOURCE", { item, message, field });
}

function duplicates(resources: readonly Resource<unknown>[]): Result[] {
  return resources
    .filter(({ name }, at) => resources.findIndex((r) => r.name === name) < at)
    .map(({ item, name }) =>
      finding("PRO-DUPLICATE", {
        item,
        message: `another ${item.kind} is called ${name} too; give one of them another name, or list its folder once`,
        field: { path: ["metadata", "name"], current: name },
      }),
    );
}

function byName<Spec>(
  resources: readonly Resource<Spec>[],
): Map<string, Resource<Spec>> {
  const sorted = [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(sorted.map((resource) => [resource.name, resource]));
}
