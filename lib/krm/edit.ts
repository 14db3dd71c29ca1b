import { diff } from "./diff.ts";
import type { Item } from "./item.ts";
import type { Path, ResourceRef } from "./result.ts";

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
  /** Where the rule stands in the spec; `""` where no rule is named. */
  readonly rule: string;
  readonly reason?: string;
}

/** What one function changed in one item. */
export function editsOf(before: Item, after: Item, kind: string): Edit[] {
  const whys = after.whys.slice(before.whys.length);
  return diff(before.object, after.object).map((change) => {
    const why = whys.findLast(({ path }) => related(path, change.path));
    return {
      ref: before.ref,
      ...change,
      function: kind,
      rule: why?.rule ?? "",
      ...(why?.reason ? { reason: why.reason } : {}),
    };
  });
}

/** An item that a function added or took away, as one edit. */
export function wholeEdit(item: Item, added: boolean, kind: string): Edit {
  const object = item.object;
  return {
    ref: item.ref,
    path: [],
    before: added ? undefined : object,
    after: added ? object : undefined,
    function: kind,
    rule: item.whys.at(-1)?.rule ?? "",
  };
}

/** Whether one path leads to, or through, the other. */
function related(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}
