import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { functions } from "../functions/index.ts";
import { ConfigError, configure } from "../lib/krm/config.ts";
import { type Context, GROUP } from "../lib/krm/define.ts";
import { readDocuments } from "../lib/krm/documents.ts";
import type { Edit } from "../lib/krm/edit.ts";
import { Item, type KubernetesObject, mapping } from "../lib/krm/item.ts";
import { formatRef, type Result } from "../lib/krm/result.ts";
import { idOf, READ_ONLY_KINDS, run } from "../lib/krm/run.ts";
import { type Entry, entriesOf, kustomizationFile } from "./entries.ts";
import { CommandError, EXEC, kustomizeBuild } from "./kustomize.ts";

/** An edit, and the file of the config that asks for it. */
export type FiledEdit = Edit & { readonly file: string };

/** What a run of a build's entries over its objects gives. */
interface Rerun {
  readonly edits: readonly FiledEdit[];
  readonly results: readonly Result[];
}

/** What a second run of the guardrails over a build's print found. */
export interface Proof extends Rerun {
  /** Function entries that were run again. */
  readonly entries: readonly Entry[];
  /** Objects of the print. */
  readonly objects: number;
  /**
   * What the guardrails change in a build that skips exec functions; absent
   * where that build fails or functions of others take part.
   */
  readonly made?: readonly FiledEdit[];
}

const LOCAL = "config.kubernetes.io/local-config";
/** Where the build keeps the mark, so that Kustomize prints the object. */
const KEPT = "flux-platform.dev/was-local-config";

/**
 * Runs the guardrails of a folder over what Kustomize printed for it: they
 * hold exactly when nothing is left to edit. `rendered` is the print to judge
 * (a byte string); without it the folder is built here. Objects that only
 * functions read come from a build of our own. Throws `CommandError`.
 */
export function prove(
  directory: string,
  rendered: string | undefined,
  context: Context,
): Proof {
  kustomizationFile(directory);
  const all = entriesOf(directory);
  const entries = all.filter(({ foreign }) => !foreign);
  if (entries.length === 0) {
    throw new CommandError(
      `${directory} runs no function of flux-platform: list a guardrails component in its kustomization.yaml`,
    );
  }
  const plain =
    entries.length === all.length ? unguarded(directory) : undefined;
  const read = (plain ?? buildWithLocal(directory, EXEC))
    .filter(isRead)
    .map(unkept);
  const over = (objects: readonly KubernetesObject[]): Rerun =>
    rerun(entries, [...objects, ...read], context);
  const made = plain && over(plain.filter((object) => !isRead(object))).edits;
  const printed = readDocuments(rendered ?? kustomizeBuild(directory, EXEC));
  const objects = printed.length;
  return { entries, objects, ...over(printed), ...(made ? { made } : {}) };
}

/**
 * The build without exec functions: what only functions read is the same in
 * it, because none of ours changes that. `undefined` where it fails, since a
 * patch may need what a function writes.
 */
function unguarded(directory: string): KubernetesObject[] | undefined {
  try {
    return buildWithLocal(directory, []);
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

function rerun(
  entries: readonly Entry[],
  objects: readonly KubernetesObject[],
  context: Context,
): Rerun {
  let items: readonly Item[] = objects.map((object) => Item.of(object));
  const edits: FiledEdit[] = [];
  const results: Result[] = [];
  for (const entry of entries) {
    const outcome = again(entry, items, context);
    items = outcome.items;
    edits.push(...outcome.edits.map((edit) => ({ ...edit, file: entry.file })));
    results.push(...outcome.results);
  }
  return { edits, results };
}

function again(
  entry: Entry,
  items: readonly Item[],
  context: Context,
): ReturnType<typeof run> {
  try {
    const configured = configure(entry.config, functions, entry.program);
    if (!entry.scope) return run(configured, items, context, functions);
    const { scoped, missing } = scopeOf(entry.scope, items);
    const outcome = run(configured, scoped, context, functions);
    const after = new Map(outcome.items.map((item) => [item.identity, item]));
    return {
      ...outcome,
      items: [
        ...items.map((item) => after.get(item.identity) ?? item),
        ...outcome.items.filter((item) => item.created),
      ],
      results: [
        ...outcome.results,
        ...missing.map((item) => gone(item, entry)),
      ],
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CommandError(`${entry.file}: ${error.message}`);
  }
}

/** The items that a base holds, by a build of the base alone. */
function scopeOf(
  base: string,
  items: readonly Item[],
): { scoped: Item[]; missing: Item[] } {
  const objects = buildWithLocal(base, EXEC).map((object) =>
    Item.of(isKept(object) ? unkept(object) : object),
  );
  const ids = new Set(objects.map(idOf));
  const scoped = items.filter((item) => ids.has(idOf(item)));
  const found = new Set(scoped.map(idOf));
  return { scoped, missing: objects.filter((item) => !found.has(idOf(item))) };
}

function gone(item: Item, { file, scope }: Entry): Result {
  return {
    message:
      `${formatRef(item.ref)} of ${relative(process.cwd(), scope ?? "")} is not in the print under this name, ` +
      `so ${file} cannot be proven for it; do not rename or remove what a base's guardrails cover`,
    severity: "error",
    resourceRef: item.ref,
    tags: { function: "check", rule: "PROOF-SCOPE" },
  };
}

/**
 * Builds the folder below a kustomization of our own that moves the mark of
 * local objects aside, so that they are printed with the others.
 */
function buildWithLocal(
  directory: string,
  flags: readonly string[],
): KubernetesObject[] {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "flux-platform-")));
  try {
    const target = relative(folder, realpathSync(resolve(directory)));
    writeFileSync(join(folder, "kustomization.yaml"), overlay(target));
    return readDocuments(kustomizeBuild(folder, flags));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(error.message.replaceAll(folder, directory));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function overlay(target: string): string {
  const pointer = (key: string): string =>
    `/metadata/annotations/${key.replaceAll("/", "~1")}`;
  const patch = [{ op: "move", from: pointer(LOCAL), path: pointer(KEPT) }];
  return JSON.stringify({
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources: [target],
    patches: [
      {
        target: { annotationSelector: `${LOCAL}=true` },
        patch: JSON.stringify(patch),
      },
    ],
  });
}

function annotationsOf(object: KubernetesObject): KubernetesObject {
  return mapping(mapping(object.metadata).annotations);
}

function isKept(object: KubernetesObject): boolean {
  return annotationsOf(object)[KEPT] !== undefined;
}

/** Objects that never reach a cluster; functions mark them where people don't. */
function isRead(object: KubernetesObject): boolean {
  const own = String(object.apiVersion).startsWith(`${GROUP}/`);
  return isKept(object) || (own && READ_ONLY_KINDS.has(String(object.kind)));
}

function unkept(object: KubernetesObject): KubernetesObject {
  const { [KEPT]: value = "true", ...annotations } = annotationsOf(object);
  return {
    ...object,
    metadata: {
      ...mapping(object.metadata),
      annotations: { ...annotations, [LOCAL]: value },
    },
  };
}
