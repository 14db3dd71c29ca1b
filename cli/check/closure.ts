import { relative } from "node:path";
import type { RepositorySource } from "../../lib/krm/define.ts";
import {
  Item,
  type KubernetesObject,
  mapping,
  text,
} from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { isFolder, shown } from "../build/kustomization.ts";
import { EXEC, type Mirror } from "../build/mirror.ts";
import { type Built, buildOf } from "../build/objects.ts";
import { CommandError } from "../process/command.ts";
import { type Flow, flowsOf } from "./flows.ts";

/** How folders become objects. */
export type Builder = (folder: string) => Built;

/** Kustomize, with functions. */
export function withFunctions(mirror: Mirror): Builder {
  return (folder) => buildOf(mirror, folder, EXEC);
}

/** A path that a flow applies, and what it comes to. */
export interface Place {
  readonly flow: Flow;
  readonly built: Built;
  /** Why it can't be built, or comes to nothing. */
  readonly failure: readonly Result[];
}

/** What a cluster's flows lead to, each folder once. */
export interface Reached {
  readonly places: readonly Place[];
  /** About flows that lead nowhere. */
  readonly results: readonly Result[];
}

/** Follows flows into their paths, and those found there, until none is new. */
export class Closure {
  readonly #root: string;
  readonly #mirror: Mirror;
  readonly #builder: Builder;
  readonly #built = new Map<string, Omit<Place, "flow">>();

  constructor(root: string, mirror: Mirror, builder: Builder) {
    this.#root = root;
    this.#mirror = mirror;
    this.#builder = builder;
  }

  /**
   * All that the flows among objects lead to, `first` before the others. The
   * folder `own` was built already.
   */
  follow(
    objects: readonly KubernetesObject[],
    source: RepositorySource,
    { own, first = [] }: { readonly own: string; readonly first?: Flow[] },
  ): Reached {
    const repository = { root: this.#root, source };
    const seen = new Set([own]);
    const places: Place[] = [];
    const results: Result[] = [];
    const todo = [...first, ...flowsOf(objects, repository)];
    for (let flow = todo.shift(); flow; flow = todo.shift()) {
      if (seen.has(flow.folder)) continue;
      seen.add(flow.folder);
      const problem = this.#problem(flow);
      if (problem) {
        results.push(problem);
        continue;
      }
      const place = { flow, ...this.#build(flow) };
      places.push(place);
      for (const next of flowsOf(place.built.printed, repository)) {
        todo.push({ ...next, via: [...(flow.via ?? []), nameOf(flow)] });
      }
    }
    return { places, results };
  }

  #problem(flow: Flow): Result | undefined {
    const { folder } = flow;
    if (relative(this.#root, folder).startsWith("..")) {
      return told(
        flow,
        "REACH-PATH",
        "spec.path leads out of the repository: name a folder in it",
      );
    }
    if (isFolder(folder)) return undefined;
    return told(
      flow,
      "REACH-PATH",
      `spec.path is ${shown(folder)}, which is not there: name a folder of the repository, or remove the flow`,
    );
  }

  #build(flow: Flow): Omit<Place, "flow"> {
    const { folder } = flow;
    const known = this.#built.get(folder);
    if (known) return known;
    const found = this.#attempt(folder);
    const empty =
      found.failure.length === 0 && found.built.printed.length === 0;
    const failure = empty
      ? [
          told(
            flow,
            "REACH-EMPTY",
            `${shown(folder)} renders nothing: with prune Flux deletes what the flow applied; remove the flow, or give the path its objects back`,
          ),
        ]
      : found.failure;
    const place = { ...found, failure };
    this.#built.set(folder, place);
    return place;
  }

  /** What the functions of a path refuse is told by their own words. */
  #attempt(folder: string): Omit<Place, "flow"> {
    try {
      return { built: this.#builder(folder), failure: [] };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return { built: this.#unguarded(folder), failure: [failed(error)] };
    }
  }

  #unguarded(folder: string): Built {
    try {
      return buildOf(this.#mirror, folder, []);
    } catch (error) {
      if (error instanceof CommandError) return { printed: [], read: [] };
      throw error;
    }
  }
}

/** A finding about a flow. */
function told({ flow, via = [] }: Flow, rule: string, message: string): Result {
  const chain = via.length > 0 ? `, which ${via.join(" -> ")} applies` : "";
  return {
    message: `${message}${chain}`,
    severity: "error",
    resourceRef: Item.of(flow).ref,
    field: { path: "spec.path", currentValue: text(mapping(flow.spec).path) },
    tags: { function: "check", rule },
  };
}

function nameOf({ flow }: Flow): string {
  return text(mapping(flow.metadata).name);
}

/** What Kustomize said, as a finding. */
export function failed({ message }: CommandError): Result {
  const tags = { function: "check", rule: "BUILD-FAILED" };
  return { message, severity: "error", tags };
}
