import { valueAt } from "../yaml/node.ts";
import { diff } from "./diff.ts";
import type { Item } from "./item.ts";
import type { Path, ResourceRef } from "./result.ts";
import type { Asker, Why } from "./why.ts";

/**
 * One field that a function wrote: the list of these is what is spliced into
 * the text, what `check` demands to be empty, and what explains a field.
 */
export interface Edit {
  readonly ref: ResourceRef;
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
  /** Kind of the function's config. */
  readonly function: string;
  /** Its `at.object` is always told. */
  readonly why: Why;
}

/** Where a config begins, and the object that holds it. */
export interface ConfigPlace extends Asker {
  readonly object: ResourceRef;
  /** The object as it was written. */
  readonly value: unknown;
}

/** A function that ran, and its config. */
export interface Ran {
  readonly kind: string;
  readonly config: ConfigPlace;
  /** Of the items that it got, the one that a reference names. */
  readonly named: (ref: ResourceRef) => Item | undefined;
}

/** What one function changed in one item. */
export function editsOf(before: Item, after: Item, ran: Ran): Edit[] {
  const writes = after.writes.slice(before.writes.length);
  return diff(before.object, after.object).map((change) => {
    const write = writes.findLast(({ path }) => related(path, change.path));
    if (!write) throw new Error(`nobody wrote ${change.path.join(".")}`);
    return { ref: before.ref, ...change, ...toldBy(ran, write.why) };
  });
}

/** An item that a function added, or took away for a reason, as one edit. */
export function wholeEdit(
  { ref, object, writes }: Item,
  gone: Why | undefined,
  ran: Ran,
): Edit {
  const why = gone ?? writes[0]?.why;
  if (!why) throw new Error("an item that came in was not added");
  const [before, after] = gone ? [object] : [undefined, object];
  return { ref, path: [], before, after, ...toldBy(ran, why) };
}

/** Who wrote, and why: a path in the function's own config is completed. */
function toldBy(
  { kind, config, named }: Ran,
  why: Why,
): Pick<Edit, "function" | "why"> {
  const { object = config.object, path } = why.at;
  const own = object === config.object;
  const whole = own ? [...config.path, ...path] : path;
  const holder = own ? config.value : named(object)?.object;
  // Of an object that is only looked at nothing was kept.
  const at = { object, path: holder ? written(whole, holder) : whole };
  return { function: kind, why: { ...why, at } };
}

/** A path as far as somebody wrote it: a default stands in no file. */
function written(path: Path, holder: unknown): Path {
  let value = holder;
  const end = path.findIndex((step) => {
    value = valueAt(value, [step]);
    return value === undefined;
  });
  return end < 0 ? path : path.slice(0, end);
}

/** Whether one path leads to, or through, the other. */
function related(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}
