import { join, resolve } from "node:path";
import { functions } from "../../functions/index.ts";
import { GROUP } from "../../lib/krm/define.ts";
import { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import {
  buildFolder,
  objectsIn,
  readFiles,
  repositoryRoot,
} from "../build/files.ts";
import { hasKustomization, shown } from "../build/kustomization.ts";
import { kustomizeProgram } from "../build/kustomize.ts";
import { CommandError } from "../process/command.ts";
import {
  allOf,
  type Checked,
  type CheckOptions,
  checkCluster,
} from "./check.ts";
import { type Builder, failed, withFunctions } from "./closure.ts";
import {
  type Cluster,
  clusterAt,
  clustersIn,
  foldersBelow,
  noCluster,
} from "./clusters.ts";
import { fresh } from "./flows.ts";
import { guardDifferences } from "./strength.ts";
import { unreached, unsynced } from "./unreached.ts";

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
  /** There is none. */
  readonly empty: boolean;
  readonly results: readonly Result[];
}

/** Whether a folder is one that holds clusters and is none itself. */
export function isRepository(directory: string): boolean {
  return (
    !hasKustomization(buildFolder(directory)) &&
    clusterAt(directory, repositoryRoot(directory)) === undefined
  );
}

/**
 * Checks every cluster of a repository, what none of them reaches, and the
 * catalogue. What one cluster's build says when it fails is a finding of that
 * cluster. Throws `CommandError` where no cluster can be found.
 */
export function checkRepository(
  directory: string,
  options: CheckOptions & { readonly begin?: (cluster: string) => void },
): CheckedRepository {
  const { begin, ...rest } = options;
  // Or every cluster would say that there is none.
  kustomizeProgram();
  const root = resolve(directory);
  const found = clustersIn(root);
  if (found.length === 0) noCluster(directory);
  const paths = remembering(
    rest.paths ?? rest.builder ?? withFunctions(rest.mirror),
  );
  const clusters = found.map((cluster) => {
    begin?.(shown(cluster.folder));
    return attempt(cluster, root, { ...rest, paths });
  });
  const builds = foldersBelow(join(root, "clusters"));
  return {
    directory,
    clusters,
    catalogue: checkCatalogue(directory, builds),
    results: [
      ...selectNothing(clusters),
      ...unreached(builds, clusters, root),
      ...unsynced(found),
      ...guardDifferences(clusters),
    ],
  };
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

function attempt(
  cluster: Cluster,
  root: string,
  options: CheckOptions,
): Checked {
  try {
    return checkCluster(cluster, root, options);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const built = { printed: [], read: [] };
    const results = [failed(error)];
    const proof = { entries: [], objects: 0, edits: [], results, built };
    return {
      directory: shown(cluster.folder),
      compared: true,
      proof,
      flows: [],
      files: [],
    };
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
    empty: items.length === 0,
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
