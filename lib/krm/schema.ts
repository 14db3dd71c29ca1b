import * as v from "valibot";
import { isMapping } from "./item.ts";
import { nearest } from "./nearest.ts";
import type { Path } from "./result.ts";

/** A mistake in a config: where, and what is expected there. */
export interface Problem {
  /** From the root of the validated value. */
  readonly path: Path;
  readonly message: string;
  /**
   * Set where the value may be a secret in the wrong place: below a key that no
   * schema has, or of another type than the field's.
   */
  readonly hidden?: true;
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
  const unknown = { ...v.never(), requirement: known };
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
  const told = issue.kind === "validation" || wordsOf(issue).length > 0;
  return [
    { path, message: messageOf(issue), ...(told ? {} : { hidden: true }) },
  ];
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
  const { input } = issue;
  const expected = issue.expected ?? issue.type;
  const wantsText = /(^|\()string\b/.test(expected);
  if (wantsText && isScalar(input)) return quoteIt(input);
  const words = wordsOf(issue);
  const meant = typeof input === "string" ? nearest(input, words) : undefined;
  const hint = meant ? `, did you mean ${meant}?` : "";
  const got =
    words.length > 0 && !isCollection(input) ? textOf(input) : typeName(input);
  return `must be ${humanise(expected)}, not ${got}${hint}`;
}

function unknownKey(issue: Issue): string {
  const key = String(issue.path?.at(-1)?.key);
  const known = issue.requirement as readonly string[];
  const meant = nearest(key, known);
  return meant
    ? `unknown key, did you mean ${meant}?`
    : `unknown key; known are ${known.join(", ")}`;
}

function isScalar(value: unknown): boolean {
  return ["number", "bigint", "boolean"].includes(typeof value);
}

function quoteIt(input: unknown): string {
  return (
    `must be a string, but ${typeName(input)} arrived: ` +
    "YAML reads an unquoted scalar as such, and Kustomize rewrites it " +
    "(0012 becomes 10) before functions see it; write it in quotes"
  );
}

/** The words that a field may hold, of `("a" | "b")` both: it holds no secret. */
function wordsOf({ expected }: Issue): string[] {
  const words = (expected ?? "").matchAll(/"([^"]*)"/g);
  return [...words].map((match) => match[1] ?? "");
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

function textOf(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function isCollection(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** What a value is, not which: it may be a secret. */
function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "bigint") return "a number";
  return isCollection(value) ? "a mapping" : `a ${typeof value}`;
}
