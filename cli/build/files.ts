import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { readDocuments } from "../../lib/krm/documents.ts";
import type { KubernetesObject } from "../../lib/krm/item.ts";
import { InputError } from "../../lib/krm/list.ts";
import { loadsOf } from "../../lib/kustomize/loads.ts";
import { encode } from "../../lib/yaml/text.ts";
import { CommandError } from "../process/command.ts";
import {
  appliedKustomization,
  filesIn,
  hasKustomization,
  isFile,
  isFolder,
  type KustomizationFile,
  kustomizationOf,
} from "./kustomization.ts";

/** Files by their path from the repository's root, with `/` on every system. */
export type Files = ReadonlyMap<string, string>;

/** The nearest folder above one, or itself, with `.git` or `clusters`. */
export function markedRoot(directory: string): string | undefined {
  for (let at = resolve(directory); ; at = dirname(at)) {
    const marks = [join(at, ".git"), join(at, "clusters")];
    if (marks.some((path) => existsSync(path))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** The repository that a folder is in, itself where nothing marks one. */
export function repositoryRoot(directory: string): string {
  return markedRoot(directory) ?? resolve(directory);
}

/** The folder that Kustomize builds for a cluster, given its own folder. */
export function buildFolder(directory: string): string {
  const inner = join(directory, "cluster");
  return hasKustomization(inner) ? inner : directory;
}

/** Folders that belong to a build: Flux's own beside it, and its parent's. */
export function foldersAround(build: string): string[] {
  const parent = dirname(resolve(build));
  return [build, parent, join(parent, "flux-system")].filter(hasKustomization);
}

/**
 * Every local file that builds of these folders read: kustomizations and what
 * they load, and Kptfiles, which Kustomize doesn't read. Throws `CommandError`
 * for a kustomization that can't be read as Kustomize does, but below folders
 * that are known to be broken.
 */
export function readFiles(
  root: string,
  folders: readonly string[],
  { broken = new Set() }: { readonly broken?: ReadonlySet<string> } = {},
): Files {
  const files = new Map<string, string>();
  const seen = new Set<string>();
  for (const folder of folders) {
    const lenient = broken.has(folder);
    const reading = { root, files, seen, lenient };
    collect(resolve(folder), reading, appliedKustomization);
  }
  return files;
}

interface Reading {
  readonly root: string;
  readonly files: Map<string, string>;
  readonly seen: Set<string>;
  /** That a kustomization can't be read was told: its text is all there is. */
  readonly lenient: boolean;
}

function collect(
  folder: string,
  reading: Reading,
  kustomizationAt = kustomizationOf,
): void {
  if (reading.seen.has(folder)) return;
  reading.seen.add(folder);
  const kptfile = join(folder, "Kptfile");
  if (isFile(kptfile)) add(kptfile, reading);
  // A build that wants one says so better.
  if (kustomizationAt === kustomizationOf && !hasKustomization(folder)) return;
  const kustomization = readable(folder, reading, kustomizationAt);
  if (!kustomization) return;
  if (!kustomization.generated) add(kustomization.file, reading);
  for (const { text } of loadsOf(kustomization)) {
    const path = resolve(folder, text);
    if (isFolder(path)) collect(path, reading);
    else if (isFile(path)) add(path, reading);
  }
}

function readable(
  folder: string,
  reading: Reading,
  kustomizationAt: typeof kustomizationOf,
): KustomizationFile | undefined {
  try {
    return kustomizationAt(folder);
  } catch (error) {
    if (!(error instanceof CommandError) || !reading.lenient) throw error;
    for (const file of filesIn(folder)) add(file, reading);
    return undefined;
  }
}

function add(path: string, { root, files }: Reading): void {
  const name = relative(root, path).split(sep).join("/");
  if (!files.has(name)) files.set(name, readFileSync(path, "utf8"));
}

/** The objects of a file's text; none where Kustomize can't read it either. */
export function objectsIn(text: string): KubernetesObject[] {
  try {
    return readDocuments(encode(text));
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
