import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { readDocuments } from "../../lib/krm/documents.ts";
import { type KubernetesObject, mapping } from "../../lib/krm/item.ts";
import { InputError } from "../../lib/krm/list.ts";
import { encode } from "../../lib/yaml/text.ts";
import { FILES } from "./entries.ts";

/** Files by their path from the repository's root, with `/` on every system. */
export type Files = ReadonlyMap<string, string>;

/**
 * The repository that a folder is in: the nearest folder above it with `.git`
 * or `clusters`, else the folder itself.
 */
export function repositoryRoot(directory: string): string {
  const start = resolve(directory);
  for (let at = start; ; at = dirname(at)) {
    const marks = [join(at, ".git"), join(at, "clusters")];
    if (marks.some((path) => existsSync(path))) return at;
    if (dirname(at) === at) return start;
  }
}

/** The folder that Kustomize builds for a cluster, given its own folder. */
export function buildFolder(directory: string): string {
  const inner = join(directory, "cluster");
  return hasKustomization(inner) ? inner : directory;
}

/** Whether Kustomize could build the folder. */
export function hasKustomization(directory: string): boolean {
  return FILES.some((name) => isFile(join(directory, name)));
}

/** Folders that belong to a build: Flux's own beside it, and its parent's. */
export function foldersAround(build: string): string[] {
  const parent = dirname(resolve(build));
  return [build, parent, join(parent, "flux-system")];
}

/**
 * Every local file that builds of these folders read: kustomizations,
 * resources, patches and configs, and Kptfiles, which Kustomize doesn't read.
 */
export function readFiles(root: string, folders: readonly string[]): Files {
  const files = new Map<string, string>();
  const seen = new Set<string>();
  for (const folder of folders) collect(resolve(folder), { root, files, seen });
  return files;
}

interface Job {
  readonly root: string;
  readonly files: Map<string, string>;
  readonly seen: Set<string>;
}

function collect(folder: string, job: Job): void {
  if (job.seen.has(folder)) return;
  job.seen.add(folder);
  const file = FILES.map((name) => join(folder, name)).find(isFile);
  const kptfile = join(folder, "Kptfile");
  if (isFile(kptfile)) add(kptfile, job);
  if (!file) return;
  const [body = {}] = objectsIn(add(file, job));
  for (const entry of entriesIn(body)) {
    const path = resolve(folder, entry);
    if (isFolder(path)) collect(path, job);
    else if (isFile(path)) add(path, job);
  }
}

function add(path: string, { root, files }: Job): string {
  const name = relative(root, path).split(sep).join("/");
  const text = files.get(name) ?? readFileSync(path, "utf8");
  files.set(name, text);
  return text;
}

/** Lists of paths, and lists of patches that may have one. */
const PATHS = [
  "resources",
  "bases",
  "components",
  "generators",
  "transformers",
];
const PATCHES = ["patches", "patchesJson6902"];

function entriesIn(body: KubernetesObject): string[] {
  const entries = [
    ...PATHS.flatMap((key) => listOf(body[key])),
    ...PATCHES.flatMap((key) => listOf(body[key])).map(
      (patch) => mapping(patch).path,
    ),
  ];
  return entries.filter(
    (entry): entry is string =>
      typeof entry === "string" && !entry.includes("\n"),
  );
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

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
