import { isDeepStrictEqual } from "node:util";
import type { RelatedObject } from "../../lib/krm/define.ts";
import { mapping } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import type { Rerun } from "./proof.ts";

/** Runs guardrails, without the GuardrailException of this name if one is given. */
export type Judge = (without?: string) => Rerun;

/**
 * Which exceptions that findings call unused make a difference to a run all
 * the same: another one, that knows more or looks at other objects.
 */
export function usedAfterAll(
  results: readonly Result[],
  runs: readonly Judge[],
): string[] {
  const names = new Set(
    results
      .filter(isUnused)
      .flatMap(({ resourceRef }) => resourceRef?.name ?? []),
  );
  return [...names].filter((name) =>
    runs.some((run) => !isDeepStrictEqual(effect(run()), effect(run(name)))),
  );
}

/** What a run has to say, but for what it says of exceptions. */
function effect({ edits, results }: Rerun): Rerun {
  const rest = results.filter(({ tags }) => !tags.rule.startsWith("EXCEPTION"));
  return { edits, results: rest };
}

/** Findings without those that call these exceptions unused. */
export function withoutUnused(
  results: readonly Result[],
  used: readonly string[],
): Result[] {
  return results.filter(
    (result) =>
      !isUnused(result) || !used.includes(result.resourceRef?.name ?? ""),
  );
}

function isUnused({ tags }: Result): boolean {
  return tags.rule === "EXCEPTION-UNUSED";
}

/** Objects without the GuardrailException of this name. */
export function withoutException<Object extends RelatedObject>(
  objects: readonly Object[],
  name: string | undefined,
): readonly Object[] {
  if (name === undefined) return objects;
  return objects.filter(
    ({ kind, metadata }) =>
      kind !== "GuardrailException" || mapping(metadata).name !== name,
  );
}
