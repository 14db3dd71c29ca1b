import { type GenericSchema, parse } from "valibot";
import type { Form } from "../lib/krm/form.ts";

/** The parts of valibot's schemas and actions that are looked at here. */
interface Schema {
  readonly kind: string;
  readonly type: string;
  readonly pipe?: readonly Schema[];
  readonly requirement?: unknown;
  readonly wrapped?: Schema;
  readonly default?: unknown;
  readonly item?: Schema;
  readonly key?: Schema;
  readonly value?: Schema;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly rest?: Schema;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
}

/**
 * A schema as forms, each different one once. What a form can't say is
 * `unclear`, so that a form never takes more than its schema, nor changes it.
 */
export function formsOf(schema: GenericSchema): readonly Form[] {
  const forms: Form[] = [UNCLEAR];
  const known = new Map<string, number>();
  const indexOf = (inner: Schema): number => {
    const form = formOf(inner, indexOf);
    const text = JSON.stringify(form);
    const index = known.get(text) ?? forms.push(form) - 1;
    known.set(text, index);
    return index;
  };
  forms[0] = formOf(schema as never, indexOf);
  return forms.map((form) => (isDoubtful(form, forms) ? UNCLEAR : form));
}

/** A union whose first branches can't be told from those behind. */
function isDoubtful(form: Form, forms: readonly Form[]): boolean {
  return form.is === "one" && form.of.some((one) => holdsUnclear(one, forms));
}

function holdsUnclear(index: number, forms: readonly Form[]): boolean {
  const form = forms[index] ?? UNCLEAR;
  return (
    form.is === "unclear" ||
    innerOf(form).some((inner) => holdsUnclear(inner, forms))
  );
}

function innerOf(form: Form): readonly number[] {
  switch (form.is) {
    case "list":
      return [form.of];
    case "map":
      return [form.key, form.of];
    case "one":
      return form.of;
    case "fields":
      return Object.values(form.fields);
    default:
      return [];
  }
}

const UNCLEAR: Form = { is: "unclear" };
/** A number that is no integer has no form. */
const NUMBER: Form = { is: "unclear" };

type IndexOf = (schema: Schema) => number;

function formOf(schema: Schema, indexOf: IndexOf): Form {
  const [first = schema, ...actions] = schema.pipe ?? [schema];
  const form = first.pipe ? formOf(first, indexOf) : plainForm(first, indexOf);
  return actions.reduce(restricted, form);
}

/** A form with what one action of a pipe demands. */
function restricted(form: Form, { kind, type, requirement }: Schema): Form {
  if (kind === "metadata") return form;
  const counted = form.is === "text" || form.is === "list";
  if (type === "min_length" && counted && form.least === undefined) {
    return { ...form, least: Number(requirement) };
  }
  if (type === "integer" && form === NUMBER) return { is: "integer" };
  const matched = form.is === "text" && form.pattern === undefined;
  if (type === "regex" && matched && requirement instanceof RegExp) {
    const { source, flags } = requirement;
    return flags === "" ? { ...form, pattern: source } : UNCLEAR;
  }
  return UNCLEAR;
}

function plainForm(schema: Schema, indexOf: IndexOf): Form {
  const { type, item, key, value, options } = schema;
  switch (type) {
    case "string":
      return { is: "text" };
    case "boolean":
      return { is: "boolean" };
    case "number":
      return NUMBER;
    case "optional":
      return schema.wrapped ? formOf(schema.wrapped, indexOf) : UNCLEAR;
    case "unknown":
      return { is: "anything" };
    case "literal":
      return { is: "word", words: [schema.literal] };
    case "picklist":
      return { is: "word", words: options ?? [] };
    case "array":
      return item ? { is: "list", of: indexOf(item) } : UNCLEAR;
    case "record":
      return key && value
        ? { is: "map", key: indexOf(key), of: indexOf(value) }
        : UNCLEAR;
    case "union":
    case "variant":
      return { is: "one", of: (options as Schema[]).map(indexOf) };
    case "object_with_rest":
      return fieldsOf(schema, indexOf);
    default:
      return UNCLEAR;
  }
}

function fieldsOf({ entries = {}, rest }: Schema, indexOf: IndexOf): Form {
  if (rest?.type !== "never") return UNCLEAR;
  const all = Object.entries(entries);
  const required = all.filter(([, { type }]) => type !== "optional");
  const filled = all.filter(([, one]) => one.default !== undefined);
  return {
    is: "fields",
    fields: Object.fromEntries(all.map(([key, one]) => [key, indexOf(one)])),
    required: required.map(([key]) => key),
    filled: Object.fromEntries(
      filled.map(([key, one]) => [key, parse(one as never, undefined)]),
    ),
  };
}
