import { programOf } from "./define.ts";
import { type Item, text } from "./item.ts";
import { formatPath, type Path, type Result, type Severity } from "./result.ts";

/** What a finding says, and of which field of which object. */
export interface About {
  readonly severity: Severity;
  readonly message: string;
  readonly item?: Item | undefined;
  readonly field?: Field | undefined;
}

/** A field as it is and as it should be; undefined means "there is none". */
export interface Field {
  readonly path: Path;
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
    ...fileOf(item),
    tags: { function: functionKind, rule, docs },
  };
}

function fieldOf(field: Field, item: Item | undefined): Result["field"] & {} {
  const { current, proposed } = field;
  const path = formatPath(field.path);
  if (isSecretValue(item, field.path)) return { path };
  return {
    path,
    ...(current === undefined ? {} : { currentValue: current }),
    ...(proposed === undefined ? {} : { proposedValue: proposed }),
  };
}

/** Whether a field of a Secret holds what nobody may read. */
function isSecretValue(item: Item | undefined, [field]: Path): boolean {
  return (
    item?.kind === "Secret" && (field === "data" || field === "stringData")
  );
}

/** Annotations that say which file an item was read from, the newest first. */
const FILE_ANNOTATIONS = [
  "internal.config.kubernetes.io",
  "config.kubernetes.io",
];

/**
 * The file that an orchestrator read the item from, and its document there.
 * Source: KRM Functions Specification v1, annotations `path` and `index`.
 */
function fileOf(item: Item | undefined): Pick<Result, "file"> {
  const of = (name: string) =>
    FILE_ANNOTATIONS.map((prefix) =>
      text(item?.annotation(`${prefix}/${name}`)),
    ).find((value) => value !== "");
  const path = of("path");
  if (path === undefined) return {};
  const index = of("index");
  const isNumber = index !== undefined && /^\d{1,9}$/.test(index);
  return { file: { path, ...(isNumber ? { index: Number(index) } : {}) } };
}
