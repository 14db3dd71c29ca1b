import * as v from "valibot";
import { isMapping } from "./item.ts";
import { nearest } from "./nearest.ts";
import type { Path } from "./result.ts";

/** A mistake in a config: where, and what is expected there. */
export interface Problem {
  /** From the root of the validated value. */
  readonly path: Path;
  readonly message: string;
  /** Set where no schema has the field: its value may be anything. */
  readonly stray?: true;
}

/**
 * A mapping with these keys and no others. Unlike `v.strictObject` it reports
 * every unknown key, each with the nearest known one.
 */
export function strict<Entries extends v.ObjectEntries>(
  entries: Entries,
): v.StrictObjectSchema<Entries, undefined> {
  const known = Object.keys(entries);
  // The issue gets its path later: messageOf makes the sentence of these.
  const unknown = v.never(known.join(", "));
  // The types of the two differ in their rest only, which takes no value.
  return whole(v.objectWithRest(entries, unknown)) as never;
}

/** A mapping with any keys that `key` takes. */
export function mappingOf<
  Key extends v.BaseSchema<string, string, v.BaseIssue<unknown>>,
  Value extends v.GenericSchema,
>(key: Key, value: Value): v.RecordSchema<Key, Value, undefined> {
  return whole(v.record(key, value));
}

/** Keys that valibot passes over, whatever a schema says of them. */
const PASSED_OVER = ["__proto__", "constructor", "prototype"];

/** To valibot a list is an object, and some keys of an object are nothing. */
function whole<Schema extends v.GenericSchema>(schema: Schema): Schema {
  return {
    ...schema,
    "~run": (dataset, config) => {
      const { value } = dataset;
      if (Array.isArray(value)) {
        v._addIssue(schema, "type", dataset, config);
        return dataset as never;
      }
      const done = schema["~run"](dataset, config);
      for (const key of PASSED_OVER) {
        if (!isMapping(value) || !Object.hasOwn(value, key)) continue;
        const path = [
          { type: "object", origin: "key", input: value, key, value } as const,
        ];
        const message = "can't be a key of a config: use another name";
        v._addIssue(
          { ...schema, kind: "validation" } as never,
          "key",
          done,
          config,
          {
            path: path as never,
            message,
          },
        );
      }
      return done;
    },
  };
}

/** `schema` with the sentence that docs, completion and `--help` show. */
export function described<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.SchemaWithPipe<
  readonly [Schema, v.DescriptionAction<v.InferOutput<Schema>, string>]
> {
  return v.pipe(schema, v.description<v.InferOutput<Schema>, string>(text));
}

/** The typed value, or every mistake in it at once. */
export function validate<Output>(
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
): { value: Output } | { problems: readonly Problem[] } {
  const outcome = v.safeParse(schema, value);
  if (outcome.success) return { value: outcome.output };
  return { problems: outcome.issues.flatMap((issue) => problemsOf(issue, [])) };
}

type Issue = v.BaseIssue<unknown>;

/** The mistakes of a part of a value, as mistakes of the whole. */
export function below(path: Path, problems: readonly Problem[]): Problem[] {
  return problems.map((one) => ({ ...one, path: [...path, ...one.path] }));
}

function problemsOf(issue: Issue, before: Path): Problem[] {
  const own = (issue.path ?? []).map((step) => step.key as string | number);
  const path = [...before, ...own];
  if (issue.type === "union" && issue.issues) {
    const branch = bestBranch(issue.issues);
    if (branch) return branch.flatMap((inner) => problemsOf(inner, path));
  }
  const stray = issue.type === "never" ? { stray: true as const } : {};
  return [{ path, message: messageOf(issue), ...stray }];
}

/**
 * A union reports the mistakes of all its branches in one list. The branch
 * that was meant is the one whose own type fits, so that all its mistakes lie
 * deeper; without one the union itself says what it takes.
 */
function bestBranch(issues: readonly Issue[]): Issue[] | undefined {
  const deep = issues.filter((issue) => issue.path && issue.path.length > 0);
  return deep.length > 0 ? deep : undefined;
}

function messageOf(issue: Issue): string {
  if (issue.kind === "validation") return issue.message;
  if (issue.type === "never") return unknownKey(issue);
  if (issue.received === "undefined") return "is required";
  const expected = issue.expected ?? issue.type;
  const wantsText = /(^|\()string\b/.test(expected);
  if (wantsText && isScalar(issue.input)) return quoteIt(issue);
  const meant =
    typeof issue.input === "string"
      ? nearest(issue.input, alternatives(expected))
      : undefined;
  const hint = meant ? `, did you mean ${meant}?` : "";
  return `must be ${humanise(expected)}, not ${shown(issue.input)}${hint}`;
}

function unknownKey(issue: Issue): string {
  const key = String(issue.path?.at(-1)?.key);
  const meant = nearest(key, issue.message.split(", "));
  return meant
    ? `unknown key, did you mean ${meant}?`
    : `unknown key; known are ${issue.message}`;
}

function isScalar(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean";
}

function quoteIt(issue: Issue): string {
  const value = String(issue.input);
  return (
    `must be a string, but ${value} arrived as a ${typeof issue.input}: ` +
    "YAML reads an unquoted scalar as such, and Kustomize rewrites it " +
    `(0012 becomes 10) before functions see it; write it in quotes, "${value}"`
  );
}

/** `("a" | "b")` as `a`, `b`. */
function alternatives(expected: string): string[] {
  return [...expected.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? "");
}

const TYPES: Readonly<Record<string, string>> = {
  Array: "a list",
  Object: "a mapping",
  string: "a string",
  number: "a number",
  boolean: "true or false",
};

function humanise(expected: string): string {
  const words = expected
    .replaceAll(/[()"]/g, "")
    .split(" | ")
    .map((word) => TYPES[word] ?? word);
  return words.join(" or ");
}

function shown(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  return JSON.stringify(value) ?? String(value);
}
