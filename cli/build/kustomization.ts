import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
} from "node:fs";
import { join, relative } from "node:path";
import { InputError } from "../../lib/krm/list.ts";
import { FILE_NAMES } from "../../lib/kustomize/fields.ts";
import {
  type Kustomization,
  readKustomization,
} from "../../lib/kustomize/read.ts";
import { CommandError } from "../process/command.ts";

/** A kustomization, and the file that holds it. */
export interface KustomizationFile extends Kustomization {
  readonly file: string;
  /** It is not there: Flux makes it where it applies the folder. */
  readonly generated?: true;
}

/** Whether Kustomize could build the folder. */
export function hasKustomization(directory: string): boolean {
  return filesIn(directory).length > 0;
}

/**
 * Path of the kustomization file of a folder. Throws `CommandError` where there
 * is none, or more than one.
 */
export function kustomizationFile(directory: string): string {
  const [file, ...others] = filesIn(directory);
  if (!file) {
    throw new CommandError(
      `${shown(directory)} has no ${FILE_NAMES[0]}: name a folder that kustomize builds, or the one that has clusters/`,
    );
  }
  if (others.length === 0) return file;
  const names = [file, ...others].map((path) => shown(path)).join(" and ");
  throw new CommandError(
    `${names} are both there, and Kustomize wants one: delete the others`,
  );
}

/**
 * The kustomization of a folder, as Kustomize reads it. Throws `CommandError`
 * with the file for what it refuses, or what we can't read as it does.
 */
export function kustomizationOf(directory: string): KustomizationFile {
  const file = kustomizationFile(directory);
  try {
    return { ...readKustomization(readFileSync(file, "latin1")), file };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new CommandError(`${shown(file)}: ${error.message}`);
  }
}

/**
 * The kustomization that Flux builds where it applies a folder: one without its
 * own gets one that lists every YAML file below it, and the folders there that
 * have theirs. Throws as `kustomizationOf`.
 * Source: fluxcd/pkg kustomize 1.35, kustomize_generator.go.
 */
export function appliedKustomization(directory: string): KustomizationFile {
  if (hasKustomization(directory)) return kustomizationOf(directory);
  const resources = manifestsBelow(directory).map((path) =>
    relative(directory, path),
  );
  return {
    isComponent: false,
    file: join(directory, FILE_NAMES[0] ?? ""),
    generated: true,
    body: {
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      resources,
    },
  };
}

function manifestsBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !isIgnored(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return hasKustomization(path) ? [path] : manifestsBelow(path);
    }
    return entry.isFile() && /\.ya?ml$/.test(entry.name) ? [path] : [];
  });
}

/**
 * What Flux leaves out of an artifact, of what is YAML or may hold some. Source:
 * fluxcd/pkg sourceignore, the default patterns.
 */
const IGNORED = new Set([
  ".git",
  ".github",
  ".circleci",
  ".travis.yml",
  ".gitlab-ci.yml",
  "appveyor.yml",
  ".drone.yml",
  "cloudbuild.yaml",
  "codeship-services.yml",
  "codeship-steps.yml",
  ".goreleaser.yml",
  ".sops.yaml",
  ".flux.yaml",
]);

/** Whether Flux leaves a file or folder of this name out by default. */
export function isIgnored(name: string): boolean {
  return IGNORED.has(name);
}

/** The kustomization files that a folder has; one is right. */
export function filesIn(directory: string): string[] {
  return FILE_NAMES.map((name) => join(directory, name)).filter(isFile);
}

/** Whether a path leads to a file, through links too. */
export function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** Whether a path leads to a folder, through links too. */
export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Whether a path is a symbolic link itself, one that leads nowhere too. */
export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** A path as people type it, from where they are. */
export function shown(path: string): string {
  return relative(process.cwd(), path) || ".";
}
