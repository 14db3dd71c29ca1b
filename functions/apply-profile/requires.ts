import { formatChain } from "../../lib/graph.ts";
import type { Result } from "../../lib/krm/result.ts";
import {
  type Catalogue,
  type Component,
  providersOf,
  provides,
} from "./catalogue.ts";
import type { Resolved } from "./inherit.ts";
import type { Selection } from "./pick.ts";
import { finding } from "./policy.ts";
import { list } from "./words.ts";

/** A requirement, and the components that lead to it. */
interface Step {
  readonly wanted: string;
  readonly index: number;
  readonly by: Component;
  readonly chain: readonly string[];
}

/**
 * What selected components require and nothing selected provides, each with
 * the shortest chain that leads to it. What is missing is followed too, so
 * that all that has to be added is told at once.
 */
export function unmetRequirements(
  selection: Selection,
  profile: Resolved,
  { components }: Catalogue,
): Result[] {
  const picked = [...selection.picked.values()];
  const queue = picked.flatMap(({ component, because }) =>
    stepsOf(component, [`${component.name} (${because})`]),
  );
  const seen = new Set<string>();
  const results: Result[] = [];
  for (let step = queue.shift(); step; step = queue.shift()) {
    const { wanted, chain } = step;
    const met = picked.some(({ component }) => provides(component, wanted));
    const providers = providersOf(wanted, components);
    const open = providers.some((one) => selection.open.has(one));
    if (met || open || seen.has(wanted)) continue;
    seen.add(wanted);
    results.push(unmet(step, providers, { selection, profile }));
    const only = components.get(
      providers.length === 1 ? (providers[0] ?? "") : "",
    );
    if (only) queue.push(...stepsOf(only, [...chain, wanted]));
  }
  return results;
}

function stepsOf(by: Component, chain: readonly string[]): Step[] {
  const { requires = [] } = by.spec;
  return requires.map((wanted, index) => ({ wanted, index, by, chain }));
}

interface Known {
  readonly selection: Selection;
  readonly profile: Resolved;
}

function unmet(
  { wanted, index, by, chain }: Step,
  providers: readonly string[],
  known: Known,
): Result {
  const ways = providers.map((name) => wayTo(name, known));
  const lacks =
    providers.includes(wanted) && providers.length === 1
      ? `${wanted} is required and not in this cluster`
      : `${wanted} is required and nothing in this cluster provides it`;
  const message = `${lacks}: ${formatChain([...chain, wanted])}; ${list(ways)}`;
  const field = { path: ["spec", "requires", index], current: wanted };
  return finding("PRO-REQUIRES", { item: by.item, message, field });
}

/** How the cluster gets a component. */
function wayTo(name: string, { selection, profile }: Known): string {
  for (const [group, from] of selection.alternatives) {
    if (from.includes(name)) return `choose ${name} for ${group}`;
  }
  return profile.optional.has(name)
    ? `add ${name} to optional of the cluster`
    : `add ${name} to ClusterProfile ${profile.profile.name}`;
}
