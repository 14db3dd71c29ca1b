import { programOf } from "../krm/define.ts";
import type { Item } from "../krm/item.ts";
import {
  formatPath,
  type Path,
  type Result,
  type Severity,
} from "../krm/result.ts";

/** What a finding says, and of which field of which object. */
export interface About {
  readonly severity: Severity;
  readonly message: string;
  readonly item?: Item | undefined;
  readonly field?: Field | undefined;
}

/** A field as it is and as it should be; undefined means "there is none". */
export interface Field {
  /** A path, or one that is written out already, as Problems have it. */
  readonly path: Path | string;
  readonly current?: unknown;
  readonly proposed?: unknown;
}

/**
 * A Result of the function called `functionKind`. `tags.docs` leads to the
 * section of `rule` in that function's README. Values of a Secret's data are
 * left out.
 */
export function finding(
  functionKind: string,
  rule: string,
  about: About,
): Result {
  const { message, severity, item, field } = about;
  const readme = `functions/${programOf(functionKind)}/README.md`;
  const docs = `${readme}#${rule.toLowerCase()}`;
  return {
    message,
    severity,
    ...(item ? { resourceRef: item.ref } : {}),
    ...(field ? { field: fieldOf(field, item) } : {}),
    tags: { function: functionKind, rule, docs },
  };
}

function fieldOf(field: Field, item: Item | undefined): Result["field"] & {} {
  const { current, proposed } = field;
  const path =
    typeof field.path === "string" ? field.path : formatPath(field.path);
  if (isSecretValue(item, path)) return { path };
  return {
    path,
    ...(current === undefined ? {} : { currentValue: current }),
    ...(proposed === undefined ? {} : { proposedValue: proposed }),
  };
}

function isSecretValue(item: Item | undefined, path: string): boolean {
  return item?.kind === "Secret" && /^(data|stringData)\b/.test(path);
}
