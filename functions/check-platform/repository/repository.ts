import { posix } from "node:path";
import { readDocuments } from "../../../lib/krm/documents.ts";
import { Item, type KubernetesObject, text } from "../../../lib/krm/item.ts";
import { InputError } from "../../../lib/krm/list.ts";
import { encode } from "../../../lib/yaml/text.ts";

/** A kustomization file, and what it refers to. */
export interface Kustomization {
  /** Path of its folder from the repository's root, `""` for the root. */
  readonly folder: string;
  readonly file: string;
  readonly body: KubernetesObject;
  readonly isComponent: boolean;
  /** It as an object called by its folder, for findings and exceptions. */
  readonly item: Item;
}

/** An object as a file of the repository declares it. */
export interface Declared {
  readonly file: string;
  readonly item: Item;
}

/** The files that a build reads. */
export interface Repository {
  readonly files: ReadonlyMap<string, string>;
  readonly kustomizations: ReadonlyMap<string, Kustomization>;
  /** Kustomizations that no other one refers to. */
  readonly roots: readonly Kustomization[];
  /** The objects of one file, nothing where it is not YAML. */
  documents(file: string): readonly Item[];
}

const NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Source: Kustomize, the fields of a kustomization that name folders. */
const FOLDERS = [
  "resources",
  "components",
  "bases",
  "transformers",
  "generators",
];

/** One check judges many builds by the same files. */
const known = new WeakMap<ReadonlyMap<string, string>, Repository>();

/** The repository that these files are; read once. */
export function repositoryOf(files: ReadonlyMap<string, string>): Repository {
  const found = known.get(files) ?? readRepository(files);
  known.set(files, found);
  return found;
}

/** Reads every kustomization among the files; the others when asked for. */
function readRepository(files: ReadonlyMap<string, string>): Repository {
  const read = new Map<string, readonly Item[]>();
  const documents = (file: string): readonly Item[] => {
    const known = read.get(file) ?? parse(files.get(file) ?? "");
    read.set(file, known);
    return known;
  };
  const kustomizations = new Map(
    [...files.keys()].sort().flatMap((file): [string, Kustomization][] => {
      if (!NAMES.includes(posix.basename(file))) return [];
      const [first] = documents(file);
      const found = kustomization(file, first?.object ?? {});
      return [[found.folder, found]];
    }),
  );
  const used = new Set(
    [...kustomizations.values()].flatMap((one) =>
      FOLDERS.flatMap((field) => entriesOf(one, field)).map(({ path }) => path),
    ),
  );
  const roots = [...kustomizations.values()].filter(
    ({ folder, isComponent }) => !isComponent && !used.has(folder),
  );
  return { files, kustomizations, roots, documents };
}

function kustomization(file: string, body: KubernetesObject): Kustomization {
  const folder = folderOf(file);
  const isComponent = body.kind === "Component";
  const apiVersion = text(body.apiVersion) || "kustomize.config.k8s.io/v1beta1";
  const kind = isComponent ? "Component" : "Kustomization";
  const item = Item.of({
    ...body,
    apiVersion,
    kind,
    metadata: { name: folder },
  });
  return { folder, file, body, isComponent, item };
}

function parse(content: string): Item[] {
  try {
    return readDocuments(encode(content)).map((object) => Item.of(object));
  } catch (error) {
    // Whoever builds it says so better.
    if (error instanceof InputError) return [];
    throw error;
  }
}

function folderOf(file: string): string {
  const folder = posix.dirname(file);
  return folder === "." ? "" : folder;
}

/** One entry of a list of a kustomization. */
export interface Listed {
  readonly field: string;
  readonly index: number;
  readonly text: string;
  /** Where it leads to, from the repository's root. */
  readonly path: string;
}

/** Entries of a field such as `resources`; inline YAML has no path. */
export function entriesOf(one: Kustomization, field: string): Listed[] {
  const list = one.body[field];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) =>
    typeof entry === "string"
      ? [{ field, index, text: entry, path: resolvePath(one.folder, entry) }]
      : [],
  );
}

/** A path as people write it, from the repository's root. */
export function resolvePath(folder: string, path: string): string {
  if (path.includes("\n")) return "";
  const joined = posix.join(folder, path).replace(/\/$/, "");
  return joined === "." ? "" : joined;
}

/** Whether `path` is one of the folders or below it. */
export function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((one) => {
    const folder = resolvePath("", one);
    return folder === "" || path === folder || path.startsWith(`${folder}/`);
  });
}
