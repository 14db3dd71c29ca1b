import { isMapping } from "../../lib/krm/item.ts";
import type { Path, Result } from "../../lib/krm/result.ts";
import { hasPlaceholder } from "../../lib/kubernetes/facts.ts";
import {
  annotationKeyProblem,
  annotationsSizeProblem,
  dnsLabelProblem,
  labelKeyProblem,
  labelValueProblem,
  reservedBy,
} from "../../lib/kubernetes/labels.ts";
import { scalarText } from "../../lib/kubernetes/match.ts";
import type { Namespace } from "./namespace.ts";
import { once } from "./once.ts";
import { codeOf, type FieldName, finding } from "./policy.ts";

/** What keys alone tell, each looked up once. */
export interface Keys {
  /** Why the API server refuses the key of a label, or of an annotation. */
  readonly problem: Readonly<Record<FieldName, Look>>;
  /** Who writes a label that no source may hold. */
  readonly owner: Look;
}
type Look = (key: string) => string | undefined;

/** To be made for each run. */
export function keysSeen(): Keys {
  return {
    problem: {
      labels: once(labelKeyProblem),
      annotations: once(annotationKeyProblem),
    },
    owner: once(reservedBy),
  };
}

/** What the API server would refuse in a Namespace, or never let stand. */
export function apiServerProblems(namespace: Namespace, keys: Keys): Result[] {
  const results = [...shapeProblems(namespace), ...nameProblems(namespace)];
  for (const key of Object.keys(namespace.labels)) {
    const problem = labelProblem(namespace, key, keys);
    if (problem) results.push(problem);
  }
  for (const key of Object.keys(namespace.annotations)) {
    const problem = annotationProblem(namespace, key, keys);
    if (problem) results.push(problem);
  }
  results.push(...sizeProblems(namespace));
  return results;
}

function shapeProblems({ item, writable }: Namespace): Result[] {
  if (writable.labels && writable.annotations) return [];
  const invalidAt = (path: Path) => {
    const current = item.get(path);
    return finding("NS-METADATA-INVALID", {
      item,
      message: `${path.join(".")} must be a mapping; nothing below it was changed`,
      field: { path, current },
    });
  };
  if (!isMapping(item.get(["metadata"]))) return [invalidAt(["metadata"])];
  return (["labels", "annotations"] as const)
    .filter((field) => !writable[field])
    .map((field) => invalidAt(["metadata", field]));
}

function nameProblems({ item, name }: Namespace): Result[] {
  const problem = nameProblem(name);
  if (!problem || hasPlaceholder(name)) return [];
  const field = { path: ["metadata", "name"], current: name };
  return [
    finding("NS-NAME-INVALID", {
      item,
      message: `the API server refuses the name: ${problem}`,
      field,
    }),
  ];
}

function nameProblem(name: unknown): string | undefined {
  if (typeof name === "string") return dnsLabelProblem(name);
  return name === undefined
    ? "a Namespace needs a name"
    : `the name must be a string, ${JSON.stringify(String(name))}`;
}

function labelProblem(
  namespace: Namespace,
  key: string,
  keys: Keys,
): Result | undefined {
  const value = namespace.labels[key];
  const refused = keys.problem.labels(key) ?? notText(value);
  if (refused) return invalid(namespace, "labels", key, refused);
  const owner = keys.owner(key);
  const reserved = owner && reservedProblem(namespace, key, owner);
  if (reserved) return reserved;
  const problem = labelValueProblem(String(value));
  if (!problem || hasPlaceholder(value)) return undefined;
  return invalid(namespace, "labels", key, problem);
}

function annotationProblem(
  namespace: Namespace,
  key: string,
  keys: Keys,
): Result | undefined {
  const value = namespace.annotations[key];
  const problem = keys.problem.annotations(key) ?? notText(value);
  return problem === undefined
    ? undefined
    : invalid(namespace, "annotations", key, problem);
}

function notText(value: unknown): string | undefined {
  if (typeof value === "string") return undefined;
  const type = value === null ? "null" : `a ${typeof value}`;
  return `the value must be a string and is ${type}: write it in quotes`;
}

/** `proposed` is the text in quotes. */
function invalid(
  namespace: Namespace,
  field: FieldName,
  key: string,
  message: string,
): Result {
  const { item, [field]: values } = namespace;
  const current = values[key];
  const what = field === "labels" ? "label" : "annotation";
  const proposed =
    typeof current === "string" ? undefined : scalarText(current);
  return finding(codeOf(field, "INVALID"), {
    item,
    message: `the API server refuses the ${what} ${key}: ${message}`,
    field: { path: ["metadata", field, key], current, proposed },
  });
}

/** The API server overwrites one of them; Flux owns the others. */
function reservedProblem(
  { item, labels }: Namespace,
  key: string,
  owner: string,
): Result | undefined {
  const own = key === "kubernetes.io/metadata.name";
  const current = labels[key];
  if (own && current === item.name) return undefined;
  return finding("NS-LABEL-RESERVED", {
    severity: own ? "error" : "warning",
    item,
    message: `label ${key} must not stand in the source: ${owner}`,
    field: { path: ["metadata", "labels", key], current },
  });
}

function sizeProblems({ item, annotations }: Namespace): Result[] {
  const problem = annotationsSizeProblem(annotations);
  if (!problem) return [];
  const field = { path: ["metadata", "annotations"] };
  const message = `the API server refuses them: ${problem}`;
  const about = { item, message, field };
  return [finding(codeOf("annotations", "INVALID"), { ...about })];
}
