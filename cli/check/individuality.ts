import { relative, sep } from "node:path";
import { functions } from "../../functions/index.ts";
import { Item } from "../../lib/krm/item.ts";
import { formatRef, type Result } from "../../lib/krm/result.ts";
import { type Files, objectsIn } from "../build/files.ts";
import type { Built } from "../build/objects.ts";

/** Group of kustomizations, which are no objects of a cluster. */
const KUSTOMIZE = "kustomize.config.k8s.io";

/** How far a cluster is defined by itself: 0 is the goal. */
export interface Score {
  readonly score: number;
  /** Findings about objects that no function's run tells of. */
  readonly findings: readonly Result[];
}

/**
 * What a cluster's own folder holds beside facts, choices, secrets and tenants:
 * what functions said of it, and objects of its files beyond that.
 * `undefined` for a build that is of no cluster.
 */
export function scoreOf(
  folder: string,
  root: string,
  { built, results }: { built: Built; results: readonly Result[] },
  files: Files,
): Score | undefined {
  const clusters = built.read.filter(({ kind }) => kind === "PlatformCluster");
  if (clusters.length === 0) return undefined;
  const codes = new Set(individualCodes());
  const told = results.filter(({ tags }) => codes.has(tags.rule));
  const named = new Set(
    told.map(({ resourceRef }) => resourceRef && formatRef(resourceRef)),
  );
  const own = relative(root, folder).split(sep).join("/");
  const items = [...files]
    .filter(([path]) => path.startsWith(`${own}/`))
    .flatMap(([, text]) => objectsIn(text).map((object) => Item.of(object)))
    .filter(({ group }) => group !== KUSTOMIZE);
  const findings = functions
    .flatMap(({ repository }) => repository?.individuality?.(items) ?? [])
    .filter(
      ({ resourceRef }) => !resourceRef || !named.has(formatRef(resourceRef)),
    );
  return { score: told.length + findings.length, findings };
}

/** Codes of the findings that the score counts. */
export function individualCodes(): string[] {
  return functions
    .flatMap(({ repository }) => repository?.individual ?? [])
    .toSorted();
}
