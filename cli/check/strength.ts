import { diff } from "../../lib/krm/diff.ts";
import { mapping, text } from "../../lib/krm/item.ts";
import { formatPath, type Result } from "../../lib/krm/result.ts";
import type { Checked } from "./check.ts";
import { guardrailsOf, stepsOf } from "./flows.ts";

/**
 * Clusters whose guardrails are not those that most clusters of the repository
 * have; of equally many the first ones count.
 */
export function guardDifferences(clusters: readonly Checked[]): Result[] {
  const all = clusters
    // Of one that can't be built nobody knows.
    .filter(({ proof }) => !proof.results.some(isFailure))
    .map((cluster) => ({
      name: cluster.directory,
      guardrails: guardrailsIn(cluster),
    }));
  const counts = new Map<string, number>();
  for (const { guardrails } of all) {
    const key = JSON.stringify(guardrails);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const standard = all.find(
    ({ guardrails }) => counts.get(JSON.stringify(guardrails)) === most,
  );
  if (!standard) return [];
  return all.flatMap(({ name, guardrails }) => {
    const [first, ...others] = diff(standard.guardrails, guardrails);
    if (!first) return [];
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    return [
      {
        message: `the guardrails of ${name} are not those of ${standard.name}: ${formatPath(first.path)} ${worded(first)}${more}; clusters of one repository have the same, list the same component`,
        severity: "error",
        file: { path: name },
        tags: { function: "check", rule: "GUARD-DIFFERS" },
      },
    ];
  });
}

function isFailure({ tags }: Result): boolean {
  return tags.rule === "BUILD-FAILED";
}

function worded({
  before,
  after,
}: {
  readonly before: unknown;
  readonly after: unknown;
}): string {
  if (after === undefined) return "is missing";
  return before === undefined ? "is there in addition" : "differs";
}

/** By kind, the specs of the guardrails that a cluster lists. */
function guardrailsIn({ proof }: Checked): Record<string, unknown[]> {
  const found: Record<string, unknown[]> = {};
  for (const { config } of guardrailsOf(proof.entries)) {
    const steps = stepsOf(config);
    for (const step of steps.length > 0 ? steps : [config]) {
      const kind = text(step.kind ?? mapping(step.configRef).kind);
      found[kind] = [...(found[kind] ?? []), step.spec ?? step.configRef ?? {}];
    }
  }
  return found;
}
