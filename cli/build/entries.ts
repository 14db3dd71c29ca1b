import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { functions } from "../../functions/index.ts";
import { API_VERSION, programOf as nameOf } from "../../lib/krm/define.ts";
import { readDocuments } from "../../lib/krm/documents.ts";
import { type KubernetesObject, mapping, text } from "../../lib/krm/item.ts";
import { InputError } from "../../lib/krm/list.ts";
import { encode } from "../../lib/yaml/text.ts";
import { CommandError } from "../process/command.ts";
import { isFolder, kustomizationOf, shown } from "./kustomization.ts";
import { kustomizeBuild } from "./kustomize.ts";

/** A function entry of a build: its config, and what it was given. */
export interface Entry {
  readonly config: KubernetesObject;
  /** File of the config, relative to the working directory. */
  readonly file: string;
  /** The function a ConfigMap config is meant for. */
  readonly program?: string;
  /**
   * Folder of the kustomization below `resources:` whose objects alone the
   * entry was given; absent where it was given all of the root's.
   */
  readonly scope?: string;
  /** A function that is not of this project; it is not run again. */
  readonly foreign?: true;
}

/**
 * Every function entry under `transformers:` of a build, in the order Kustomize
 * runs them: resources, then components, then transformers, each to its
 * depth. Reads local files only. Throws `CommandError` for what is not there.
 */
export function entriesOf(directory: string): Entry[] {
  return entriesAt(resolve(directory), undefined, []);
}

function entriesAt(
  directory: string,
  scope: string | undefined,
  above: readonly string[],
): Entry[] {
  const trail = [...above, directory];
  if (above.includes(directory)) {
    throw new CommandError(
      `kustomizations lead to themselves: ${trail.map(shown).join(" -> ")}`,
    );
  }
  const kustomization = kustomizationOf(directory);
  const { file, body } = kustomization;
  const folders = (field: string): string[] =>
    strings(body[field])
      .map((path) => resolve(directory, path))
      .filter((path) => isFolder(path));
  return [
    ...folders("resources").flatMap((path) =>
      entriesAt(path, scope ?? path, trail),
    ),
    ...folders("components").flatMap((path) => entriesAt(path, scope, trail)),
    ...strings(body.transformers).flatMap((entry) =>
      configsOf(directory, file, entry).flatMap((found) =>
        entryOf(found, scope),
      ),
    ),
  ];
}

interface Found {
  readonly config: KubernetesObject;
  readonly file: string;
}

/** An entry is a file, a folder that Kustomize builds, or inline YAML. */
function configsOf(
  directory: string,
  kustomization: string,
  entry: string,
): Found[] {
  if (entry.includes("\n")) {
    return readDocuments(encode(entry)).map((config) => ({
      config,
      file: shown(kustomization),
    }));
  }
  const path = resolve(directory, entry);
  if (isFolder(path)) {
    const built = readDocuments(kustomizeBuild(path, []));
    return built.map((config) => ({ config, file: shown(path) }));
  }
  if (!existsSync(path)) return [];
  return documentsOf(path).map((config) => ({ config, file: shown(path) }));
}

function entryOf({ config, file }: Found, scope: string | undefined): Entry[] {
  const rest = { config, file, ...(scope ? { scope } : {}) };
  if (config.apiVersion === API_VERSION) return [rest];
  const annotations = mapping(mapping(config.metadata).annotations);
  const source = FUNCTION_KEYS.map((key) => text(annotations[key])).find(
    Boolean,
  );
  if (source === undefined) return [];
  const program = programOf(source);
  const ours = functions.some(({ kind }) => nameOf(kind) === program);
  const known =
    config.apiVersion === "v1" && config.kind === "ConfigMap" && ours;
  return known && program
    ? [{ ...rest, program }]
    : [{ ...rest, foreign: true }];
}

const FUNCTION_KEYS = [
  "config.kubernetes.io/function",
  "config.k8s.io/function",
  "config.kubernetes.io/container",
];

/** The program that a function annotation runs. */
function programOf(source: string): string | undefined {
  const spec = mapping(readDocuments(encode(source))[0]);
  const path = text(mapping(spec.exec).path);
  if (path) return basename(path);
  return strings(mapping(spec.container).envs)
    .map((pair) => /^FLUX_PLATFORM_FUNCTION=(.*)$/.exec(pair)?.[1])
    .find((value) => value !== undefined);
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
