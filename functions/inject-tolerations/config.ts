import type { Path, Result } from "../../lib/krm/result.ts";
import { isTemplate, templateProblem } from "../../lib/kubernetes/facts.ts";
import {
  dnsSubdomainProblem,
  labelKeyProblem,
  labelValueProblem,
} from "../../lib/kubernetes/labels.ts";
import { stepsOf } from "../../lib/kubernetes/pods/paths.ts";
import { tolerationProblems } from "../../lib/kubernetes/tolerations.ts";
import { finding } from "./policy.ts";
import type { ExtraPlace, Rule, RuleToleration, Spec } from "./schema.ts";

/** A mistake and where in the spec it stands. */
interface Mistake {
  readonly path: Path;
  readonly message: string;
}

/** Mistakes that a schema can't see; with any of them nothing is changed. */
export function configProblems(spec: Spec): Result[] {
  return mistakesIn(spec).map(({ path, message }) =>
    finding("TOL-CONFIG", { message, field: { path: ["spec", ...path] } }),
  );
}

function mistakesIn(spec: Spec): Mistake[] {
  const charts = spec.helmReleases?.charts ?? [];
  return [
    ...(spec.rules ?? []).flatMap((rule, index) =>
      ruleMistakes(rule, ["rules", index], spec),
    ),
    ...listMistakes(spec.allowed, ["allowed"], spec),
    ...(spec.places ?? []).flatMap((place, index) =>
      placeMistakes(place, ["places", index]),
    ),
    ...charts.flatMap(({ values }, index) =>
      values.flatMap((value, at) =>
        typeof value === "string"
          ? []
          : listMistakes(
              value.defaults,
              ["helmReleases", "charts", index, "values", at, "defaults"],
              spec,
            ),
      ),
    ),
  ];
}

function ruleMistakes(rule: Rule, path: Path, spec: Spec): Mistake[] {
  const selector = Object.entries(rule.nodeSelector ?? {});
  const { priorityClassName } = rule;
  return [
    ...listMistakes(rule.tolerations, [...path, "tolerations"], spec),
    ...listMistakes(rule.allowed, [...path, "allowed"], spec),
    ...selector.flatMap(([key, value]) => [
      ...mistake([...path, "nodeSelector", key], labelKeyProblem(key)),
      ...mistake(
        [...path, "nodeSelector", key],
        textProblem(value, labelValueProblem),
      ),
    ]),
    ...mistake(
      [...path, "priorityClassName"],
      textProblem(priorityClassName ?? "", dnsSubdomainProblem),
    ),
  ];
}

function mistake(path: Path, message: string | undefined): Mistake[] {
  return message ? [{ path, message }] : [];
}

/** A text with facts is checked once they are filled in. */
function textProblem(
  text: string,
  check: (text: string) => string | undefined,
): string | undefined {
  if (text === "") return undefined;
  return isTemplate(text) ? templateProblem(text) : check(text);
}

function listMistakes(
  list: readonly RuleToleration[] | undefined,
  path: Path,
  spec: Spec,
): Mistake[] {
  return (list ?? []).flatMap((toleration, index) =>
    tolerationMistakes(toleration, [...path, index], spec),
  );
}

function tolerationMistakes(
  toleration: RuleToleration,
  path: Path,
  spec: Spec,
): Mistake[] {
  const templates = (["key", "value"] as const).filter((field) =>
    isTemplate(toleration[field] ?? ""),
  );
  const problems = tolerationProblems(toleration, settingsOf(spec));
  return [
    ...templates.flatMap((field) =>
      mistake([...path, field], templateProblem(toleration[field] ?? "")),
    ),
    ...problems
      .filter(({ field }) => !templates.some((name) => name === field))
      .map(({ field, message }) => ({
        path: field ? [...path, field] : path,
        message,
      })),
  ];
}

/** What depends on the cluster, as the spec says it. */
export function settingsOf(spec: Spec): { comparisonOperators: boolean } {
  return { comparisonOperators: spec.comparisonOperators };
}

function placeMistakes(place: ExtraPlace, path: Path): Mistake[] {
  const steps = stepsOf(place.path);
  const odd = steps.some(
    (step) => step === "" || /[[\]/]/.test(step.replace(/^\[\]$/, "")),
  );
  return mistake(
    [...path, "path"],
    odd
      ? "must be a dotted path such as spec.pools[].template.spec"
      : undefined,
  );
}
