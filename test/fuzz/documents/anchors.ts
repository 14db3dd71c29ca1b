import { isDeepStrictEqual } from "node:util";
import type { Draws } from "./draw.ts";
import { isMapping, type Mapping } from "./values.ts";

const NAMES = ["a", "b", "shared", "x-1", "E_2"];

/** The anchors of a text as it is written from its start to its end. */
export class Anchors {
  readonly #draws: Draws;
  /** What each name stands for here; a symbol while its node is written. */
  readonly #named = new Map<string, unknown>();

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  /**
   * Names the node that starts here; call what this returns at its end. A name
   * may be given again, also inside: the last one before an alias counts.
   */
  open(): { name: string; close: (value: unknown) => void } {
    const name = this.#draws.pick(NAMES);
    const unfinished = Symbol(name);
    this.#named.set(name, unfinished);
    const close = (value: unknown): void => {
      if (this.#named.get(name) === unfinished) this.#named.set(name, value);
    };
    return { name, close };
  }

  /** A name whose node is `value`. */
  aliasOf(value: unknown): string | undefined {
    if (value === null || value === undefined) return undefined;
    for (const [name, known] of this.#named) {
      const same =
        typeof value === "object"
          ? known === value
          : known === value && value !== "";
      if (same) return name;
    }
    return undefined;
  }

  /** Mappings whose keys `value` has too, by name. */
  mergeable(value: Mapping): [string, Mapping][] {
    const found: [string, Mapping][] = [];
    for (const [name, known] of this.#named) {
      if (!isMapping(known) || known === value) continue;
      const keys = Object.keys(known);
      const within = keys.every((key) => Object.hasOwn(value, key));
      if (keys.length > 0 && within) found.push([name, known]);
    }
    return found;
  }
}

/** The keys of `value` that merging these mappings does not give. */
export function ownKeys(value: Mapping, merged: readonly Mapping[]): string[] {
  return Object.keys(value).filter((key) => {
    const source = merged.find((mapping) => Object.hasOwn(mapping, key));
    return !source || !isDeepStrictEqual(source[key], value[key]);
  });
}
