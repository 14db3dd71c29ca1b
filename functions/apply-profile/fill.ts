import type { Item } from "../../lib/krm/item.ts";
import type { Path, Result } from "../../lib/krm/result.ts";
import type { Facts } from "../../lib/kubernetes/facts.ts";
import { type Code, finding } from "./policy.ts";

/** Where a template stands. */
export interface Source {
  readonly item?: Item;
  readonly path: Path;
}

/** Fills facts into values and gathers what stands against it. */
export class Filler {
  readonly results: Result[] = [];
  readonly #facts: Facts;

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** The value with its facts, checked; as it stands where that fails. */
  one(
    template: string,
    place: Source,
    problemOf: (value: string) => string | undefined = () => undefined,
    code: Code = "PRO-RESOURCE",
  ): string {
    const filled = this.#facts.resolve(template);
    const field = { path: place.path, current: template };
    const { item } = place;
    if ("problem" in filled) {
      const { rule, message } = filled.problem;
      this.results.push(finding(rule, { item, message, field }));
      return template;
    }
    const problem = problemOf(filled.value);
    if (problem)
      this.results.push(finding(code, { item, message: problem, field }));
    return filled.value;
  }

  /** Every value of a mapping. */
  all(
    templates: Readonly<Record<string, string>>,
    { item, path }: Source,
    problemOf?: (value: string) => string | undefined,
    code?: Code,
  ): Record<string, string> {
    return Object.fromEntries(
      Object.entries(templates).map(([key, template]) => {
        const place = { ...(item ? { item } : {}), path: [...path, key] };
        return [key, this.one(template, place, problemOf, code)];
      }),
    );
  }
}
