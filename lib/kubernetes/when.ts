import { finding } from "../krm/finding.ts";
import type { Path, Result } from "../krm/result.ts";
import type { FactProblem, Facts } from "./facts.ts";
import type { When } from "./schema.ts";

/** Codes of the findings here, for a function's `rules`. */
export const WHEN_RULES = {
  "WHEN-SKIPPED": "A rule has a when, and the cluster is not known here.",
} as const;

/** Whether a rule applies in this cluster, and what is to be said about it. */
export interface Verdict {
  readonly applies: boolean;
  readonly results: readonly Result[];
}

/**
 * Judges the `when` of the rule at `path` in the spec. A rule whose condition
 * can't be judged is not applied, which WHEN-SKIPPED says; sources of a fact
 * that disagree are an error (FACT-CONFLICT).
 */
export function judgeWhen(
  when: When | undefined,
  facts: Facts,
  about: { readonly functionKind: string; readonly path: Path },
): Verdict {
  for (const [variable, allowed] of conditionsOf(when)) {
    const found = facts.lookup(variable);
    if ("problem" in found) {
      return {
        applies: false,
        results: [skipped(found.problem, facts, about)],
      };
    }
    if (!allowed.includes(found.value)) return { applies: false, results: [] };
  }
  return { applies: true, results: [] };
}

function conditionsOf(when: When | undefined): [string, readonly string[]][] {
  const facts = Object.entries(when?.facts ?? {});
  return [
    ...(when?.profiles
      ? [["cluster.profile", when.profiles] as [string, readonly string[]]]
      : []),
    ...facts.map(([key, values]): [string, readonly string[]] => [
      `cluster.facts.${key}`,
      values,
    ]),
  ];
}

function skipped(
  problem: FactProblem,
  facts: Facts,
  about: { readonly functionKind: string; readonly path: Path },
): Result {
  const { functionKind } = about;
  const field = { path: ["spec", ...about.path, "when"] };
  if (problem.rule === "FACT-CONFLICT") {
    const { rule, message } = problem;
    return finding(functionKind, rule, { severity: "error", message, field });
  }
  const message = facts.known
    ? `the rule is not applied: ${problem.message}`
    : "the rule is not applied, as its when needs the cluster, which is not known here; render applies it";
  return finding(functionKind, "WHEN-SKIPPED", {
    severity: "info",
    message,
    field,
  });
}
