import type { Draws } from "../documents/draw.ts";
import { isMapping, type Mapping, Values } from "../documents/values.ts";

/** A step into a mapping or a list. */
export type Step = string | number;

/** What one edit does; without a value it takes the field away. */
export interface Change {
  readonly path: readonly Step[];
  readonly value?: unknown;
}

/** The object after the changes, one after the other. */
export function edited(object: unknown, changes: readonly Change[]): unknown {
  return changes.reduce(
    (value, change) => written(value, change.path, change.value),
    object,
  );
}

function written(
  root: unknown,
  path: readonly Step[],
  value: unknown,
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list = Array.isArray(root) ? [...root] : [];
    const inner = written(list[step], rest, value);
    list.splice(step, 1, ...(inner === undefined ? [] : [inner]));
    return list;
  }
  const map = new Map(Object.entries(root ?? {}));
  const inner = written(map.get(step), rest, value);
  if (inner === undefined) map.delete(step);
  else map.set(step, inner);
  return Object.fromEntries(map);
}

/** What names an object; no function may change it. */
const FIXED = new Set(["apiVersion", "kind", "metadata"]);
const FIXED_METADATA = new Set(["name", "namespace"]);

function isFixed(path: readonly Step[]): boolean {
  const [first, second] = path;
  if (path.length === 1) return FIXED.has(String(first));
  return first === "metadata" && FIXED_METADATA.has(String(second));
}

/** Every collection of an object, with its path. */
export function collections(
  value: unknown,
  path: readonly Step[] = [],
): { path: readonly Step[]; value: Mapping | readonly unknown[] }[] {
  if (!isMapping(value) && !Array.isArray(value)) return [];
  const members: [Step, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return [
    { path, value },
    ...members.flatMap(([step, inner]) => collections(inner, [...path, step])),
  ];
}

/** One to a few edits anywhere in an object, each made behind the others. */
export function drawChanges(object: unknown, g: Draws): Change[] {
  const changes: Change[] = [];
  let value = object;
  const count = g.pick([1, 2 + g.below(3), 5 + g.below(12)]);
  while (changes.length < count) {
    const change = drawChange(value, g);
    if (isFixed(change.path)) continue;
    changes.push(change);
    value = edited(value, [change]);
  }
  return changes;
}

function drawChange(object: unknown, g: Draws): Change {
  const { path, value } = g.pick(collections(object));
  return Array.isArray(value)
    ? inList(path, value.length, g)
    : inMapping(path, Object.keys(value), g);
}

function inList(path: readonly Step[], length: number, g: Draws): Change {
  const at = g.below(length);
  if (length === 0 || g.chance(0.4)) return set([...path, length], g);
  return g.chance(0.5) ? set([...path, at], g) : { path: [...path, at] };
}

function inMapping(path: readonly Step[], keys: string[], g: Draws): Change {
  const key = g.pick(keys);
  if (keys.length === 0 || g.chance(0.35)) {
    const fresh = freshKey(g);
    const deeper = !keys.includes(fresh) && g.chance(0.1) ? [freshKey(g)] : [];
    return set([...path, fresh, ...deeper], g);
  }
  return g.chance(0.6) ? set([...path, key], g) : { path: [...path, key] };
}

function freshKey(g: Draws): string {
  return new Values(g, false).key();
}

function set(path: readonly Step[], g: Draws): Change {
  const values = new Values(g, false);
  const value = g.chance(0.6) ? values.scalar() : values.tree(3);
  return { path, value };
}
