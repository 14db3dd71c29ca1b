import { isMapping, type KubernetesObject } from "../krm/item.ts";
import { glob, isGlob, type Matches } from "../pattern.ts";
import type { LabelSelector } from "./schema.ts";

/** Whether a text matches one of the globs. */
export function globs(patterns: readonly string[]): Matches {
  if (patterns.includes("*")) return () => true;
  const literals = new Set(patterns.filter((pattern) => !isGlob(pattern)));
  const wild = patterns.filter(isGlob).map(glob);
  return (text) => literals.has(text) || wild.some((matches) => matches(text));
}

/** Whether labels fulfil the selector; as in Kubernetes, NotIn takes absence. */
export function compileLabels(
  selector: LabelSelector,
): (labels: KubernetesObject) => boolean {
  const exact = Object.entries(selector.matchLabels ?? {});
  const expressions = selector.matchExpressions ?? [];
  return (labels) =>
    exact.every(([key, value]) => textOf(labels, key) === value) &&
    expressions.every(({ key, operator, values }) =>
      OPERATORS[operator](textOf(labels, key), values ?? []),
    );
}

const OPERATORS = {
  In: (value: string | undefined, values: readonly string[]) =>
    value !== undefined && values.includes(value),
  NotIn: (value: string | undefined, values: readonly string[]) =>
    value === undefined || !values.includes(value),
  Exists: (value: string | undefined) => value !== undefined,
  DoesNotExist: (value: string | undefined) => value === undefined,
} as const;

/**
 * The text of a label or annotation, `undefined` where there is none. One that
 * was written without quotes still counts by its text.
 */
export function textOf(
  mapping: KubernetesObject,
  key: string,
): string | undefined {
  return Object.hasOwn(mapping, key) ? scalarText(mapping[key]) : undefined;
}

/** A scalar as text; `undefined` for null, lists and mappings. */
export function scalarText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return isMapping(value) || Array.isArray(value) ? undefined : String(value);
}
