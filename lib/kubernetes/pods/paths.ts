import { isMapping, type KubernetesObject } from "../../krm/item.ts";
import { formatPath, type Path } from "../../krm/result.ts";
import { opened } from "../../yaml/node.ts";

/**
 * Paths with marks: `[]` is each element of a list, `*` each entry of a
 * mapping. Both match what is there and make nothing.
 */
export type Steps = readonly string[];

/** A path found in an object, and what its marks stood for, in order. */
export interface Found {
  readonly path: Path;
  readonly marks: Path;
  /** What stands there, maybe unread. */
  readonly value?: unknown;
  /** Set where a scalar or a list is in the way, at this path. */
  readonly blocked?: Path;
}

/** `a.b[].c` as steps. */
export function stepsOf(dotted: string): Steps {
  return dotted
    .split(".")
    .flatMap((part) =>
      part.endsWith("[]") ? [part.slice(0, -2), "[]"] : [part],
    );
}

/** Steps as `stepsOf` reads them; a key with other characters in quotes. */
export function formatSteps(steps: Steps): string {
  return formatPath(steps).replaceAll('["[]"]', "[]").replaceAll('["*"]', ".*");
}

/** How many leading steps must exist: all up to the last mark. */
export function lengthToLastMark(steps: Steps): number {
  return Math.max(steps.lastIndexOf("[]"), steps.lastIndexOf("*")) + 1;
}

/**
 * Every path in `root`, which may be unread, that `steps` lead to. The first
 * `required` steps must be there; what comes after them may be absent.
 */
export function expand(root: unknown, steps: Steps, required: number): Found[] {
  let open: Found[] = [{ value: root, path: [], marks: [] }];
  const blocked: Found[] = [];
  steps.forEach((step, index) => {
    open = open.flatMap((node) => {
      const next = stepInto(node, step, index < required);
      if (Array.isArray(next)) return next;
      blocked.push(next);
      return [];
    });
  });
  return [...open, ...blocked];
}

function stepInto(
  node: Found,
  step: string,
  required: boolean,
): Found[] | Found {
  const { path, marks } = node;
  const value = opened(node.value);
  if (step === "[]" || step === "*") return eachOf({ ...node, value }, step);
  const absent = value === undefined || value === null;
  if (!absent && !isMapping(value)) {
    return required ? [] : { path, marks, blocked: path };
  }
  const inner = isMapping(value) ? own(value, step) : undefined;
  if (required && (opened(inner) ?? null) === null) return [];
  return [{ value: inner, path: [...path, step], marks }];
}

function eachOf({ value, path, marks }: Found, step: string): Found[] {
  const enter = (key: string | number, inner: unknown): Found => ({
    value: inner,
    path: [...path, key],
    marks: [...marks, key],
  });
  if (step === "[]") {
    return Array.isArray(value)
      ? value.map((inner, index) => enter(index, inner))
      : [];
  }
  if (!isMapping(value)) return [];
  return Object.keys(value).map((key) => enter(key, value[key]));
}

function own(value: KubernetesObject, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** `steps` with their marks filled in; `undefined` where they have more. */
export function fillMarks(steps: Steps, marks: Path): Path | undefined {
  let used = 0;
  const path = steps.map((step) =>
    step === "[]" || step === "*" ? marks[used++] : step,
  );
  return path.some((step) => step === undefined) ? undefined : (path as Path); // No element is undefined, as was just seen.
}
