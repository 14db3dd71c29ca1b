import { formatChain, sortGraph } from "../../lib/graph.ts";
import { type Component, providersOf } from "./catalogue.ts";
import type { Resolved } from "./inherit.ts";
import { alternativesOf } from "./pick.ts";
import type { Clause, Literal } from "./solver.ts";
import { list } from "./words.ts";

type Components = ReadonlyMap<string, Component>;

/** Components that clusters with the profile may have, sorted. */
export function offeredBy(profile: Resolved, all: Components): string[] {
  const groups = [...profile.groups].flatMap(([name, group]) =>
    alternativesOf(name, group, all),
  );
  const names = [
    ...profile.required.keys(),
    ...profile.optional.keys(),
    ...groups,
  ];
  return [...new Set(names)].filter((name) => all.has(name)).sort();
}

/** What a cluster with the profile must fulfil, whatever it chooses. */
export function clausesOf(profile: Resolved, all: Components): Clause[] {
  const offered = offeredBy(profile, all);
  const components = new Map(
    [...all].filter(([name]) => offered.includes(name)),
  );
  return [
    ...profileClauses(profile, components),
    ...[...components.values()].flatMap((component) => [
      ...configurationClauses(component, profile),
      ...relationClauses(component, components),
    ]),
    ...capabilityClauses(components),
    ...circleClauses(components),
  ];
}

function profileClauses(profile: Resolved, components: Components): Clause[] {
  const required = [...profile.required].map(([name, { profile: by }]) => ({
    any: there(providersOf(name, components)),
    text: `ClusterProfile ${by.name} requires ${name}`,
  }));
  const groups = [...profile.groups].flatMap(([name, group]) => {
    const from = alternativesOf(name, group, components);
    const by = `the one-of ${name} of ClusterProfile ${group.origin.profile.name}`;
    const one = { any: there(from), text: `${by} asks for ${list(from)}` };
    return [one, ...notBoth(from, `${by} allows one of ${list(from)}`)];
  });
  return [...required, ...groups];
}

function configurationClauses(
  { name, spec }: Component,
  { profile }: Resolved,
): Clause[] {
  if (Object.hasOwn(spec.profiles, profile.name)) return [];
  const text = `${name} has no configuration for the profile ${profile.name}`;
  return [{ any: [[name, false]], text }];
}

function relationClauses(
  { name, spec }: Component,
  components: Components,
): Clause[] {
  const requires = (spec.requires ?? []).map((wanted): Clause => {
    const providers = providersOf(wanted, components);
    const lack =
      providers.length > 0 ? "" : ", which the profile doesn't offer";
    return {
      any: [[name, false], ...there(providers)],
      text: `${name} requires ${wanted}${lack}`,
    };
  });
  const excludes = (spec.excludes ?? []).flatMap((wanted) =>
    providersOf(wanted, components)
      .filter((other) => other !== name)
      .flatMap((other) => notBoth([name, other], `${name} excludes ${wanted}`)),
  );
  return [...requires, ...excludes];
}

function capabilityClauses(components: Components): Clause[] {
  const all = [...components.values()].flatMap(
    ({ spec }) => spec.provides ?? [],
  );
  return [...new Set(all)].flatMap((capability) => {
    const providers = providersOf(capability, components);
    const text = `${list(providers, "and")} each provide ${capability}, and one may`;
    return notBoth(providers, text);
  });
}

function circleClauses(components: Components): Clause[] {
  const graph = [...components].map(([name, { spec }]) => {
    const wanted = spec.requires ?? [];
    return [
      name,
      wanted.flatMap((one) => providersOf(one, components)),
    ] as const;
  });
  return sortGraph(new Map(graph)).cycles.map((cycle) => ({
    any: cycle.map((name): Literal => [name, false]),
    text: `components require each other in a circle: ${formatChain(cycle)}`,
  }));
}

function there(names: readonly string[]): Literal[] {
  return names.map((name) => [name, true]);
}

function notBoth(names: readonly string[], text: string): Clause[] {
  return names.flatMap((one, index) =>
    names.slice(index + 1).map(
      (other): Clause => ({
        any: [
          [one, false],
          [other, false],
        ],
        text,
      }),
    ),
  );
}
