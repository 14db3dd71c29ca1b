import type { Edit } from "../../lib/krm/edit.ts";
import {
  formatPath,
  formatRef,
  formatResult,
  type Result,
} from "../../lib/krm/result.ts";
import { allOf, type Checked } from "./check.ts";
import { individualCodes } from "./individuality.ts";
import type { FiledEdit, Proof } from "./proof.ts";
import { isOpen } from "./reach.ts";
import { allOfRepository, type CheckedRepository } from "./repository.ts";

/** What people read of a check: findings, edits, and a line for each build. */
export function checkText(checked: Checked, verbose = false): string {
  return textOf([
    findingLines(allOf(checked).results, verbose),
    ...editBlocks(checked),
    [
      ...builds(checked).map(summary),
      ...(checked.compared
        ? []
        : ["the print was not compared with what the folder builds"]),
      ...scoreLines(checked),
    ],
  ]);
}

/**
 * What people read of a check of many clusters: findings and edits of all, then
 * a line for each cluster, one for the catalogue, and the score.
 */
export function repositoryText(
  checked: CheckedRepository,
  verbose = false,
): string {
  const { clusters, catalogue } = checked;
  const scores = clusters.flatMap(({ individuality }) => individuality ?? []);
  const total = scores.reduce((sum, score) => sum + score, 0);
  const own = catalogue.results.filter(isTold);
  const parts = Object.entries(catalogue.counts).map(([noun, number]) =>
    count(number, noun),
  );
  return textOf([
    findingLines(allOfRepository(checked).results, verbose),
    ...clusters.flatMap(editBlocks),
    [
      ...clusters.map(clusterLine),
      ...(catalogue.empty
        ? []
        : [
            `catalogue: ${parts.join(" and ")}, ${own.length === 0 ? "each of which some cluster can have" : count(own.length, "finding")}`,
          ]),
      ...(scores.length > 0
        ? [`individuality: ${total} in ${count(scores.length, "cluster")}`]
        : []),
    ],
  ]);
}

/** Blocks of lines, an empty line between any two. */
function textOf(blocks: readonly (readonly string[])[]): string {
  const there = blocks.filter(({ length }) => length > 0);
  return `${there.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const isTold = ({ severity }: Result): boolean => severity !== "info";

/** What is open is told to those who ask. */
function findingLines(results: readonly Result[], verbose: boolean): string[] {
  return results
    .filter((one) => isTold(one) || (verbose && isOpen(one)))
    .map((result) => formatResult(result));
}

/** The paths that a folder's flows apply, then the folder itself. */
function builds({ directory, proof, flows }: Checked): Build[] {
  return [...flows, { folder: directory, proof }];
}

interface Build {
  readonly folder: string;
  readonly proof: Proof;
}

function editBlocks(checked: Checked): string[][] {
  return builds(checked)
    .filter(({ proof }) => proof.edits.length > 0)
    .map(({ folder, proof }) => editLines(folder, proof.edits));
}

function summary({ folder, proof }: Build): string {
  const entries = count(
    proof.entries.length,
    "function entry",
    "function entries",
  );
  const ran = `${folder}: ${entries} run again over ${count(proof.objects, "object")}`;
  return `${ran}${verdict([proof])}`;
}

function clusterLine(checked: Checked): string {
  const all = builds(checked).map(({ proof }) => proof);
  const objects = all.reduce((sum, proof) => sum + proof.objects, 0);
  const paths = count(checked.flows.length, "path");
  const what = `${checked.directory} and ${paths} that its flows apply: ${count(objects, "object")}`;
  return `${what}${verdict(all)}`;
}

function verdict(proofs: readonly Proof[]): string {
  const edits = proofs.flatMap((proof) => proof.edits).length;
  const errors = proofs
    .flatMap(({ results }) => results)
    .filter(({ severity }) => severity === "error").length;
  const open = proofs.flatMap(({ results }) => results).filter(isOpen).length;
  return edits === 0 && errors === 0
    ? `, nothing left to edit: the guardrails hold${open > 0 ? `, ${open} open` : ""}`
    : `: ${count(edits, "field")} to edit, ${count(errors, "error")}: the guardrails do not hold`;
}

function scoreLines({ individuality: score }: Checked): string[] {
  if (score === undefined) return [];
  return [
    score === 0
      ? "individuality: 0, nothing beside the cluster's facts, choices, secrets and tenants"
      : `individuality: ${score}, see the findings of ${individualCodes().join(" and ")}`,
  ];
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
      `    by ${edit.why.code} for ${asker(edit)} in ${edit.file}: ${edit.why.reason}`,
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

/** The field that asks, `LabelNamespaces standard spec.rules[0].labels.team`. */
function asker({ why: { at } }: Edit): string {
  const object = at.object ? formatRef(at.object).trimEnd() : "";
  return `${object} ${formatPath(at.path)}`;
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
