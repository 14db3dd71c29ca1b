import * as v from "valibot";
import { described, mappingOf } from "../../../lib/krm/schema.ts";

/** A text that is not empty. */
export const Text = v.pipe(v.string(), v.minLength(1, "must not be empty"));

/** A text of this form once its facts are filled in. */
export function textLike(pattern: RegExp, message: string) {
  // A template is judged after its facts are known.
  return v.pipe(
    v.string(),
    v.regex(new RegExp(`${pattern.source}|\\$\\{`), message),
  );
}

/**
 * A duration, as Flux writes them.
 * Source: the CRDs of Flux 2.9, `spec.interval`.
 */
export const Duration = textLike(
  /^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/,
  "must be a duration such as 10m or 1h30m",
);

/** A quantity, such as 500m or 8Gi; unquoted numbers are taken too. */
export const Quantity = v.union([
  textLike(
    /^[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/,
    "must be a quantity such as 500m or 8Gi",
  ),
  v.pipe(v.number(), v.minValue(0, "must not be negative")),
]);

/** Quantities by the name of a resource: a ResourceQuota's `hard`. */
export const Hard = mappingOf(v.string(), Quantity);

const DAY = /^\d{4}-\d{2}-\d{2}(T00:00:00Z)?$/;

/** A day; Kustomize turns an unquoted one into a timestamp. */
export const Day = v.pipe(
  v.string(),
  v.regex(DAY, "must be a date, 2027-01-31"),
  v.check((text) => !DAY.test(text) || isDay(text), "there is no such day"),
);

function isDay(text: string): boolean {
  const date = text.slice(0, 10);
  const time = Date.parse(date);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/** Key of a fact: Flux substitutes it as a variable. */
export const FACT_KEY = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

/** The same fields, none of them required. */
export function partial<Entries extends v.ObjectEntries>(
  entries: Entries,
): { [Key in keyof Entries]: v.OptionalSchema<Entries[Key], undefined> } {
  const optional = Object.entries(entries).map(([key, entry]) => [
    key,
    v.optional(entry as v.GenericSchema),
  ]);
  return Object.fromEntries(optional);
}

const Names = v.pipe(v.array(Text), v.minLength(1, "must name at least one"));

/** The cluster or profile that an entry of `overrides` is for. */
export const Scope = {
  profiles: v.optional(described(Names, "Profiles it is for.")),
  clusters: v.optional(
    described(Names, "Clusters it is for; stronger than a profile."),
  ),
};

/** Whether an entry of `overrides` says what it is for. */
export function isScoped(entry: {
  readonly profiles?: unknown;
  readonly clusters?: unknown;
}): boolean {
  return entry.profiles !== undefined || entry.clusters !== undefined;
}
