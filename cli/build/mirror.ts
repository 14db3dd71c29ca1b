import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { readDocuments } from "../../lib/krm/documents.ts";
import type { KubernetesObject } from "../../lib/krm/item.ts";
import { InputError } from "../../lib/krm/list.ts";
import { formatPath, type Path } from "../../lib/krm/result.ts";
import { codeOf } from "../../lib/krm/stdio.ts";
import {
  inlineObjects,
  type Load,
  loadsOf,
} from "../../lib/kustomize/loads.ts";
import { CommandError } from "../process/command.ts";
import { markedRoot } from "./files.ts";
import {
  appliedKustomization,
  isFile,
  isFolder,
  isLink,
  type KustomizationFile,
  kustomizationOf,
  shown,
} from "./kustomization.ts";
import { runKustomize } from "./kustomize.ts";
import { programOf, runByUs } from "./programs.ts";

/** The flag without which Kustomize skips exec functions in silence. */
export const EXEC: readonly string[] = ["--enable-exec"];

/** A program of somebody else that a build asks for. */
export interface Foreign {
  /** The file of its config. */
  readonly file: string;
  readonly config: KubernetesObject;
  /** The path or image that the config names. */
  readonly program: string;
}

/**
 * A copy of what builds of one repository read, in which Kustomize runs. What was
 * not read here is not there, so that it can't be part of a build; in place of
 * the programs that configs name, functions of this installation run. Nothing of
 * the repository is executed, nothing is downloaded.
 */
export class Mirror {
  readonly #root: string;
  readonly #folder: string;
  /** Folders that were copied, or why they can't be. */
  readonly #copied = new Map<string, CommandError | undefined>();
  readonly #foreign: Foreign[] = [];
  #overlays = 0;

  constructor(directory: string) {
    this.#root = realpathSync(markedRoot(directory) ?? sep);
    this.#folder = temporaryFolder();
    mkdirSync(this.#plugins);
  }

  /** Programs that no build of ours runs. */
  get foreign(): readonly Foreign[] {
    return this.#foreign;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * What Kustomize prints for a folder, as a byte string. Throws `CommandError`
   * for what can't be copied, and with Kustomize's own words where it fails.
   */
  build(directory: string, flags: readonly string[]): string {
    return this.#run(directory, this.#at(directory), flags);
  }

  /** The same below a kustomization with further fields. */
  buildBelow(
    directory: string,
    fields: KubernetesObject,
    flags: readonly string[],
  ): string {
    const inner = this.#at(directory);
    this.#overlays += 1;
    const outer = join(this.#folder, `overlay-${this.#overlays}`);
    mkdirSync(outer);
    writeFileSync(
      join(outer, "kustomization.yaml"),
      JSON.stringify({ ...fields, resources: [relative(outer, inner)] }),
    );
    return this.#run(directory, outer, flags);
  }

  #run(directory: string, folder: string, flags: readonly string[]): string {
    const env = { KUSTOMIZE_PLUGIN_HOME: this.#plugins };
    try {
      return runKustomize(folder, flags, env);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const words = error.message
        .replaceAll(folder, shown(directory))
        .replaceAll(this.#tree, this.#root === sep ? "" : this.#root);
      throw new CommandError(words);
    }
  }

  /** Where no plugin is: those of the machine are no part of a repository. */
  get #plugins(): string {
    return join(this.#folder, "plugins");
  }

  get #tree(): string {
    return join(this.#folder, "root");
  }

  /** The folder of the copy that stands for one of the repository. */
  #at(directory: string): string {
    const folder = realpathSync(resolve(directory));
    this.#copyFolder(folder, [], appliedKustomization);
    return this.#target(folder);
  }

  #target(path: string): string {
    return join(this.#tree, relative(this.#root, path));
  }

  #copyFolder(
    folder: string,
    above: readonly string[],
    kustomizationAt = kustomizationOf,
  ): void {
    const trail = [...above, folder];
    if (above.includes(folder)) {
      const steps = trail.map(shown).join(" -> ");
      throw new CommandError(`kustomizations lead to themselves: ${steps}`);
    }
    if (this.#copied.has(folder)) {
      const failure = this.#copied.get(folder);
      if (failure) throw failure;
      return;
    }
    try {
      this.#copyKustomization(kustomizationAt(folder), folder, trail);
      this.#copied.set(folder, undefined);
    } catch (error) {
      if (error instanceof CommandError) this.#copied.set(folder, error);
      throw error;
    }
  }

  #copyKustomization(
    kustomization: KustomizationFile,
    folder: string,
    trail: readonly string[],
  ): void {
    const { file, body, generated = false } = kustomization;
    const changed: [Path, string][] = [];
    for (const load of loadsOf(kustomization)) {
      try {
        const own = this.#copyLoad(load, { file, folder, trail });
        if (own !== load.text) changed.push([load.path, own]);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        throw new CommandError(
          `${shown(file)}: ${formatPath(load.path)}: ${error.message}`,
        );
      }
    }
    const target = this.#target(file);
    mkdirSync(dirname(target), { recursive: true });
    if (changed.length === 0 && !generated) {
      this.#inside(file, file);
      copyFileSync(file, target);
    } else writeFileSync(target, jsonOf(withTexts(body, changed)));
  }

  /** Copies what a field names; gives the text that stands for it, `""` for none. */
  #copyLoad(load: Load, from: From): string {
    const { text: written, as } = load;
    if (as === "config" || as === "patch") {
      const inline = inlineObjects(written);
      if (inline && as === "patch") return written;
      if (inline) return this.#ownConfigs(inline, from.file) ?? written;
    }
    const path = resolve(from.folder, written);
    if (isFolder(path)) {
      if (as !== "resource" && as !== "component" && as !== "config") {
        throw new InputError(`${written} is a folder, expected a file`);
      }
      this.#inside(path, written);
      this.#copyFolder(path, from.trail);
      if (as !== "config") return written;
      const built = documents(this.build(path, []));
      return this.#ownConfigs(built, path) ?? written;
    }
    if (isFile(path)) {
      return this.#copyFile(path, load) === "" ? "" : written;
    }
    throw new InputError(
      isRemote(written)
        ? `${written} is of another repository: nothing is downloaded here, and what it holds was not looked at; copy it into the repository`
        : `${written} is not there`,
    );
  }

  #copyFile(path: string, { as, text: written }: Load): string | undefined {
    this.#inside(path, written);
    const target = this.#target(path);
    mkdirSync(dirname(target), { recursive: true });
    if (as !== "config") {
      copyFileSync(path, target);
      return undefined;
    }
    const bytes = readFileSync(path, "latin1");
    const own = this.#ownConfigs(documents(bytes, shown(path)), path);
    if (own === undefined) writeFileSync(target, bytes, "latin1");
    else writeFileSync(target, own);
    return own;
  }

  /**
   * Configs as they run here, `undefined` where none changes. Those of programs
   * that are not ours are left out, and kept in mind.
   */
  #ownConfigs(
    configs: readonly KubernetesObject[],
    file: string,
  ): string | undefined {
    let changed = false;
    const all = configs.flatMap((config) => {
      const program = programOf(config);
      if (!program) return [config];
      changed = true;
      if ("foreign" in program) {
        this.#foreign.push({
          file: shown(file),
          config,
          program: program.foreign,
        });
        return [];
      }
      return [runByUs(config, program.own)];
    });
    if (!changed) return undefined;
    if (all.length === 0) return "";
    return `${all.map(jsonOf).join("\n---\n")}\n`;
  }

  /** Flux's artifact has no links, and nothing of elsewhere. */
  #inside(path: string, written: string): void {
    const name = relative(this.#root, path);
    if (name.startsWith("..")) {
      throw new InputError(
        `${written} leads out of the repository ${this.#root}: Flux gets nothing of there`,
      );
    }
    const steps = name.split(sep);
    const link = steps
      .map((_, index) => join(this.#root, ...steps.slice(0, index + 1)))
      .find(isLink);
    if (link) {
      throw new InputError(
        `${shown(link)} is a symbolic link, which Flux leaves out of what it applies: put a copy there`,
      );
    }
  }
}

/** Throws `CommandError` where there is no room for one. */
function temporaryFolder(): string {
  try {
    return realpathSync(mkdtempSync(join(tmpdir(), "flux-platform-")));
  } catch (error) {
    throw new CommandError(
      `no temporary folder can be made in ${tmpdir()} (${codeOf(error)}): set TMPDIR to a folder that can be written`,
    );
  }
}

/** Runs what needs a mirror, which is gone afterwards. */
export function withMirror<Result>(
  directory: string,
  run: (mirror: Mirror) => Result,
): Result {
  const mirror = new Mirror(directory);
  try {
    return run(mirror);
  } finally {
    mirror.remove();
  }
}

interface From {
  readonly file: string;
  readonly folder: string;
  readonly trail: readonly string[];
}

function documents(bytes: string, file?: string): KubernetesObject[] {
  try {
    return readDocuments(bytes);
  } catch (error) {
    if (!(error instanceof InputError) || file === undefined) throw error;
    throw new CommandError(`${file}: ${error.message}`);
  }
}

/** Whether Kustomize would take a text for a URL or a repository. */
function isRemote(written: string): boolean {
  const [host = "", ...path] = written.split("/");
  const isHost = host.includes(".") && !host.startsWith(".");
  return /:|\/\/|\?/.test(written) || (isHost && path.length > 1);
}

/** A body with other texts in some of its lists, without those that are empty. */
function withTexts(
  body: KubernetesObject,
  changed: readonly [Path, string][],
): KubernetesObject {
  const copy = structuredClone(body) as Record<string, unknown[]>;
  for (const [[field = "", index = 0], text] of changed) {
    (copy[field] ?? [])[Number(index)] = text;
  }
  for (const [[field = ""]] of changed) {
    copy[field] = (copy[field] ?? []).filter((entry) => entry !== "");
  }
  return copy;
}

/** JSON of an object, whole numbers of any size as they are. */
function jsonOf(object: KubernetesObject): string {
  return JSON.stringify(object, (_, value: unknown) =>
    typeof value === "bigint" ? `\u0000big:${value}` : value,
  ).replaceAll(/"\\u0000big:(-?\d+)"/g, "$1");
}
