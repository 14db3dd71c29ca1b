import {
  formatPath,
  formatRef,
  type Path,
  type ResourceRef,
} from "./result.ts";

/** The field that asks for an edit. */
export interface Asker {
  /** The object that holds it; absent for the function's own config. */
  readonly object?: ResourceRef;
  readonly path: Path;
}

/** Why a function writes, adds or takes away something. */
export interface Why {
  /** One of the function's `rules`, such as `NS-LABEL-ENFORCE`. */
  readonly code: string;
  readonly at: Asker;
  /** One phrase for people. */
  readonly reason: string;
}

/**
 * The asking field as messages have it: of the function's own config from below
 * `spec`, of any other object in full.
 */
export function askedAt({ at: { object, path } }: Why): string {
  if (!object) return formatPath(path.slice(1));
  return `${formatRef(object)} ${formatPath(path)}`;
}
