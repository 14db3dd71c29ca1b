import { existsSync, readFileSync, statSync } from "node:fs";
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

function filesIn(directory: string): string[] {
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

/** A path as people type it, from where they are. */
export function shown(path: string): string {
  return relative(process.cwd(), path) || ".";
}
