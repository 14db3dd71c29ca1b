import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { functions } from "../../functions/index.ts";
import { GROUP } from "../../lib/krm/define.ts";
import { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { buildFolder, objectsIn, readFiles } from "../build/files.ts";
import { hasKustomization, shown } from "../build/kustomization.ts";
import { kustomizeProgram } from "../build/kustomize.ts";
import { CommandError } from "../process/command.ts";
import {
  allOf,
  type Checked,
  type CheckOptions,
  check,
  clusterIn,
} from "./check.ts";
import { fresh } from "./flows.ts";
import { type Builder, failed, withFunctions } from "./follow.ts";

/** Every cluster of a repository, and what all of them choose from. */
export interface CheckedRepository {
  readonly directory: string;
  readonly clusters: readonly Checked[];
  readonly catalogue: CheckedCatalogue;
  /** Findings that it takes all clusters to tell. */
  readonly results: readonly Result[];
}

/** What all clusters of a repository choose from. */
export interface CheckedCatalogue {
  /** How many there are, by what one of them is called. */
  readonly counts: Readonly<Record<string, number>>;
  readonly results: readonly Result[];
}

/** Whether a folder is one that holds clusters and is no build itself. */
export function isRepository(directory: string): boolean {
  return (
    existsSync(join(directory, "clusters")) &&
    !hasKustomization(buildFolder(directory))
  );
}

/**
 * Checks every cluster below `clusters/`, and the catalogue. What one cluster's
 * build says when it fails is a finding of that cluster.
 */
export function checkRepository(
  directory: string,
  options: CheckOptions & { readonly begin?: (cluster: string) => void },
): CheckedRepository {
  const { begin, ...rest } = options;
  // Or every cluster would say that there is none.
  kustomizeProgram();
  const builds = buildsBelow(join(directory, "clusters"));
  const paths = remembering(
    rest.paths ?? rest.builder ?? withFunctions(rest.mirror),
  );
  const folders = builds.filter((build) => clusterIn(build).length > 0);
  if (folders.length === 0) {
    throw new CommandError(
      `${directory}/clusters has no folder with a kustomization.yaml and a PlatformCluster: name a cluster's folder`,
    );
  }
  const clusters = folders.map((folder) => {
    begin?.(shown(folder));
    return attempt(shown(folder), { ...rest, paths });
  });
  const catalogue = checkCatalogue(directory, builds);
  return { directory, clusters, catalogue, results: selectNothing(clusters) };
}

/** Folders that Kustomize could build, in the order of their paths. */
function buildsBelow(directory: string): string[] {
  const folders = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => resolve(directory, name))
    .sort();
  return folders.flatMap((folder) => [
    ...(hasKustomization(folder) ? [folder] : []),
    ...buildsBelow(folder),
  ]);
}

/** Clusters of one profile have the same paths. */
function remembering(build: Builder): Builder {
  const known = new Map<string, ReturnType<Builder>>();
  return (folder) => {
    const built = known.get(folder) ?? build(folder);
    known.set(folder, built);
    return built;
  };
}

function attempt(directory: string, options: CheckOptions): Checked {
  try {
    return check(directory, options);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const built = { printed: [], read: [] };
    const results = [failed(error)];
    const proof = { entries: [], objects: 0, edits: [], results, built };
    return { directory, proof, flows: [] };
  }
}

/** The catalogue is what the kustomizations of the clusters' tree lead to. */
function checkCatalogue(
  directory: string,
  builds: readonly string[],
): CheckedCatalogue {
  const files = readFiles(resolve(directory), builds);
  const items = [...files.values()]
    .flatMap((text) => objectsIn(text).map((object) => Item.of(object)))
    .filter(({ group }) => group === GROUP);
  const catalogues = functions.flatMap(
    ({ repository }) => repository?.catalogue ?? [],
  );
  const nouns = catalogues.flatMap((one) => Object.entries(one.nouns));
  const count = (wanted: string): number =>
    items.filter(({ kind }) => kind === wanted).length;
  return {
    counts: Object.fromEntries(
      nouns.map(([kind, noun]) => [noun, count(kind)]),
    ),
    results: catalogues.flatMap(({ nouns: kinds, problems }) => [
      ...problems(items.filter(({ kind }) => Object.hasOwn(kinds, kind))),
    ]),
  };
}

/**
 * What select entries match nothing at all: one build may do without, all
 * clusters and their paths together may not.
 */
function selectNothing(clusters: readonly Checked[]): Result[] {
  const runs = clusters.flatMap(({ proof, flows }) => [
    proof.results,
    ...flows.map(({ unmatched }) => unmatched),
  ]);
  const [first = [], ...others] = runs.map((results) =>
    results.filter(
      ({ tags, severity }) =>
        tags.rule === "SELECT-NOTHING" && severity === "info",
    ),
  );
  const everywhere = first.filter((one) =>
    others.every((run) => fresh([one], run).length === 0),
  );
  return everywhere.map((result) => ({
    ...result,
    severity: "warning",
    message: `${result.message}, nor of any other build of the repository: remove the entry, or set optional: true`,
  }));
}

/** Every edit and finding: those of all clusters, then those of the whole. */
export function allOfRepository(
  checked: CheckedRepository,
): ReturnType<typeof allOf> {
  const all = checked.clusters.map(allOf);
  return {
    edits: all.flatMap(({ edits }) => edits),
    results: fresh(
      [
        ...all.flatMap(({ results }) => results),
        ...checked.catalogue.results,
        ...checked.results,
      ],
      [],
    ),
  };
}
