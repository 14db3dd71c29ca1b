import { isDeepStrictEqual } from "node:util";
import { type Scalar, visit } from "yaml";
import {
  defineFunction,
  type FunctionDefinition,
} from "../../../lib/krm/define.ts";
import type { Item } from "../../../lib/krm/item.ts";
import { processList } from "../../../lib/krm/process.ts";
import { strict } from "../../../lib/krm/schema.ts";
import type { Why } from "../../../lib/krm/why.ts";
import { applied } from "../../../lib/yaml/splice.ts";
import { isMapping } from "../documents/values.ts";
import { type Change, edited } from "./changes.ts";
import {
  membersOf,
  type Reference,
  readReference,
  type Version,
} from "./reference.ts";
import { touchedLines } from "./touched.ts";

/** Kind of the configs of generated lists. */
export const KIND = "Fuzz";

const WHY: Why = { code: "FUZZ", at: { path: ["spec"] }, reason: "a test" };

/** What is wrong with what the kernel wrote. */
export class Wrong extends Error {
  /** The same for failures of one sort. */
  readonly sort: string;

  constructor(sort: string, detail: string) {
    super(`${sort}: ${detail}`);
    this.sort = sort;
  }
}

/** The edits of each item, by its index. */
export type ItemChanges = readonly (readonly Change[])[];

type Run = FunctionDefinition["run"];

/** Runs a list through the kernel as a process does. Throws `Wrong`. */
export function processed(
  text: string,
  run: NonNullable<Run>,
): { text: string; patches: number } {
  const definition = defineFunction({
    kind: KIND,
    summary: "For tests.",
    rules: {},
    schema: strict({}),
    run,
  });
  const bytes = Buffer.from(text);
  const { output, messages, code } = processList(bytes, {
    registry: [definition],
    context: { today: "2026-01-15" },
  });
  if (!output || code !== 0) {
    const [message = ""] = messages;
    throw new Wrong(`refused ${message.replaceAll(/\d+/g, "")}`, message);
  }
  const all = bytes.toString("latin1");
  const written = applied(all, output.patches, 0, all.length);
  return {
    text: Buffer.from(written, "latin1").toString("utf8"),
    patches: output.patches.length,
  };
}

/** Reading every item gives the input. Throws `Wrong`. */
export function checkNothing(text: string): void {
  const { patches } = processed(text, (items) => {
    for (const item of items) void item.object;
    return { items, results: [] };
  });
  if (patches > 0) throw new Wrong("no-op", "there are patches");
}

/** What the kernel wrote, and the objects that it should be. */
export interface Written {
  readonly output: string;
  /** The objects before, by the kernel's own reading, which is Go's. */
  readonly objects: readonly unknown[];
  /** The objects with the edits. */
  readonly goals: readonly unknown[];
}

/**
 * The list with the edits written by the kernel; `known` are the objects that
 * an earlier run has written into it. Throws `Wrong`.
 */
export function written(
  text: string,
  changes: ItemChanges,
  known: readonly unknown[] = [],
): Written {
  const objects: unknown[] = [];
  const goals: unknown[] = [];
  const output = processed(text, (items) => ({
    items: items.map((item, index) => {
      if (index in known) checkItem(item, known[index]);
      objects.push(item.object);
      goals.push(edited(item.object, changes[index] ?? []));
      return withChanges(item, changes[index] ?? []);
    }),
    results: [],
  }));
  return { output: output.text, objects, goals };
}

function withChanges(item: Item, changes: readonly Change[]): Item {
  return changes.reduce(
    (before, { path, value }) =>
      value === undefined
        ? before.remove(path, WHY)
        : before.set(path, value, WHY),
    item,
  );
}

/**
 * What was written is what was asked for, so asking again changes nothing.
 * Throws `Wrong`.
 */
export function checkAgain({
  output,
  goals,
}: Pick<Written, "output" | "goals">): void {
  const { patches } = processed(output, (items) => {
    for (const [index, item] of items.entries()) checkItem(item, goals[index]);
    return { items, results: [] };
  });
  if (patches > 0) throw new Wrong("second run", "there are patches");
}

/** An item is the object that it should be, and can't be made so any more. */
function checkItem(item: Item, goal: unknown): void {
  if (!isDeepStrictEqual(item.object, goal)) {
    throw new Wrong("own reader", shown(item.object, goal));
  }
  for (const [key, value] of Object.entries(goal as object)) {
    const again = item.set([key], value, WHY);
    if (again !== item) throw new Wrong("second run", `${key} is set again`);
  }
}

/**
 * Another reader sees the edited objects, and every line that no edit touches
 * stands where it stood. Throws `Wrong`; what that reader sees.
 */
export function checkWritten(
  text: string,
  reference: Reference,
  changes: ItemChanges,
  { output, objects, goals }: Written,
  version: Version,
): Reference {
  const before = reference.value as { readonly items: readonly unknown[] };
  const after = before.items.map((item, index) =>
    edited(item, changes[index] ?? []),
  );
  const other = read(output, version);
  const { value } = other;
  const expected = { ...before, items: after };
  if (!agrees(value, expected, { ...before, items: goals })) {
    throw new Wrong("other reader", shown(value, expected));
  }
  const list = membersOf(reference.document.contents).find(
    ({ step }) => step === "items",
  );
  const members = membersOf(list?.node ?? null).flatMap((member, index) => {
    const theirs = { member, before: before.items[index], after: after[index] };
    // To another reader `yes` may be what is written in its place.
    const ours = { member, before: objects[index], after: goals[index] };
    return isDeepStrictEqual(theirs.before, ours.before)
      ? [theirs]
      : [theirs, ours];
  });
  checkLines(text, output, members, openHeader(text, reference));
  return other;
}

/**
 * Whether a value is as this reader reads it, or as Go reads it: what is
 * written anew is written in a form that every reader takes for Go's value.
 */
export function agrees(
  value: unknown,
  expected: unknown,
  go: unknown,
): boolean {
  if (isDeepStrictEqual(value, expected)) return true;
  if (isDeepStrictEqual(value, go)) return true;
  if (Array.isArray(value) && Array.isArray(expected) && Array.isArray(go)) {
    return (
      value.length === expected.length &&
      value.every((inner, index) => agrees(inner, expected[index], go[index]))
    );
  }
  if (!isMapping(value) || !isMapping(expected) || !isMapping(go)) return false;
  const keys = Object.keys(value);
  return (
    keys.length === Object.keys(expected).length &&
    keys.every(
      (key) =>
        Object.hasOwn(expected, key) &&
        agrees(value[key], expected[key], go[key]),
    )
  );
}

function read(text: string, version: Version): Reference {
  try {
    return readReference(text, version);
  } catch (error) {
    throw new Wrong("unreadable", `${error}\n${text}`);
  }
}

function checkLines(
  text: string,
  output: string,
  members: Parameters<typeof touchedLines>[1],
  header: number,
): void {
  const { free, loose } = touchedLines(text, members);
  const lines = output.split("\n");
  let at = 0;
  const before = text.split("\n");
  for (const [number, line] of before.entries()) {
    if (free.has(number)) continue;
    // The last line may get a line end, whichever.
    const ended = number === before.length - 1;
    // Blanks there are of what stands above.
    if (ended && line.trim() === "") continue;
    const form = (other: string): string => {
      const line = ended ? other.replace(/\r$/, "") : other;
      const whole = number === header ? unchomped(line) : line;
      return loose.has(number) ? bare(whole) : whole;
    };
    const same = (other: string): boolean => form(other) === form(line);
    while (at < lines.length && !same(lines[at] ?? "")) at++;
    if (at >= lines.length) {
      throw new Wrong("line lost", `${JSON.stringify(line)} in\n${output}`);
    }
    at++;
  }
}

/**
 * The line with the header of a block scalar that goes on to the end of a text
 * without a last line end, else -1: lines behind it make it say `-`.
 */
function openHeader(text: string, { document }: Reference): number {
  if (text.endsWith("\n")) return -1;
  let last: Scalar | undefined;
  visit(document, {
    Scalar: (_, node) => {
      last = node;
    },
  });
  if (!last?.type?.startsWith("BLOCK")) return -1;
  return text.slice(0, last.range?.[0]).split("\n").length - 1;
}

/** A line that ends with a block scalar's header, without its + or -. */
function unchomped(line: string): string {
  return line.replace(/([|>]\d?)[-+](\d?[ \t]*(?:#.*)?\r?)$/, "$1$2");
}

/** A line without the blanks and dashes at its start. */
function bare(line: string): string {
  return line.replace(/^[ -]*/, "");
}

function shown(value: unknown, expected: unknown): string {
  return `read ${inJson(value)}\nexpected ${inJson(expected)}`;
}

function inJson(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === "bigint" ? String(inner) : inner,
  );
}
