import { type Item, isMapping } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
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
import { finding } from "./claims.ts";
import { codeOf, type FieldName } from "./codes.ts";

/** What the API server would refuse in a Namespace, or never let stand. */
export function apiServerProblems(item: Item): Result[] {
  return [
    ...shapeProblems(item),
    ...nameProblems(item),
    ...Object.keys(item.labels).flatMap((key) => labelProblems(item, key)),
    ...Object.keys(item.annotations).flatMap((key) =>
      annotationProblems(item, key),
    ),
    ...sizeProblems(item),
  ];
}

function shapeProblems(item: Item): Result[] {
  const metadata = item.get(["metadata"]) ?? {};
  const paths = isMapping(metadata)
    ? [
        ["metadata", "labels"],
        ["metadata", "annotations"],
      ]
    : [["metadata"]];
  return paths
    .filter((path) => !isMapping(item.get(path) ?? {}))
    .map((path) =>
      finding("NS-METADATA-INVALID", {
        severity: "error",
        item,
        message: `${path.join(".")} must be a mapping; nothing below it was changed`,
        field: { path, current: item.get(path) },
      }),
    );
}

function nameProblems(item: Item): Result[] {
  const name = item.get(["metadata", "name"]);
  if (hasPlaceholder(name)) return [];
  const problem =
    typeof name === "string"
      ? dnsLabelProblem(name)
      : name === undefined
        ? "a Namespace needs a name"
        : `the name must be a string, ${JSON.stringify(String(name))}`;
  if (!problem) return [];
  const field = { path: ["metadata", "name"], current: name };
  return [
    finding("NS-NAME-INVALID", {
      severity: "error",
      item,
      message: `the API server refuses the name: ${problem}`,
      field,
    }),
  ];
}

function labelProblems(item: Item, key: string): Result[] {
  const value = item.labels[key];
  const refused = labelKeyProblem(key) ?? notText(value);
  if (refused) return [invalid(item, "labels", key, refused)];
  const reserved = reservedProblems(item, key);
  if (reserved.length > 0 || hasPlaceholder(value)) return reserved;
  const problem = labelValueProblem(String(value));
  return problem ? [invalid(item, "labels", key, problem)] : [];
}

function annotationProblems(item: Item, key: string): Result[] {
  const problem = annotationKeyProblem(key) ?? notText(item.annotations[key]);
  return problem ? [invalid(item, "annotations", key, problem)] : [];
}

function notText(value: unknown): string | undefined {
  if (typeof value === "string") return undefined;
  const type = value === null ? "null" : `a ${typeof value}`;
  return `the value must be a string and is ${type}: write it in quotes`;
}

/** `proposed` is the text in quotes. */
function invalid(
  item: Item,
  field: FieldName,
  key: string,
  message: string,
): Result {
  const current = item[field][key];
  const what = field === "labels" ? "label" : "annotation";
  const proposed =
    typeof current === "string" ? undefined : scalarText(current);
  return finding(codeOf(field, "INVALID"), {
    severity: "error",
    item,
    message: `the API server refuses the ${what} ${key}: ${message}`,
    field: { path: ["metadata", field, key], current, proposed },
  });
}

/** The API server overwrites one of them; Flux owns the others. */
function reservedProblems(item: Item, key: string): Result[] {
  const owner = reservedBy(key);
  const own = key === "kubernetes.io/metadata.name";
  if (!owner || (own && item.labels[key] === item.name)) return [];
  return [
    finding("NS-LABEL-RESERVED", {
      severity: own ? "error" : "warning",
      item,
      message: `label ${key} must not stand in the source: ${owner}`,
      field: { path: ["metadata", "labels", key], current: item.labels[key] },
    }),
  ];
}

function sizeProblems(item: Item): Result[] {
  const problem = annotationsSizeProblem(item.annotations);
  if (!problem) return [];
  const field = { path: ["metadata", "annotations"] };
  const message = `the API server refuses them: ${problem}`;
  const about = { item, message, field };
  return [
    finding(codeOf("annotations", "INVALID"), { severity: "error", ...about }),
  ];
}
