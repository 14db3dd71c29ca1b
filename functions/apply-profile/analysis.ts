import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { type Catalogue, readCatalogue } from "./catalogue.ts";
import { clausesOf, offeredBy } from "./clauses.ts";
import { extensionProblems, type Resolved, resolve } from "./inherit.ts";
import { finding } from "./policy.ts";
import { referenceProblems } from "./references.ts";
import { type Clause, contradiction, isPossible } from "./solver.ts";

/**
 * What is wrong with the catalogue itself, whatever clusters there are: a
 * profile that can never be satisfied, a component that no profile can have,
 * one that a profile offers in vain. The items are those of all profiles and
 * components of the repository.
 */
export function catalogueProblems(items: readonly Item[]): Result[] {
  const { catalogue, results } = readCatalogue(items);
  const problems = [
    ...results,
    ...extensionProblems(catalogue),
    ...referenceProblems(catalogue),
  ];
  if (problems.length > 0) return problems;
  const profiles = [...catalogue.profiles.values()]
    .filter(({ name }) => !isBase(name, catalogue))
    .map((profile) => resolve(profile, catalogue));
  const conflicts = profiles.flatMap((profile) => profile.results);
  if (conflicts.length > 0) return unique(conflicts);
  const judged = profiles.map(({ resolved }) => judge(resolved, catalogue));
  const possible = new Set(judged.flatMap((one) => one.possible));
  return [
    ...judged.flatMap((one) => one.results),
    ...deadComponents(possible, catalogue),
  ];
}

/** Only there to be extended: nothing is configured for it. */
function isBase(name: string, { profiles, components }: Catalogue): boolean {
  const extended = [...profiles.values()].some(
    ({ spec }) => spec.extends === name,
  );
  const used = [...components.values()].some(({ spec }) =>
    Object.hasOwn(spec.profiles, name),
  );
  return extended && !used;
}

interface Judged {
  /** Components that some cluster with the profile could have. */
  readonly possible: readonly string[];
  readonly results: readonly Result[];
}

function judge(profile: Resolved, { components }: Catalogue): Judged {
  const { item, name } = profile.profile;
  const clauses = clausesOf(profile, components);
  if (!isPossible(clauses)) {
    const message = `no cluster can have the profile ${name}: ${reasons(clauses)}`;
    const field = { path: ["spec", "components"] };
    return {
      possible: [],
      results: [finding("PRO-CATALOGUE-VOID", { item, message, field })],
    };
  }
  const possible: string[] = [];
  const results: Result[] = [];
  for (const component of offeredBy(profile, components)) {
    const wish: Clause = { any: [[component, true]], text: "" };
    if (isPossible([wish, ...clauses])) possible.push(component);
    else {
      const message = `no cluster with the profile ${name} can have ${component}, which it offers: ${reasons([wish, ...clauses])}`;
      const field = { path: ["spec", "components"], current: component };
      results.push(finding("PRO-CATALOGUE-IDLE", { item, message, field }));
    }
  }
  return { possible, results };
}

function reasons(clauses: readonly Clause[]): string {
  const texts = contradiction(clauses).map(({ text }) => text);
  return [...new Set(texts)].filter((text) => text !== "").join("; ");
}

function deadComponents(
  possible: ReadonlySet<string>,
  { components }: Catalogue,
): Result[] {
  return [...components.values()].flatMap(({ name, item }) => {
    if (possible.has(name)) return [];
    const message = `no cluster can have ${name}: no profile offers it, or none that does can ever have it; name it in a profile, or remove the component`;
    const field = { path: ["metadata", "name"], current: name };
    return [finding("PRO-CATALOGUE-DEAD", { item, message, field })];
  });
}

/** A conflict in a base is found once for each profile that extends it. */
function unique(results: readonly Result[]): Result[] {
  const seen = new Map(
    results.map((result) => [JSON.stringify(result), result]),
  );
  return [...seen.values()];
}
