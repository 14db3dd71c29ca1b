import type { Path, Result } from "../../lib/krm/result.ts";
import { type Facts, isTemplate } from "../../lib/kubernetes/facts.ts";
import {
  dnsSubdomainProblem,
  labelValueProblem,
} from "../../lib/kubernetes/labels.ts";
import {
  type Toleration,
  tolerationProblems,
} from "../../lib/kubernetes/tolerations.ts";
import { settingsOf } from "./config.ts";
import { finding } from "./policy.ts";
import type { RuleToleration, Spec } from "./schema.ts";

/** Values of a config with their facts; `undefined` where one is not known. */
export interface Resolver {
  toleration(given: RuleToleration, path: Path): Toleration | undefined;
  list(given: readonly RuleToleration[], path: Path): Toleration[];
  label(given: string, path: Path): string | undefined;
  name(given: string | undefined, path: Path): string | undefined;
  /** Facts that were not found, and values that they made invalid. */
  findings(): readonly Result[];
}

/** Fills in facts and checks what came of it. */
export function resolver(facts: Facts, spec: Spec): Resolver {
  const { report, text, results } = filler(facts);
  const checked = (given: string, path: Path, check: Check) => {
    const value = text(given, path);
    const problem = value === undefined ? undefined : check(value);
    if (problem) report("TOL-CONFIG", path, `${value}: ${problem}`);
    return problem ? undefined : value;
  };
  const toleration = (given: RuleToleration, path: Path) => {
    const key = text(given.key ?? "", path);
    const value = text(given.value ?? "", path);
    if (key === undefined || value === undefined) return undefined;
    const filled = ordered({ ...given, key, value });
    const [problem] = tolerationProblems(filled, settingsOf(spec));
    if (!problem) return filled;
    const { field, message } = problem;
    report("TOL-CONFIG", field ? [...path, field] : path, message);
    return undefined;
  };
  return {
    toleration,
    list: (given, path) =>
      given.flatMap((one, index) => toleration(one, [...path, index]) ?? []),
    label: (given, path) => checked(given, path, labelValueProblem),
    name: (given, path) =>
      given === undefined
        ? undefined
        : checked(given, path, dnsSubdomainProblem),
    findings: () => results,
  };
}

/** Fills in one text after the other, and keeps what went wrong. */
function filler(facts: Facts) {
  const results: Result[] = [];
  const report = (
    rule: "TOL-CONFIG" | FactCode,
    path: Path,
    message: string,
  ) => {
    results.push(finding(rule, { message, field: { path } }));
  };
  const text = (given: string, path: Path): string | undefined => {
    if (!isTemplate(given)) return given;
    const found = facts.resolve(given);
    if ("value" in found) return found.value;
    report(found.problem.rule, path, found.problem.message);
    return undefined;
  };
  return { report, text, results };
}

type FactCode = "FACT-UNKNOWN" | "FACT-CONFLICT";
type Check = (value: string) => string | undefined;

/** The fields that say something, in the order people write them. */
export function ordered(toleration: Toleration): Toleration {
  const { key, operator, value, effect, tolerationSeconds } = toleration;
  return {
    ...(key ? { key } : {}),
    ...(operator ? { operator } : {}),
    ...(value ? { value } : {}),
    ...(effect ? { effect } : {}),
    ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
  };
}
