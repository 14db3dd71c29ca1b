import { existsSync } from "node:fs";
import { join } from "node:path";
import { functions } from "../../functions/index.ts";
import { API_VERSION, type Context } from "../../lib/krm/define.ts";
import { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { hasError } from "../../lib/krm/run.ts";
import type { FunctionEntry } from "../build/entries.ts";
import { foldersAround, readFiles, repositoryRoot } from "../build/files.ts";
import { kustomizationFile, shown } from "../build/kustomization.ts";
import type { Foreign, Mirror } from "../build/mirror.ts";
import type { Built } from "../build/objects.ts";
import { CommandError } from "../process/command.ts";
import {
  type Builder,
  Closure,
  failed,
  type Reached,
  withFunctions,
} from "./closure.ts";
import { type Cluster, clusterAt, clusterIn } from "./clusters.ts";
import { driftOf } from "./drift.ts";
import { withoutUnused } from "./exceptions.ts";
import { checksOf, fresh, guardrailsOf, sourceOf } from "./flows.ts";
import { type CheckedFlow, judgeAll } from "./follow.ts";
import { scoreOf } from "./individuality.ts";
import { ownEntries, type Proof, prove, rerun } from "./proof.ts";
import { reachProblems } from "./reach.ts";

/** The proof of a folder, and of every path that its flows lead to. */
export interface Checked {
  readonly directory: string;
  /** Whether what was judged is what the folder builds. */
  readonly compared: boolean;
  readonly proof: Proof;
  readonly flows: readonly CheckedFlow[];
  /** Files that it read, by path from the repository's root. */
  readonly files: readonly string[];
  /** How far a cluster is defined by itself; absent for other folders. */
  readonly individuality?: number;
}

/** How to check. */
export interface CheckOptions {
  readonly today: string;
  /** Where the folder's builds run. */
  readonly mirror: Mirror;
  /** The print of the folder to judge, a byte string. */
  readonly rendered?: string | undefined;
  /** It is not compared with what the folder builds. */
  readonly renderedOnly?: boolean;
  /** Guardrails that no kustomization lists: they run over all that is reached. */
  readonly guardrails?: readonly FunctionEntry[];
  /** Instead of Kustomize with functions, for the folder and its paths. */
  readonly builder?: Builder;
  /** For the paths alone. */
  readonly paths?: Builder;
}

/**
 * Proves a folder's guardrails, follows its flows into their paths and those
 * found there, proves those, and judges them by the folder's own guardrails.
 * Throws `CommandError`.
 */
export function check(directory: string, options: CheckOptions): Checked {
  const root = repositoryRoot(directory);
  const cluster = clusterAt(directory, root);
  if (!cluster) {
    kustomizationFile(directory);
    const { entries } = ownEntries(options.mirror, directory);
    if (entries.length === 0) {
      throw new CommandError(
        `${directory} runs no function of flux-platform: list a guardrails component in its kustomization.yaml`,
      );
    }
  }
  return checkCluster(cluster ?? { folder: directory }, root, options);
}

/** Checks what `check` does, of a cluster that was found. Throws `CommandError`. */
export function checkCluster(
  { folder, sync }: Cluster,
  root: string,
  options: CheckOptions,
): Checked {
  const { today, rendered, builder, paths = builder, mirror } = options;
  const { guardrails: attached = [], renderedOnly = false } = options;
  const closure = new Closure(root, mirror, paths ?? withFunctions(mirror));
  const first = sync && sync.folder !== folder ? [sync] : [];
  const reach: Reach = (built, entries) =>
    closure.follow(built.printed, sourceOf(entries, sync?.source), {
      own: folder,
      first,
    });
  const contextOf = contextReader(folder, root, { today, reach });
  const parts = { mirror, contextOf };
  const guard = (proof: Proof): Proof =>
    judgedAnyway(proof, {
      attached,
      found: sync !== undefined,
      root,
      contextOf,
    });
  const proof = guard(
    orFiles(folder, parts, () =>
      builder
        ? proveBuilt(folder, builder(folder), parts)
        : prove(folder, { rendered, ...parts }),
    ),
  );
  const { entries, built } = proof;
  const { places, results: lost } = reach(built, entries);
  const context = contextOf(built, entries);
  const guardrails = guardrailsFor(proof, attached);
  const followed = judgeAll(places, { proof, guardrails, context, mirror });
  const used = followed.flatMap(({ suspended }) => suspended);
  const score = scoreOf(folder, root, proof, context.files ?? new Map());
  const results = [
    ...mirror.foreign.map(notRun),
    ...lost,
    ...(rendered === undefined || renderedOnly
      ? []
      : driftOf(folder, proof, { mirror, context })),
    ...reachProblems(
      { built, places },
      sourceOf(entries, sync?.source),
      entries.length > 0,
    ),
    ...withoutUnused(proof.results, used),
    ...(score?.findings ?? []),
  ];
  return {
    directory: shown(folder),
    compared: rendered === undefined || !renderedOnly,
    proof: { ...proof, results },
    flows: followed,
    files: [...(context.files?.keys() ?? [])],
    ...(score ? { individuality: score.score } : {}),
  };
}

/** What a program of somebody else makes, nobody here has seen. */
function notRun({ file, config, program }: Foreign): Result {
  const item = Item.of(config);
  return {
    message: `${file} has Kustomize run ${program}: nothing of a repository is run here, so what it makes was not looked at; have functions of flux-platform do it, or make it by hand`,
    severity: "error",
    resourceRef: item.ref,
    file: { path: file },
    tags: { function: "check", rule: "PROGRAM-FOREIGN" },
  };
}

type Reach = (built: Built, entries: Proof["entries"]) => Reached;

/** Tells functions the day and the files; the same files are read once. */
function contextReader(
  folder: string,
  root: string,
  { today, reach }: { readonly today: string; readonly reach: Reach },
): ContextOf {
  const known = new Map<string, Context>();
  return (built, entries) => {
    const { places } = reach(built, entries);
    const paths = places.map(({ flow }) => flow.folder);
    const broken = places.filter(({ failure }) => failure.some(isUnbuilt));
    const key = paths.join("\n");
    const context = known.get(key) ?? {
      today,
      files: readFiles(root, [...foldersAround(folder), ...paths], {
        broken: new Set(broken.map(({ flow }) => flow.folder)),
      }),
    };
    known.set(key, context);
    return context;
  };
}

function isUnbuilt({ tags }: Result): boolean {
  return tags.rule === "BUILD-FAILED";
}

interface Parts {
  readonly mirror: Mirror;
  readonly contextOf: ContextOf;
}

type ContextOf = (built: Built, entries: Proof["entries"]) => Context;

/** Whose guardrails, in which cluster. */
interface Guarding {
  readonly attached: readonly FunctionEntry[];
  /** Whether Flux syncs it. */
  readonly found: boolean;
  readonly root: string;
  readonly contextOf: ContextOf;
}

/**
 * Runs attached guardrails over what a cluster's own were proven for. One that
 * has none is not free of rules: those that judge run as they are by default.
 * Where an earlier step of a Pipeline fails they run too, so that everything is
 * told at once.
 */
function judgedAnyway(
  proof: Proof,
  { attached, found, root, contextOf }: Guarding,
): Proof {
  const { entries, built } = proof;
  const context = contextOf(built, entries);
  const more = rerun(attached, built, context);
  const edits = [...proof.edits, ...more.edits];
  const results = [...proof.results, ...fresh(more.results, proof.results)];
  const judges = checksOf([...entries, ...attached]);
  const cluster = isModelled(built) && existsSync(join(root, "clusters"));
  const bare = found && entries.length + attached.length === 0;
  const again = judges.length > 0 ? hasError(results) : cluster || bare;
  if (!again) return { ...proof, edits, results };
  const checking = judges.length > 0 ? judges : defaults(isModelled(built));
  const told = rerun(checking, built, context).results;
  return { ...proof, edits, results: [...results, ...fresh(told, results)] };
}

/** What a cluster's paths are judged by. */
function guardrailsFor(
  { entries, built }: Proof,
  attached: readonly FunctionEntry[],
): FunctionEntry[] {
  const all = [...guardrailsOf(entries), ...attached];
  return all.length > 0 ? all : defaults(isModelled(built));
}

/** Whether the cluster is described by profiles and facts of ours. */
function isModelled({ read }: Built): boolean {
  return read.some(({ kind }) => kind === "PlatformCluster");
}

/**
 * Every function that judges, without a word about it; in a repository that
 * follows no model of ours as warnings, without the rules that need one.
 */
function defaults(modelled: boolean): FunctionEntry[] {
  const judges = functions.filter(({ role }) => role === "judges");
  return judges.map(({ kind, repository }) => ({
    config: {
      apiVersion: API_VERSION,
      kind,
      metadata: { name: "default" },
      ...(modelled ? {} : { spec: repository?.anywhere ?? {} }),
    },
    file: "flux-platform check",
  }));
}

/** Where Kustomize fails, what the files show may say why. */
function orFiles(
  folder: string,
  { mirror, contextOf }: Parts,
  proveIt: () => Proof,
): Proof {
  try {
    return proveIt();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { entries } = ownEntries(mirror, folder);
    const checking = checksOf(entries);
    const built = { printed: [], read: clusterIn(folder) };
    const { results } = rerun(checking, built, contextOf(built, entries));
    if (!hasError(results)) throw error;
    const all = [...results, failed(error)];
    return { entries, objects: 0, edits: [], results: all, built };
  }
}

/** A proof of objects that are there already. */
function proveBuilt(
  folder: string,
  built: Built,
  { mirror, contextOf }: Parts,
): Proof {
  const { entries } = ownEntries(mirror, folder);
  const { edits, results } = rerun(entries, built, contextOf(built, entries));
  return { entries, objects: built.printed.length, edits, results, built };
}

/** Every edit and finding, the flows' first. */
export function allOf({
  proof,
  flows,
}: Checked): Pick<Proof, "edits" | "results"> {
  const proofs = [...flows.map((flow) => flow.proof), proof];
  return {
    edits: proofs.flatMap(({ edits }) => edits),
    results: fresh(
      proofs.flatMap(({ results }) => results),
      [],
    ),
  };
}
