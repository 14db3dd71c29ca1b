import type { Edit } from "../lib/krm/edit.ts";
import { formatPath, formatRef, formatResult } from "../lib/krm/result.ts";
import { allOf, type Checked } from "./check.ts";
import type { FiledEdit, Proof } from "./proof.ts";

/** What people read of a check: findings, edits, and a line for each build. */
export function checkText(checked: Checked): string {
  const { directory, proof, flows } = checked;
  const findings = allOf(checked).results.filter(
    ({ severity }) => severity !== "info",
  );
  const builds = [...flows, { folder: directory, proof }];
  const lines = [
    ...findings.map((result) => formatResult(result)),
    ...(findings.length > 0 ? [""] : []),
    ...builds.flatMap((build) =>
      build.proof.edits.length > 0
        ? editLines(build.folder, build.proof.edits)
        : [],
    ),
    ...builds.map((build) => summary(build.folder, build.proof)),
  ];
  return `${lines.join("\n")}\n`;
}

function summary(directory: string, proof: Proof): string {
  const entries = count(
    proof.entries.length,
    "function entry",
    "function entries",
  );
  const errors = proof.results.filter(
    ({ severity }) => severity === "error",
  ).length;
  const ran = `${directory}: ${entries} run again over ${count(proof.objects, "object")}`;
  if (proof.edits.length === 0 && errors === 0)
    return `${ran}, nothing left to edit: the guardrails hold`;
  return `${ran}: ${count(proof.edits.length, "field")} to edit, ${count(errors, "error")}: the guardrails do not hold`;
}

function editLines(directory: string, edits: readonly FiledEdit[]): string[] {
  const groups = new Map<string, FiledEdit[]>();
  for (const edit of edits) {
    const key = formatRef(edit.ref);
    groups.set(key, [...(groups.get(key) ?? []), edit]);
  }
  const objects = [...groups].flatMap(([object, own]) => [
    object,
    ...own.flatMap((edit) => [
      `  ${formatPath(edit.path) || "the whole object"} ${wanted(edit)}`,
      `    by ${edit.function}${edit.rule ? ` ${edit.rule}` : ""} in ${edit.file}`,
    ]),
  ]);
  return [
    `${directory} was printed without these edits of its guardrails:`,
    "",
    ...objects,
    "",
    "The build ran without --enable-exec, or something ran after the guardrails",
    "(patches or fields of a kustomization above them, a component listed later).",
  ];
}

function wanted({ ref, path, before, after }: Edit): string {
  const secret = ref.kind === "Secret" && path[0] !== "metadata";
  const show = (value: unknown): string => (secret ? "(hidden)" : shown(value));
  if (before === undefined) return `is missing, must be ${show(after)}`;
  if (after === undefined) return `is ${show(before)}, must not be there`;
  return `is ${show(before)}, must be ${show(after)}`;
}

/** A value on one line, shortened. */
function shown(value: unknown): string {
  const text =
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "bigint" ? String(inner) : inner,
    ) ?? "null";
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
