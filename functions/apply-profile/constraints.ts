import { formatChain, sortGraph } from "../../lib/graph.ts";
import type { Result } from "../../lib/krm/result.ts";
import {
  type Catalogue,
  type Component,
  providersOf,
  provides,
} from "./catalogue.ts";
import type { Resolved } from "./inherit.ts";
import type { Picked, Selection } from "./pick.ts";
import { finding } from "./policy.ts";
import { unmetRequirements } from "./requires.ts";
import { hint, list } from "./words.ts";

/** Everything that stands against the components of a cluster together. */
export function constraintProblems(
  selection: Selection,
  profile: Resolved,
  catalogue: Catalogue,
): Result[] {
  return [
    ...configurationProblems(selection, profile),
    ...missingProviders(selection, profile, catalogue),
    ...twiceProvided(selection),
    ...unmetRequirements(selection, profile, catalogue),
    ...exclusions(selection),
    ...circles(selection),
  ];
}

/** Components of the selection that are called `name` or provide it. */
export function resolveName(
  name: string,
  { picked }: Pick<Selection, "picked">,
): Component[] {
  return [...picked.values()]
    .map(({ component }) => component)
    .filter((component) => provides(component, name));
}

/** By component, the components it waits for. */
export function dependencies(selection: Selection): Map<string, string[]> {
  return new Map(
    [...selection.picked].map(([name, { component }]) => {
      const { requires = [] } = component.spec;
      const found = requires.flatMap((one) => resolveName(one, selection));
      return [name, [...new Set(found.map((one) => one.name))].sort()];
    }),
  );
}

function configurationProblems(
  { picked }: Selection,
  { profile }: Resolved,
): Result[] {
  return [...picked.values()].flatMap(({ component, because }) => {
    const { item, name, spec } = component;
    if (Object.hasOwn(spec.profiles, profile.name)) return [];
    const message = `${name} (${because}) has no configuration for the profile ${profile.name}: add spec.profiles.${profile.name}.path; ${hint(profile.name, Object.keys(spec.profiles))}`;
    const field = { path: ["spec", "profiles", profile.name] };
    return [finding("PRO-COMPONENT-PROFILE", { item, message, field })];
  });
}

/** Capabilities that the profile requires by name. */
function missingProviders(
  selection: Selection,
  profile: Resolved,
  { components }: Catalogue,
): Result[] {
  return [...profile.required].flatMap(([name, { profile: by, path }]) => {
    const providers = providersOf(name, components);
    if (resolveName(name, selection).length > 0) return [];
    if (providers.some((one) => selection.open.has(one))) return [];
    const message = `ClusterProfile ${by.name} requires ${name}, and nothing in this cluster provides it: make ${list(providers)} required, or a one-of`;
    const field = { path, current: name };
    return [finding("PRO-PROVIDER-MISSING", { item: by.item, message, field })];
  });
}

/** One-ofs and capabilities with more than one component, each set told once. */
function twiceProvided(selection: Selection): Result[] {
  const { picked, alternatives } = selection;
  const all = [...picked.values()];
  const told = new Set<string>();
  const check = (what: string, several: readonly Picked[]): Result[] => {
    const names = several.map(({ component }) => component.name).sort();
    const last = several.at(-1);
    if (several.length < 2 || told.has(names.join())) return [];
    told.add(names.join());
    const each = several.map((one) => `${one.component.name} (${one.because})`);
    const message = `${what}: ${list(each, "and")}; keep one of them`;
    const field = { path: ["metadata", "name"], current: last?.component.name };
    const item = last?.component.item;
    return [finding("PRO-PROVIDER-TWICE", { item, message, field })];
  };
  const groups = [...alternatives].flatMap(([group, from]) =>
    check(
      `the one-of ${group} has more than one component`,
      all.filter(({ component }) => from.includes(component.name)),
    ),
  );
  const capabilities = new Set(
    all.flatMap(({ component }) => component.spec.provides ?? []),
  );
  const doubles = [...capabilities].sort().flatMap((capability) =>
    check(
      `more than one component provides ${capability}`,
      all.filter(({ component }) => provides(component, capability)),
    ),
  );
  return [...groups, ...doubles];
}

/** Pairs that exclude each other, each told once. */
function exclusions(selection: Selection): Result[] {
  const told = new Set<string>();
  return [...selection.picked.values()].flatMap(({ component, because }) =>
    (component.spec.excludes ?? []).flatMap((name, index) =>
      resolveName(name, selection).flatMap((other) => {
        const pair = [component.name, other.name].sort().join();
        if (other === component || told.has(pair)) return [];
        told.add(pair);
        const why = selection.picked.get(other.name)?.because;
        const as = other.name === name ? "" : `, which provides ${name}`;
        const message = `${component.name} (${because}) excludes ${other.name} (${why})${as}; a cluster can't have both`;
        const field = { path: ["spec", "excludes", index], current: name };
        return [
          finding("PRO-EXCLUDES", { item: component.item, message, field }),
        ];
      }),
    ),
  );
}

/** Flows that would wait for each other for ever. */
function circles(selection: Selection): Result[] {
  return sortGraph(dependencies(selection)).cycles.map((cycle) => {
    const first = selection.picked.get(cycle[0] ?? "")?.component;
    const message = `components require each other in a circle: ${formatChain(cycle)}; none of them could ever start`;
    const field = { path: ["spec", "requires"], current: first?.spec.requires };
    return finding("PRO-CYCLE", { item: first?.item, message, field });
  });
}
