import { posix, relative, sep } from "node:path";
import { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { objectsIn, readFiles } from "../build/files.ts";
import { kustomizationOf, shown } from "../build/kustomization.ts";
import { CommandError } from "../process/command.ts";
import type { Checked } from "./check.ts";
import { failed } from "./closure.ts";
import type { Cluster } from "./clusters.ts";

/** Groups of objects that make a folder a cluster, or part of one. */
const OF_A_CLUSTER = [
  "flux-platform.dev",
  "fluxcd.controlplane.io",
  "helm.toolkit.fluxcd.io",
  "kustomize.toolkit.fluxcd.io",
  "source.toolkit.fluxcd.io",
];

/**
 * Folders that Kustomize could build and that nothing of any cluster leads to:
 * nobody judged what they hold. A Component is for others to list.
 */
export function unreached(
  folders: readonly string[],
  clusters: readonly Checked[],
  root: string,
): Result[] {
  const files = clusters.flatMap((one) => one.files);
  const reached = new Set(files.map((path) => posix.dirname(path)));
  return folders
    .filter((one) => !reached.has(relative(root, one).split(sep).join("/")))
    .flatMap((folder) => judged(folder, root));
}

function judged(folder: string, root: string): Result[] {
  try {
    if (kustomizationOf(folder).isComponent) return [];
    const held = [...readFiles(root, [folder]).values()]
      .flatMap((text) => objectsIn(text).map((object) => Item.of(object)))
      .find(({ group }) => OF_A_CLUSTER.includes(group));
    const what = held ? `holds ${held.kind} ${held.name}` : "could be built";
    return [
      {
        message: `${shown(folder)} ${what}, and no cluster's flows lead to it: nobody judged it; let a cluster apply it, or remove it`,
        severity: held ? "error" : "warning",
        file: { path: shown(folder) },
        tags: { function: "check", rule: "REACH-UNREACHED" },
      },
    ];
  } catch (error) {
    if (error instanceof CommandError) return [failed(error)];
    throw error;
  }
}

/** Clusters of which no file says that Flux applies them. */
export function unsynced(clusters: readonly Cluster[]): Result[] {
  return clusters
    .filter(({ sync }) => sync === undefined)
    .map(({ folder }) => ({
      message: `${shown(folder)} holds a PlatformCluster, and no file of the repository says that Flux applies it or the folder around it: add the Flux Kustomization of its sync, with its source beside it, or correct its spec.path`,
      severity: "error",
      file: { path: shown(folder) },
      tags: { function: "check", rule: "REACH-SYNC" },
    }));
}
