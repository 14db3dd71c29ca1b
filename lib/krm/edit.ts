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
    return edit(before.ref, change, { ran, why: write.why });
  });
}

/** An item that a function added, as one edit. */
export function additionOf(item: Item, ran: Ran): Edit {
  const [first] = item.writes;
  if (!first) throw new Error("an item that came in was not added");
  const change = { path: [], before: undefined, after: item.object };
  return edit(item.ref, change, { ran, why: first.why });
}

/** An item that a function took away, as one edit. */
export function removalOf(item: Item, why: Why, ran: Ran): Edit {
  const change = { path: [], before: item.object, after: undefined };
  return edit(item.ref, change, { ran, why });
}

function edit(
  ref: ResourceRef,
  change: Pick<Edit, "path" | "before" | "after">,
  { ran, why }: { readonly ran: Ran; readonly why: Why },
): Edit {
  const { object, path } = ran.config;
  const at = why.at.object
    ? why.at
    : { object, path: [...path, ...why.at.path] };
  return { ref, ...change, function: ran.kind, why: { ...why, at } };
}

/** Whether one path leads to, or through, the other. */
function related(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}
