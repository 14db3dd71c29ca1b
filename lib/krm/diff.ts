import { align } from "../yaml/align.ts";
import { equal } from "../yaml/equal.ts";
import { isMapping } from "./item.ts";
import type { Path } from "./result.ts";

/** One field that differs; `undefined` is a field that is not there. */
export interface Change {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The fields in which two values differ, as deep as both are mappings or
 * lists; a new mapping or list counts by its members. Indexes are those of
 * `after`, or of `before` for removed elements.
 */
export function diff(
  before: unknown,
  after: unknown,
  path: Path = [],
): Change[] {
  if (before === after) return [];
  if (before === undefined && !isElement(path) && size(after) > 0) {
    return diff(Array.isArray(after) ? [] : {}, after, path);
  }
  if (isMapping(before) && isMapping(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      diff(own(before, key), own(after, key), [...path, key]),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return align(before, after).flatMap((step) => {
      const index = step.after ?? step.before ?? 0;
      const old = step.before === undefined ? undefined : before[step.before];
      const young = step.after === undefined ? undefined : after[step.after];
      return diff(old, young, [...path, index]);
    });
  }
  return equal(before, after) ? [] : [{ path, before, after }];
}

function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** An element of a list is added as a whole. */
function isElement(path: Path): boolean {
  return typeof path.at(-1) === "number";
}

function size(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isMapping(value) ? Object.keys(value).length : 0;
}
