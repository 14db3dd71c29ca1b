import { isMapping } from "../krm/item.ts";
import { labelKeyProblem, labelValueProblem } from "./labels.ts";

/**
 * Tolerations: what the API server takes, and which one covers which.
 * Source: Kubernetes, `pkg/apis/core/validation` (validity) and
 * `pkg/util/tolerations` (superset rule).
 */

/** A toleration as it is written: fields may be absent. */
export interface Toleration {
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly value?: string | undefined;
  readonly effect?: string | undefined;
  readonly tolerationSeconds?: number | undefined;
}

/** What is wrong with one field of a toleration, or with it as a whole. */
export interface TolerationProblem {
  readonly field?: keyof Toleration;
  readonly message: string;
}

/** What depends on the cluster. */
export interface TolerationSettings {
  /**
   * Whether `Lt` and `Gt` are taken: the feature gate
   * TaintTolerationComparisonOperators, alpha in Kubernetes 1.35.
   */
  readonly comparisonOperators: boolean;
}

const FIELDS: Readonly<Record<keyof Toleration, "string" | "number">> = {
  key: "string",
  operator: "string",
  value: "string",
  effect: "string",
  tolerationSeconds: "number",
};

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** Whether `value` is a mapping whose known fields have the right types. */
export function isToleration(value: unknown): value is Toleration {
  return isMapping(value) && typeProblems(value).length === 0;
}

/** Every reason why the API server refuses `value` as a toleration. */
export function tolerationProblems(
  value: unknown,
  settings: TolerationSettings,
): readonly TolerationProblem[] {
  if (!isMapping(value)) return [{ message: "must be a mapping" }];
  const types = [...unknownFields(value), ...typeProblems(value)];
  // The types were just found to be those of a Toleration.
  return types.length > 0 ? types : rulesBroken(value as Toleration, settings);
}

function unknownFields(value: object): TolerationProblem[] {
  return Object.keys(value)
    .filter((key) => !Object.hasOwn(FIELDS, key))
    .map((key) => ({ message: `${key} is no field of a toleration` }));
}

function typeProblems(
  value: Readonly<Record<string, unknown>>,
): TolerationProblem[] {
  const problems: TolerationProblem[] = [];
  for (const field of Object.keys(FIELDS) as (keyof Toleration)[]) {
    const found = value[field];
    if (found === undefined || found === null) continue;
    const type = FIELDS[field];
    if (typeof found !== type) {
      problems.push({ field, message: `must be a ${type}` });
    } else if (type === "number" && !Number.isInteger(found)) {
      problems.push({ field, message: "must be a whole number" });
    }
  }
  return problems;
}

function rulesBroken(
  toleration: Toleration,
  settings: TolerationSettings,
): TolerationProblem[] {
  const { key, operator, effect, seconds } = normalise(toleration);
  const problems: TolerationProblem[] = [];
  const keyProblem = key === "" ? undefined : labelKeyProblem(key);
  if (keyProblem) problems.push({ field: "key", message: keyProblem });
  if (key === "" && operator !== "Exists") {
    const message = "must be Exists where there is no key";
    problems.push({ field: "operator", message });
  }
  if (seconds !== undefined && effect !== "NoExecute") {
    const message = "must be NoExecute where tolerationSeconds is set";
    problems.push({ field: "effect", message });
  }
  problems.push(...operatorProblems(toleration, settings));
  if (effect !== "" && !EFFECTS.includes(effect)) {
    problems.push({ field: "effect", message: oneOf(EFFECTS) });
  }
  return problems;
}

function operatorProblems(
  toleration: Toleration,
  settings: TolerationSettings,
): TolerationProblem[] {
  const { operator, value } = normalise(toleration);
  const known = settings.comparisonOperators
    ? OPERATORS
    : OPERATORS.filter((name) => !isComparison(name));
  if (!known.includes(operator)) {
    const gate = isComparison(operator)
      ? ", unless comparisonOperators is set (Kubernetes 1.35 and its feature gate TaintTolerationComparisonOperators)"
      : "";
    return [{ field: "operator", message: oneOf(known) + gate }];
  }
  const message = VALUE_RULES[operator]?.(value);
  return message ? [{ field: "value", message }] : [];
}

const VALUE_RULES: Readonly<
  Record<string, (value: string) => string | undefined>
> = {
  Equal: labelValueProblem,
  Exists: (value) =>
    value === "" ? undefined : "must be empty where operator is Exists",
  Lt: integerProblem,
  Gt: integerProblem,
};
const OPERATORS = Object.keys(VALUE_RULES);

function oneOf(names: readonly string[]): string {
  return `must be ${names.join(" or ")}`;
}

function isComparison(operator: string): boolean {
  return operator === "Lt" || operator === "Gt";
}

const INT64 = 2n ** 63n;

/** A whole number in its shortest form: no plus, no leading zero, no `-0`. */
function integerProblem(value: string): string | undefined {
  const whole = /^(0|-?[1-9][0-9]*)$/.test(value);
  if (whole && BigInt.asIntN(64, BigInt(value)) === BigInt(value)) {
    return undefined;
  }
  return `must be a whole number between ${-INT64} and ${INT64 - 1n} without leading zeros where operator is Lt or Gt`;
}

/** A toleration with its defaults filled in. */
export interface NormalToleration {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  readonly effect: string;
  readonly seconds: number | undefined;
}

/** Fills in the defaults: no operator means Equal, null means absent. */
export function normalise(toleration: Toleration): NormalToleration {
  const { key, operator, value, effect, tolerationSeconds } = toleration;
  return {
    key: key ?? "",
    operator: operator || "Equal",
    value: value ?? "",
    effect: effect ?? "",
    seconds: tolerationSeconds ?? undefined,
  };
}

/** Whether both tolerate the same taints for the same time. */
export function equal(a: Toleration, b: Toleration): boolean {
  const [left, right] = [normalise(a), normalise(b)];
  return (
    sameTaint(a, b) &&
    left.operator === right.operator &&
    left.value === right.value &&
    left.seconds === right.seconds
  );
}

/** Whether both speak of one taint: the same key and effect. */
export function sameTaint(a: Toleration, b: Toleration): boolean {
  const [left, right] = [normalise(a), normalise(b)];
  return left.key === right.key && left.effect === right.effect;
}

/** Whether a pod with `wide` gains nothing from `narrow`. */
export function covers(wide: Toleration, narrow: Toleration): boolean {
  if (equal(wide, narrow)) return true;
  const [ss, t] = [normalise(wide), normalise(narrow)];
  const anyKey = ss.key === "" && ss.operator === "Exists";
  if (ss.key !== t.key && !anyKey) return false;
  if (ss.effect !== "" && ss.effect !== t.effect) return false;
  if (ss.effect === "NoExecute" && ss.seconds !== undefined) {
    if (t.seconds === undefined || t.seconds > ss.seconds) return false;
  }
  return coversValues(ss, t);
}

function coversValues(ss: NormalToleration, t: NormalToleration): boolean {
  if (ss.operator === "Exists") return true;
  if (ss.operator === "Equal") {
    return t.operator === "Equal" && t.value === ss.value;
  }
  if (!isComparison(ss.operator)) return false;
  if (integerProblem(ss.value) || integerProblem(t.value)) return false;
  const sign = ss.operator === "Lt" ? 1n : -1n;
  const room = (BigInt(ss.value) - BigInt(t.value)) * sign;
  if (t.operator === "Equal") return room > 0n;
  return t.operator === ss.operator && room >= 0n;
}

/** Whether it tolerates every taint (of its effect): Exists without a key. */
export function isBroad(toleration: Toleration): boolean {
  const { key, operator } = normalise(toleration);
  return key === "" && operator === "Exists";
}

/** `dedicated=platform:NoSchedule`, as people write taints. */
export function formatToleration(toleration: Toleration): string {
  const { key, operator, value, effect, seconds } = normalise(toleration);
  const values: Readonly<Record<string, string>> = {
    Exists: "",
    Equal: `=${value}`,
    Lt: `<${value}`,
    Gt: `>${value}`,
  };
  const time = seconds === undefined ? "" : ` for ${seconds} s`;
  const what = (key || "any taint") + (values[operator] ?? `=${value}`);
  return `${what}${effect ? `:${effect}` : ""}${time}`;
}
