import { relative } from "node:path";
import { functions } from "../../functions/index.ts";
import { ConfigError, configure } from "../../lib/krm/config.ts";
import type { Context } from "../../lib/krm/define.ts";
import { readDocuments } from "../../lib/krm/documents.ts";
import type { Edit } from "../../lib/krm/edit.ts";
import { Item, type KubernetesObject } from "../../lib/krm/item.ts";
import { formatRef, type Result } from "../../lib/krm/result.ts";
import { hasError, idOf, run } from "../../lib/krm/run.ts";
import { entriesOf, type FunctionEntry, type Scope } from "../build/entries.ts";
import { EXEC, type Mirror } from "../build/mirror.ts";
import {
  type Built,
  buildWithLocal,
  builtOf,
  isKept,
  isRead,
  unguarded,
  unkept,
} from "../build/objects.ts";
import { CommandError } from "../process/command.ts";

/** An edit, and the file of the config that asks for it. */
export type FiledEdit = Edit & { readonly file: string };

/** What a run of a build's entries over its objects gives. */
export interface Rerun {
  readonly edits: readonly FiledEdit[];
  readonly results: readonly Result[];
}

/** What a second run of the guardrails over a build's print found. */
export interface Proof extends Rerun {
  /** Function entries that were run again. */
  readonly entries: readonly FunctionEntry[];
  /** Objects of the print. */
  readonly objects: number;
  /**
   * What the guardrails change in a build that skips exec functions; absent
   * where that build fails or functions of others take part.
   */
  readonly made?: readonly FiledEdit[];
  /** The print and what only functions read. */
  readonly built: Built;
}

/** How a folder is proven. */
export interface ProofOptions {
  readonly mirror: Mirror;
  /** The print to judge, a byte string; without it the folder is built. */
  readonly rendered?: string | undefined;
  /** What the functions are told, once the objects are known. */
  readonly contextOf: (
    built: Built,
    entries: readonly FunctionEntry[],
  ) => Context;
}

/**
 * Runs the guardrails of a folder over what Kustomize printed for it: they
 * hold exactly when nothing is left to edit. Objects that only functions read
 * come from a build of our own. Throws `CommandError`.
 */
export function prove(directory: string, options: ProofOptions): Proof {
  const { mirror } = options;
  const { entries, foreign } = ownEntries(mirror, directory);
  const plain = foreign ? undefined : unguarded(mirror, directory);
  const local = plain ?? buildWithLocal(mirror, directory, EXEC);
  const read = local.filter(isRead).map(unkept);
  const over = (printed: readonly KubernetesObject[]): ProvenRun => {
    const built = { printed, read };
    const context = options.contextOf(built, entries);
    return { ...rerun(entries, built, context), built };
  };
  const made = plain && over(plain.filter((object) => !isRead(object)));
  try {
    const print = options.rendered ?? mirror.build(directory, EXEC);
    const printed = readDocuments(print);
    const objects = printed.length;
    // A build that ran no function prints what only functions read, too.
    const proven = over(printed.filter((object) => !isRead(object)));
    const { built, edits, results } = proven;
    const extra = made ? { made: made.edits } : {};
    return { entries, objects, edits, results, built, ...extra };
  } catch (error) {
    const refused = error instanceof CommandError && made;
    if (!refused || !hasError(made.results)) throw error;
    // The functions refused the build: what they found says more.
    const results = untilError(made.runs);
    const { printed } = builtOf(made.items);
    const objects = printed.length;
    const built = { printed, read };
    return { entries, objects, edits: [], results, built };
  }
}

interface ProvenRun extends Entries {
  readonly built: Built;
}

/** As Kustomize has it: what fails is the last to run. */
function untilError(runs: Entries["runs"]): Result[] {
  const last = runs.findIndex((results) => hasError(results));
  return runs.slice(0, last + 1).flat();
}

/** Entries of this project, and whether others take part. */
export function ownEntries(
  mirror: Mirror,
  directory: string,
): {
  readonly entries: readonly FunctionEntry[];
  readonly foreign: boolean;
} {
  const all = entriesOf(mirror, directory);
  const entries = all.filter(({ foreign }) => !foreign);
  return { entries, foreign: entries.length < all.length };
}

/** What entries that run one after the other make of a build. */
interface Entries extends Rerun {
  readonly items: readonly Item[];
  /** The findings of each entry. */
  readonly runs: readonly (readonly Result[])[];
}

/** Runs entries over a build, one after the other. */
export function rerun(
  entries: readonly FunctionEntry[],
  { printed, read }: Built,
  context: Context,
): Entries {
  let items: readonly Item[] = [...printed, ...read].map((object) =>
    Item.of(object),
  );
  const edits: FiledEdit[] = [];
  const runs: (readonly Result[])[] = [];
  for (const entry of entries) {
    const outcome = again(entry, items, context);
    items = outcome.items;
    edits.push(...outcome.edits.map((edit) => ({ ...edit, file: entry.file })));
    runs.push(outcome.results);
  }
  return { items, edits, results: runs.flat(), runs };
}

function again(
  entry: FunctionEntry,
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
  scope: Scope,
  items: readonly Item[],
): { scoped: Item[]; missing: Item[] } {
  const objects = scope
    .objects()
    .map((object) => Item.of(isKept(object) ? unkept(object) : object));
  const ids = new Set(objects.map(idOf));
  const scoped = items.filter((item) => ids.has(idOf(item)));
  const found = new Set(scoped.map(idOf));
  return { scoped, missing: objects.filter((item) => !found.has(idOf(item))) };
}

function gone(item: Item, { file, scope }: FunctionEntry): Result {
  return {
    message:
      `${formatRef(item.ref)} of ${relative(process.cwd(), scope?.folder ?? "")} is not in the print under this name, ` +
      `so ${file} cannot be proven for it; do not rename or remove what a base's guardrails cover`,
    severity: "error",
    resourceRef: item.ref,
    file: { path: file },
    tags: { function: "check", rule: "PROOF-SCOPE" },
  };
}
