import type { Context } from "../../lib/krm/define.ts";
import type { KubernetesObject } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { hasError } from "../../lib/krm/run.ts";
import { shown } from "../build/kustomization.ts";
import { EXEC, type Mirror } from "../build/mirror.ts";
import { type Built, buildOf } from "../build/objects.ts";
import { CommandError } from "../process/command.ts";
import {
  type Judge,
  usedAfterAll,
  withoutException,
  withoutUnused,
} from "./exceptions.ts";
import {
  checksOf,
  contextOfPath,
  type Flow,
  fresh,
  guardrailsOf,
} from "./flows.ts";
import { ownEntries, type Proof, type Rerun, rerun } from "./proof.ts";

/** One path that a flow applies. */
export interface CheckedFlow {
  readonly folder: string;
  readonly proof: Proof;
  /** Names of the cluster's exceptions that suspend something in it. */
  readonly suspended: readonly string[];
  /** Entries of the cluster's guardrails that select nothing in it. */
  readonly unmatched: readonly Result[];
}

/** How folders become objects. */
export type Builder = (folder: string) => Built;

/** Kustomize, with functions. */
export function withFunctions(mirror: Mirror): Builder {
  return (folder) => buildOf(mirror, folder, EXEC);
}

/** What the followed paths are judged by. */
export interface Base {
  readonly proof: Proof;
  readonly context: Context;
  readonly builder: Builder;
  readonly mirror: Mirror;
}

/** All are built first: releases may wait for those of other paths. */
export function followAll(flows: readonly Flow[], base: Base): CheckedFlow[] {
  const builds = flows.map((flow) => ({
    flow,
    ...attempt(flow, base),
  }));
  const objects = builds.flatMap(({ built }) => built.printed);
  return builds.map((build) => followOne(build, objects, base));
}

interface Attempt {
  readonly built: Built;
  readonly failure: readonly Result[];
}

/** What the functions of a path refuse is told by their own words. */
function attempt({ folder }: Flow, { builder, mirror }: Base): Attempt {
  try {
    return { built: builder(folder), failure: [] };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { built: unguardedBuild(mirror, folder), failure: [failed(error)] };
  }
}

function unguardedBuild(mirror: Mirror, folder: string): Built {
  try {
    return buildOf(mirror, folder, []);
  } catch (error) {
    if (error instanceof CommandError) return { printed: [], read: [] };
    throw error;
  }
}

function followOne(
  { flow, built, failure }: Attempt & { readonly flow: Flow },
  objects: readonly KubernetesObject[],
  base: Base,
): CheckedFlow {
  const { today } = base.context;
  const folder = shown(flow.folder);
  const own = entriesIn(base.mirror, flow.folder);
  const cluster = contextOfPath(base.proof.built, objects, flow, base.context);
  const prove: Judge = (without) =>
    rerun(own, leaving(built, without), { today });
  const judge: Judge = (without) =>
    judgePath(base.proof.entries, leaving(built, without), {
      ...cluster,
      related: withoutException(cluster.related ?? [], without),
    });
  const proven = prove();
  const found = judge().results;
  const judged = found.filter((result) => !isUnmatched(result));
  const all = [...proven.results, ...judged];
  const told = withoutUnused(all, usedAfterAll(all, [prove, judge]));
  const results = hasError(told) ? told : [...failure, ...told];
  return {
    folder,
    suspended: usedAfterAll(base.proof.results, [judge]),
    unmatched: found.filter(isUnmatched),
    proof: {
      entries: own,
      objects: built.printed.length,
      edits: failure.length > 0 ? [] : proven.edits,
      results: fresh(results, base.proof.results),
      built,
    },
  };
}

function leaving({ printed, read }: Built, name: string | undefined): Built {
  return { printed, read: withoutException(read, name) };
}

/** Everything that the cluster's guardrails have to say about a path. */
function judgePath(
  entries: Proof["entries"],
  built: Built,
  context: Context,
): Rerun {
  const { edits, results } = rerun(guardrailsOf(entries), built, context);
  if (!hasError(results)) return { edits, results };
  const more = rerun(checksOf(entries), built, context).results;
  return { edits, results: [...results, ...fresh(more, results)] };
}

/** What selects nothing in one path may select something in another. */
function isUnmatched({ tags }: Result): boolean {
  return tags.rule === "SELECT-NOTHING";
}

/** A path without functions is for RENDER-BYPASS to tell. */
function entriesIn(mirror: Mirror, folder: string): Proof["entries"] {
  try {
    return ownEntries(mirror, folder).entries;
  } catch (error) {
    if (error instanceof CommandError) return [];
    throw error;
  }
}

/** What Kustomize said, as a finding. */
export function failed({ message }: CommandError): Result {
  const tags = { function: "check", rule: "BUILD-FAILED" };
  return { message, severity: "error", tags };
}
