import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { functions } from "../../functions/index.ts";
import { API_VERSION, type Context } from "../../lib/krm/define.ts";
import { Item, type KubernetesObject } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { hasError } from "../../lib/krm/run.ts";
import { documentsOf, type FunctionEntry } from "../build/entries.ts";
import {
  buildFolder,
  foldersAround,
  readFiles,
  repositoryRoot,
} from "../build/files.ts";
import type { Foreign, Mirror } from "../build/mirror.ts";
import type { Built } from "../build/objects.ts";
import { CommandError } from "../process/command.ts";
import { withoutUnused } from "./exceptions.ts";
import { buildable, checksOf, flowsOf, fresh } from "./flows.ts";
import {
  type Builder,
  type CheckedFlow,
  failed,
  followAll,
  withFunctions,
} from "./follow.ts";
import { scoreOf } from "./individuality.ts";
import { ownEntries, type Proof, prove, rerun } from "./proof.ts";

/** The proof of a folder, and of every path that its flows apply. */
export interface Checked {
  readonly directory: string;
  readonly proof: Proof;
  readonly flows: readonly CheckedFlow[];
  /** How far a cluster is defined by itself; absent for other folders. */
  readonly individuality?: number;
}

/** How to check. */
export interface CheckOptions {
  readonly today: string;
  /** Where the folder's builds run. */
  readonly mirror: Mirror;
  /** The print of the folder, a byte string, instead of a build; then no flow is followed. */
  readonly rendered?: string | undefined;
  /** Instead of Kustomize with functions, for the folder and its paths. */
  readonly builder?: Builder;
  /** For the paths alone. */
  readonly paths?: Builder;
}

/**
 * Proves a folder's guardrails, follows its flows into their paths, proves
 * those, and judges them by the folder's own guardrails. Throws `CommandError`.
 */
export function check(directory: string, options: CheckOptions): Checked {
  const folder = buildFolder(directory);
  const root = repositoryRoot(folder);
  const { today, rendered, builder, paths = builder, mirror } = options;
  const contextOf = contextReader(folder, root, today);
  const guard = (proof: Proof): Proof => judgedAnyway(proof, root, contextOf);
  const proof = guard(
    orFiles(folder, { mirror, contextOf }, () =>
      builder
        ? proveBuilt(folder, builder(folder), { mirror, contextOf })
        : prove(folder, { rendered, contextOf, mirror }),
    ),
  );
  const { entries, built } = proof;
  // A print that was handed in is all there is to judge.
  const given = rendered === undefined ? flowsOf(built, entries, root) : [];
  const flows = buildable(given).filter((flow) => flow.folder !== folder);
  const context = contextOf(built, entries);
  const base = {
    proof,
    context,
    builder: paths ?? withFunctions(mirror),
    mirror,
  };
  const followed = followAll(flows, base);
  const used = followed.flatMap(({ suspended }) => suspended);
  const score = scoreOf(folder, root, proof, context.files ?? new Map());
  const results = [
    ...mirror.foreign.map(notRun),
    ...withoutUnused(proof.results, used),
    ...(score?.findings ?? []),
  ];
  return {
    directory: folder,
    proof: { ...proof, results },
    flows: followed,
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

/** Tells functions the day and the files; the same files are read once. */
function contextReader(folder: string, root: string, today: string): ContextOf {
  const known = new Map<string, Context>();
  return (built, entries) => {
    const paths = flowsOf(built, entries, root).map((flow) => flow.folder);
    const key = paths.join("\n");
    const context = known.get(key) ?? {
      today,
      files: readFiles(root, [...foldersAround(folder), ...paths]),
    };
    known.set(key, context);
    return context;
  };
}

interface Parts {
  readonly mirror: Mirror;
  readonly contextOf: ContextOf;
}

type ContextOf = (built: Built, entries: Proof["entries"]) => Context;

/**
 * A cluster that lists no guardrails is not free of rules: CheckPlatform runs
 * as it is by default. Where an earlier step of a Pipeline fails it runs too,
 * so that everything is told at once.
 */
function judgedAnyway(proof: Proof, root: string, contextOf: ContextOf): Proof {
  const { entries, built, results } = proof;
  const own = checksOf(entries);
  if (own.length > 0 && !hasError(results)) return proof;
  const cluster = built.read.some(({ kind }) => kind === "PlatformCluster");
  const repository = existsSync(join(root, "clusters"));
  if (own.length === 0 && !(cluster && repository)) return proof;
  const checking = own.length > 0 ? own : defaults();
  const more = rerun(checking, built, contextOf(built, entries)).results;
  return { ...proof, results: [...results, ...fresh(more, results)] };
}

/** Every function that judges, without a word about it. */
function defaults(): FunctionEntry[] {
  const judges = functions.filter(({ role }) => role === "judges");
  const metadata = { name: "default" };
  return judges.map(({ kind }) => ({
    config: { apiVersion: API_VERSION, kind, metadata },
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

/** The PlatformCluster as a file of the folder has it. Throws `CommandError`. */
export function clusterIn(folder: string): KubernetesObject[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .flatMap((name) => documentsOf(join(folder, name)))
    .filter(({ kind }) => kind === "PlatformCluster");
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
