import { text } from "../../lib/krm/item.ts";
import { nearest } from "../../lib/krm/nearest.ts";
import type { Result } from "../../lib/krm/result.ts";
import {
  type Catalogue,
  type Cluster,
  type Component,
  providersOf,
} from "./catalogue.ts";
import type { Group, Resolved } from "./inherit.ts";
import { finding } from "./policy.ts";
import { hint, list } from "./words.ts";

/** A component of the cluster, and why it is there. */
export interface Picked {
  readonly component: Component;
  /** `required by ClusterProfile base`. */
  readonly because: string;
}

/** The components of a cluster, by name. */
export interface Selection {
  readonly picked: ReadonlyMap<string, Picked>;
  /** By one-of, its alternatives. */
  readonly alternatives: ReadonlyMap<string, readonly string[]>;
  /** Alternatives of which none could be picked. */
  readonly open: ReadonlySet<string>;
  readonly results: readonly Result[];
}

/** What is asked of everybody who picks. */
interface Picking {
  readonly cluster: Cluster;
  readonly profile: Resolved;
  readonly components: ReadonlyMap<string, Component>;
}

/** Components that profile, choices and `optional` ask for together. */
export function pick(
  cluster: Cluster,
  profile: Resolved,
  { components }: Catalogue,
): Selection {
  const picking = { cluster, profile, components };
  const picked = new Map<string, Picked>();
  const open = new Set<string>();
  const results: Result[] = [];
  const add = (name: string, because: string) => {
    const component = components.get(name);
    if (component && !picked.has(name))
      picked.set(name, { component, because });
  };
  for (const [name, { profile: by }] of profile.required) {
    add(name, `required by ClusterProfile ${by.name}`);
  }
  const alternatives = new Map<string, readonly string[]>();
  for (const [name, group] of profile.groups) {
    const from = alternativesOf(name, group, components);
    alternatives.set(name, from);
    const choice = choose(name, group, from, picking);
    if ("name" in choice) add(choice.name, choice.because);
    else {
      results.push(choice.problem);
      for (const one of from) open.add(one);
    }
  }
  results.push(...strangeChoices(picking), ...switchOn(picking, picked, add));
  return { picked, alternatives, open, results };
}

/** Components of which a cluster has one. */
export function alternativesOf(
  name: string,
  { from }: Group,
  components: ReadonlyMap<string, Component>,
): readonly string[] {
  return from ?? providersOf(name, components);
}

type Choice =
  | { readonly name: string; readonly because: string }
  | { readonly problem: Result };

function choose(
  group: string,
  { default: standard, origin }: Group,
  from: readonly string[],
  { cluster, profile }: Picking,
): Choice {
  const by = `the one-of ${group} of ClusterProfile ${origin.profile.name}`;
  const choices = cluster.spec.choices ?? {};
  const chosen = Object.hasOwn(choices, group) ? choices[group] : undefined;
  if (chosen !== undefined) {
    const who = `PlatformCluster ${cluster.name}`;
    if (from.includes(chosen)) {
      return { name: chosen, because: `chosen for ${group} by ${who}` };
    }
    const message = `${chosen} is no alternative of ${by}: choose ${list(from)}`;
    return { problem: noChoice("INVALID", message, { cluster, group, from }) };
  }
  if (standard !== undefined) {
    return from.includes(standard)
      ? { name: standard, because: `the default of ${by}` }
      : { problem: strangeDefault(group, standard, from, profile) };
  }
  const [only] = from;
  if (only !== undefined && from.length === 1) {
    return { name: only, because: `the only alternative of ${by}` };
  }
  const way = only
    ? `set spec.choices.${group} to ${list(from)}, or give the one-of a default`
    : `no component provides ${group}, so name alternatives in from`;
  const message = `nothing is chosen for ${by}, which has no default: ${way}`;
  return { problem: noChoice("MISSING", message, { cluster, group, from }) };
}

interface Chosen {
  readonly cluster: Cluster;
  readonly group: string;
  readonly from: readonly string[];
}

function noChoice(
  what: "MISSING" | "INVALID",
  message: string,
  { cluster: { item }, group, from }: Chosen,
): Result {
  const path = ["spec", "choices", group];
  const current = item.get(path);
  const proposed = nearest(text(current), from);
  const field = { path, current, proposed };
  return finding(`PRO-CHOICE-${what}`, { item, message, field });
}

function strangeDefault(
  group: string,
  current: string,
  from: readonly string[],
  { line }: Resolved,
): Result {
  const holder = line.find(
    ({ spec }) => spec.components?.oneOf?.[group]?.default !== undefined,
  );
  const message = `the default ${current} is no alternative of the one-of ${group}: ${list(from)}`;
  const path = ["spec", "components", "oneOf", group, "default"];
  const field = { path, current, proposed: nearest(current, from) };
  return finding("PRO-CHOICE-INVALID", { item: holder?.item, message, field });
}

/** Choices that the profile doesn't offer. */
function strangeChoices({ cluster, profile }: Picking): Result[] {
  return Object.entries(cluster.spec.choices ?? {}).flatMap(
    ([group, current]) => {
      if (profile.groups.has(group)) return [];
      const message = `ClusterProfile ${profile.profile.name} has no one-of ${group}; ${hint(group, profile.groups.keys())}`;
      const field = { path: ["spec", "choices", group], current };
      return [
        finding("PRO-CHOICE-UNKNOWN", { item: cluster.item, message, field }),
      ];
    },
  );
}

/** Optional components; one that is there anyway is said to be superfluous. */
function switchOn(
  { cluster, profile }: Picking,
  picked: ReadonlyMap<string, Picked>,
  add: (name: string, because: string) => void,
): Result[] {
  const { item } = cluster;
  return (cluster.spec.optional ?? []).flatMap((name, index) => {
    const field = { path: ["spec", "optional", index], current: name };
    const there = picked.get(name);
    if (there) {
      const message = `${name} is there anyway, ${there.because}; leave it out here`;
      return [finding("PRO-OPTIONAL-REDUNDANT", { item, message, field })];
    }
    if (profile.optional.has(name)) {
      add(name, `switched on by PlatformCluster ${cluster.name}`);
      return [];
    }
    const message = `${name} is not optional in ClusterProfile ${profile.profile.name}; ${hint(name, profile.optional.keys())}`;
    return [finding("PRO-OPTIONAL-UNKNOWN", { item, message, field })];
  });
}
