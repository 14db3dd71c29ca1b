import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { KubernetesObject } from "../../lib/krm/item.ts";
import { documentsOf } from "../build/entries.ts";
import {
  hasKustomization,
  isFolder,
  isLink,
  shown,
} from "../build/kustomization.ts";
import { CommandError } from "../process/command.ts";
import { type Sync, syncsIn } from "./sync.ts";

/** A cluster, as the repository describes it. */
export interface Cluster {
  /** What is built for it: of a cluster with its own facts `cluster/`. */
  readonly folder: string;
  /** What Flux applies first; absent where no file says so. */
  readonly sync?: Sync;
}

/**
 * The clusters of a repository: those that Flux syncs, and folders with a
 * PlatformCluster, by path.
 */
export function clustersIn(root: string): Cluster[] {
  const synced = syncsIn(root).map((sync) => {
    const inner = join(sync.folder, "cluster");
    const own = existsSync(inner) && clusterIn(inner).length > 0;
    return { folder: own ? inner : sync.folder, sync };
  });
  const known = new Map(synced.map((one) => [one.folder, one]));
  const described = foldersBelow(join(root, "clusters"))
    .filter((folder) => clusterIn(folder).length > 0 && !known.has(folder))
    .map((folder) => ({ folder }));
  return [...known.values(), ...described].sort((one, other) =>
    one.folder < other.folder ? -1 : 1,
  );
}

/** The cluster that a folder is, by its own path or by that which Flux applies. */
export function clusterAt(
  directory: string,
  root: string,
): Cluster | undefined {
  const folder = resolve(directory);
  return clustersIn(root).find(
    (one) => one.folder === folder || one.sync?.folder === folder,
  );
}

/**
 * Folders that Kustomize could build, in the order of their paths; those that
 * links lead to, too, but not what is below them.
 */
export function foldersBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  const folders = readdirSync(directory)
    .map((name) => resolve(directory, name))
    .filter(isFolder)
    .sort();
  return folders.flatMap((folder) => [
    ...(hasKustomization(folder) ? [folder] : []),
    ...(isLink(folder) ? [] : foldersBelow(folder)),
  ]);
}

/** The PlatformCluster as a file of the folder has it. Throws `CommandError`. */
export function clusterIn(folder: string): KubernetesObject[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .flatMap((name) => documentsOf(join(folder, name)))
    .filter(({ kind }) => kind === "PlatformCluster");
}

/** Throws `CommandError`: what was looked for, and how to say it. */
export function noCluster(directory: string): never {
  throw new CommandError(
    `${shown(directory)} has no cluster that can be found: looked for a Flux Kustomization beside its source (gotk-sync.yaml), a FluxInstance with spec.sync, and folders below clusters/ with a PlatformCluster; name the folder that Flux applies`,
  );
}
