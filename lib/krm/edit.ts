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

/** A function, and where its config begins. */
export interface Ran {
  readonly kind: string;
  readonly config: Asker & { readonly object: ResourceRef };
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
  { kind, config: { object, path } }: Ran,
  why: Why,
): Pick<Edit, "function" | "why"> {
  const own = { object, path: [...path, ...why.at.path] };
  return { function: kind, why: { ...why, at: why.at.object ? why.at : own } };
}

/** Whether one path leads to, or through, the other. */
function related(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}
