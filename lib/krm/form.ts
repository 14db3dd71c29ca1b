import { isMapping, type KubernetesObject } from "./item.ts";

/**
 * What one value of a spec must look like, as plain data that costs a start
 * nothing to make. Other forms are named by their index in the list of all, the
 * first of which is that of the spec.
 */
export type Form =
  | { readonly is: "text"; readonly least?: number; readonly pattern?: string }
  | { readonly is: "boolean" }
  | { readonly is: "integer" }
  | { readonly is: "anything" }
  | { readonly is: "word"; readonly words: readonly unknown[] }
  | { readonly is: "list"; readonly of: number; readonly least?: number }
  | { readonly is: "map"; readonly key: number; readonly of: number }
  | {
      readonly is: "fields";
      readonly fields: Readonly<Record<string, number>>;
      readonly required: readonly string[];
      /** What comes out where a field is absent. */
      readonly filled: Readonly<Record<string, unknown>>;
    }
  | { readonly is: "one"; readonly of: readonly number[] }
  /** What only the schema itself can judge. */
  | { readonly is: "unclear" };

/** The answer of `take` where only the schema can tell. */
export const UNTAKEN = Symbol("untaken");

/**
 * What the schema behind `forms` makes of a value, with absent fields filled in;
 * `UNTAKEN` means "ask the schema", which also tells mistakes.
 */
export function take(
  value: unknown,
  forms: readonly Form[],
  index = 0,
): unknown {
  const form = forms[index];
  switch (form?.is) {
    case "text":
      return typeof value === "string" && isText(value, form) ? value : UNTAKEN;
    case "boolean":
      return typeof value === "boolean" ? value : UNTAKEN;
    case "integer":
      return Number.isInteger(value) ? value : UNTAKEN;
    case "word":
      return form.words.includes(value) ? value : UNTAKEN;
    case "list":
      return Array.isArray(value) ? takeList(value, form, forms) : UNTAKEN;
    case "map":
      return isMapping(value) ? takeMap(value, form, forms) : UNTAKEN;
    case "fields":
      return isMapping(value) ? takeFields(value, form, forms) : UNTAKEN;
    case "one":
      for (const option of form.of) {
        const taken = take(value, forms, option);
        if (taken !== UNTAKEN) return taken;
      }
      return UNTAKEN;
    case "anything":
      return value === undefined ? UNTAKEN : value;
    default:
      return UNTAKEN;
  }
}

/** The form of one kind. */
type Of<Kind extends Form["is"]> = Extract<Form, { is: Kind }>;

function isText(value: string, { least = 0, pattern }: Of<"text">): boolean {
  return (
    value.length >= least &&
    (pattern === undefined || new RegExp(pattern).test(value))
  );
}

function takeList(
  value: readonly unknown[],
  { of, least = 0 }: Of<"list">,
  forms: readonly Form[],
): unknown {
  if (value.length < least) return UNTAKEN;
  const taken = value.map((one) => take(one, forms, of));
  return taken.includes(UNTAKEN) ? UNTAKEN : taken;
}

/** Keys that the schemas' library drops from a mapping with any keys. */
const LOST: ReadonlySet<string> = new Set([
  "__proto__",
  "prototype",
  "constructor",
]);

function takeMap(
  value: KubernetesObject,
  { key: keyForm, of }: Of<"map">,
  forms: readonly Form[],
): unknown {
  const taken: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (LOST.has(key) || take(key, forms, keyForm) === UNTAKEN) return UNTAKEN;
    taken[key] = take(value[key], forms, of);
    if (taken[key] === UNTAKEN) return UNTAKEN;
  }
  return taken;
}

/** Fields come out in the order of the schema. */
function takeFields(
  value: KubernetesObject,
  { fields, required, filled }: Of<"fields">,
  forms: readonly Form[],
): unknown {
  const known = (key: string) => Object.hasOwn(fields, key);
  if (!Object.keys(value).every(known)) return UNTAKEN;
  if (!required.every((key) => Object.hasOwn(value, key))) return UNTAKEN;
  const taken: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    if (Object.hasOwn(value, key)) {
      taken[key] = take(value[key], forms, fields[key]);
      if (taken[key] === UNTAKEN) return UNTAKEN;
    } else if (Object.hasOwn(filled, key)) taken[key] = filled[key];
  }
  return taken;
}
