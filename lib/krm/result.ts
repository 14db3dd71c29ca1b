import { oneLine, safeLine, valueWithoutTokens } from "./words.ts";

/** How bad a finding is; an `error` makes the process exit 1. */
export type Severity = "error" | "warning" | "info";

/** The object a finding speaks of. */
export interface ResourceRef {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
}

/**
 * One finding, in the shape of `results` of a ResourceList.
 * `field.path` is dotted, with `[n]` for list elements and `["a.b/c"]` for keys
 * that hold other characters. Values of Secrets never appear in it.
 * Source: KRM Functions Specification v1, `Result`.
 */
export interface Result {
  message: string;
  severity: Severity;
  resourceRef?: ResourceRef;
  field?: { path: string; currentValue?: unknown; proposedValue?: unknown };
  file?: { path: string; index?: number };
  /** `rule` is a stable code such as `NS-LABEL-MISSING`. */
  tags: { function: string; rule: string; docs?: string };
}

/** Path of a field inside an object: keys and list indexes. */
export type Path = readonly (string | number)[];

/** `["metadata", "labels", "a/b"]` as `metadata.labels["a/b"]`. */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) text += text ? `.${step}` : step;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** `Namespace team-a` or `apps/v1 Deployment team-a/web`, as people read it. */
export function formatRef(ref: ResourceRef): string {
  const name = ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
  return oneLine(`${ref.kind} ${name}`);
}

/** A result as it leaves: its message acts on no reader, no value is a token. */
export function wordedResult(result: Result): Result {
  const { message, field } = result;
  const worded = { ...result, message: safeLine(message) };
  if (field) worded.field = valueWithoutTokens(field) as typeof field;
  return worded;
}

/** One line for stderr: severity, rule, object, field, message. */
export function formatResult(result: Result): string {
  const parts = [`${result.severity} [${result.tags.rule}]`];
  if (result.resourceRef) parts.push(formatRef(result.resourceRef));
  if (result.field) parts.push(result.field.path);
  return `${parts.join(" ")}: ${oneLine(result.message)}`;
}
