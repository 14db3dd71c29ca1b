import type { Context } from "../../lib/krm/define.ts";
import type { KubernetesObject } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { hasError } from "../../lib/krm/run.ts";
import { shown } from "../build/kustomization.ts";
import type { Mirror } from "../build/mirror.ts";
import type { Built } from "../build/objects.ts";
import { CommandError } from "../process/command.ts";
import type { Place } from "./closure.ts";
import {
  type Judge,
  usedAfterAll,
  withoutException,
  withoutUnused,
} from "./exceptions.ts";
import { checksOf, contextOfPath, fresh } from "./flows.ts";
import {
  type FiledEdit,
  ownEntries,
  type Proof,
  type Rerun,
  rerun,
} from "./proof.ts";

/** One path that a flow applies. */
export interface CheckedFlow {
  readonly folder: string;
  readonly proof: Proof;
  /** Names of the cluster's exceptions that suspend something in it. */
  readonly suspended: readonly string[];
  /** Entries of the cluster's guardrails that select nothing in it. */
  readonly unmatched: readonly Result[];
}

/** What the followed paths are judged by. */
export interface Base {
  readonly proof: Proof;
  /** Of the cluster. */
  readonly guardrails: Proof["entries"];
  readonly context: Context;
  readonly mirror: Mirror;
}

/** All are built before: releases may wait for those of other paths. */
export function judgeAll(places: readonly Place[], base: Base): CheckedFlow[] {
  const objects = places.flatMap(({ built }) => built.printed);
  return places.map((place) => judgeOne(place, objects, base));
}

function judgeOne(
  place: Place,
  objects: readonly KubernetesObject[],
  base: Base,
): CheckedFlow {
  const { flow, built, failure } = place;
  const { today } = base.context;
  const folder = shown(flow.folder);
  const own = entriesIn(place, base);
  const cluster = contextOfPath(base.proof.built, objects, flow, base.context);
  const prove: Judge = (without) =>
    rerun(own, leaving(built, without), { today });
  const judge: Judge = (without) =>
    judgePath(base.guardrails, leaving(built, without), {
      ...cluster,
      related: withoutException(cluster.related ?? [], without),
    });
  const proven = prove();
  const judgement = judge();
  const found = judgement.results;
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
      edits:
        failure.length > 0 ? [] : once([...judgement.edits, ...proven.edits]),
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
  const { edits, results } = rerun(entries, built, context);
  if (!hasError(results)) return { edits, results };
  const more = rerun(checksOf(entries), built, context).results;
  return { edits, results: [...results, ...fresh(more, results)] };
}

/** What selects nothing in one path may select something in another. */
function isUnmatched({ tags }: Result): boolean {
  return tags.rule === "SELECT-NOTHING";
}

/** Of a path that can't be read the failure is told. */
function entriesIn(
  { flow, failure }: Place,
  { mirror }: Base,
): Proof["entries"] {
  try {
    return ownEntries(mirror, flow.folder).entries;
  } catch (error) {
    if (error instanceof CommandError && failure.length > 0) return [];
    throw error;
  }
}

/** Edits, those that two runs ask for once. */
function once(edits: readonly FiledEdit[]): FiledEdit[] {
  const seen = new Map(
    edits.map((edit) => [JSON.stringify([edit.ref, edit.path]), edit]),
  );
  return [...seen.values()];
}
