import type { Path, Result } from "../../lib/krm/result.ts";
import { isTemplate, templateProblem } from "../../lib/kubernetes/facts.ts";
import {
  annotationKeyProblem,
  labelKeyProblem,
  labelValueProblem,
  reservedBy,
} from "../../lib/kubernetes/labels.ts";
import { patternProblem } from "../../lib/pattern.ts";
import { type Claim, claimsOf, constraintProblem } from "./claims.ts";
import { type FieldName, finding } from "./policy.ts";
import type { Spec } from "./schema.ts";

/** Mistakes that a schema can't see; with any of them nothing is changed. */
export function configProblems(spec: Spec): Result[] {
  const rules = spec.rules ?? [];
  return [
    ...rules.flatMap((rule, index) => [
      ...claimProblems(claimsOf(rule, index, "labels"), "labels"),
      ...claimProblems(claimsOf(rule, index, "annotations"), "annotations"),
    ]),
    ...(spec.propagate ?? []).flatMap((key, index) => {
      const problem = labelKeyProblem(key) ?? reservedProblem(key);
      return problem ? [mistake(["spec", "propagate", index], problem)] : [];
    }),
  ];
}

const KEY_PROBLEMS = {
  labels: labelKeyProblem,
  annotations: annotationKeyProblem,
} as const;

function claimProblems(claims: readonly Claim[], field: FieldName): Result[] {
  return claims.flatMap((claim) => {
    const { key, value, why } = claim;
    const problem =
      KEY_PROBLEMS[field](key) ??
      (claim.pattern === undefined
        ? undefined
        : patternProblem("pattern", claim.pattern)) ??
      (value === undefined ? undefined : valueProblem(claim, value, field));
    return problem ? [mistake(why.at.path, problem)] : [];
  });
}

function valueProblem(
  claim: Claim,
  value: string,
  field: FieldName,
): string | undefined {
  const reserved = reservedProblem(claim.key);
  if (reserved || isTemplate(value)) return reserved ?? templateProblem(value);
  const refused = field === "labels" ? labelValueProblem(value) : undefined;
  const broken = constraintProblem(claim, value);
  return refused ?? (broken && `its own value ${value} ${broken}`);
}

function reservedProblem(key: string): string | undefined {
  const owner = reservedBy(key);
  return owner && `${key} can't be set: ${owner}`;
}

function mistake(path: Path, message: string): Result {
  return finding("NS-CONFIG", { message, field: { path } });
}
