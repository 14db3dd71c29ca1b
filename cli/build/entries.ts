import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { API_VERSION } from "../../lib/krm/define.ts";
import { readDocuments } from "../../lib/krm/documents.ts";
import type { KubernetesObject } from "../../lib/krm/item.ts";
import { InputError } from "../../lib/krm/list.ts";
import { inlineObjects } from "../../lib/kustomize/loads.ts";
import { CommandError } from "../process/command.ts";
import {
  appliedKustomization,
  isFolder,
  kustomizationOf,
  shown,
} from "./kustomization.ts";
import { EXEC, type Mirror } from "./mirror.ts";
import { buildWithLocal } from "./objects.ts";
import { programOf } from "./programs.ts";

/** A function entry of a build: its config, and what it was given. */
export interface FunctionEntry {
  readonly config: KubernetesObject;
  /** File of the config, relative to the working directory. */
  readonly file: string;
  /** The function a ConfigMap config is meant for. */
  readonly program?: string;
  /** What alone it was given; absent where it was given all of the root's. */
  readonly scope?: Scope;
  /** A function that is not of this project; it is not run again. */
  readonly foreign?: true;
}

/** A kustomization below `resources:` of the root. */
export interface Scope {
  readonly folder: string;
  /** Its objects, by a build of it alone. */
  objects(): KubernetesObject[];
}

/**
 * Every function entry under `transformers:` of a build, in the order Kustomize
 * runs them: resources, then components, then transformers, each to its
 * depth. Reads local files only. Throws `CommandError` for what is not there.
 */
export function entriesOf(mirror: Mirror, directory: string): FunctionEntry[] {
  return entriesAt(resolve(directory), undefined, { mirror, trail: [] });
}

interface Walk {
  readonly mirror: Mirror;
  readonly trail: readonly string[];
}

function entriesAt(
  directory: string,
  scope: Scope | undefined,
  { mirror, trail: above }: Walk,
): FunctionEntry[] {
  const trail = [...above, directory];
  const walk = { mirror, trail };
  if (above.includes(directory)) {
    throw new CommandError(
      `kustomizations lead to themselves: ${trail.map(shown).join(" -> ")}`,
    );
  }
  const kustomization =
    above.length === 0
      ? appliedKustomization(directory)
      : kustomizationOf(directory);
  const { file, body } = kustomization;
  const folders = (field: string): string[] =>
    strings(body[field])
      .map((path) => resolve(directory, path))
      .filter((path) => isFolder(path));
  return [
    ...folders("resources").flatMap((path) =>
      entriesAt(path, scope ?? scopeAt(path, mirror), walk),
    ),
    ...folders("components").flatMap((path) => entriesAt(path, scope, walk)),
    ...strings(body.transformers).flatMap((entry) =>
      configsOf(entry, { directory, file, mirror }).flatMap((found) =>
        entryOf(found, scope),
      ),
    ),
  ];
}

function scopeAt(folder: string, mirror: Mirror): Scope {
  return { folder, objects: () => buildWithLocal(mirror, folder, EXEC) };
}

interface From {
  readonly directory: string;
  readonly file: string;
  readonly mirror: Mirror;
}

interface Found {
  readonly config: KubernetesObject;
  readonly file: string;
}

/** An entry is a file, a folder that Kustomize builds, or inline YAML. */
function configsOf(entry: string, { directory, file, mirror }: From): Found[] {
  const inline = inlineObjects(entry);
  if (inline) return inline.map((config) => ({ config, file: shown(file) }));
  const path = resolve(directory, entry);
  if (isFolder(path)) {
    const built = readDocuments(mirror.build(path, []));
    return built.map((config) => ({ config, file: shown(path) }));
  }
  if (!existsSync(path)) return [];
  return documentsOf(path).map((config) => ({ config, file: shown(path) }));
}

function entryOf(
  { config, file }: Found,
  scope: Scope | undefined,
): FunctionEntry[] {
  const rest = { config, file, ...(scope ? { scope } : {}) };
  if (config.apiVersion === API_VERSION) return [rest];
  const program = programOf(config);
  if (!program) return [];
  return "own" in program
    ? [{ ...rest, program: program.own }]
    : [{ ...rest, foreign: true }];
}

/** The objects of a file. Throws `CommandError`. */
export function documentsOf(file: string): KubernetesObject[] {
  try {
    return readDocuments(readFileSync(file, "latin1"));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new CommandError(`${shown(file)}: ${error.message}`);
  }
}

function strings(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  return list.filter((entry) => typeof entry === "string");
}
