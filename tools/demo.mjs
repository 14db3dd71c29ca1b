/**
 * Renders the clusters of examples/platform with real Kustomize, and two of
 * its components; proves the guardrails and tells what the functions did.
 */
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { at, Failure, root, start } from "./common.mjs";
import { kustomize } from "./engines/find.mjs";

const PLATFORM = "examples/platform";
/** The clusters, and two components to show releases and workloads. */
const FOLDERS = [
  ...["sts-devpkg/eu", "sts-devpkg/us", "dev-lab/local"].map((name) => ({
    name,
    path: `clusters/${name}/cluster`,
  })),
  ...["ingress-nginx", "probes"].map((component) => ({
    name: `platform/${component}/production`,
    path: `platform/${component}/production`,
  })),
];
const COMMAND = at("dist", "flux-platform");

/**
 * @typedef {{ objects: number, edits: Edit[], made: Edit[] }} Proof
 * @typedef {{ ref: { kind: string, name: string, namespace?: string }, path: (string | number)[], after: unknown, function: string, why: { code: string, reason: string } }} Edit
 * @typedef {{ folder: string, output: string, made: Edit[], objects: number, print: string }} Rendered
 */

await start(async () => {
  const program = kustomize();
  if (!program)
    throw new Failure("kustomize is missing: run npm run demo again");
  const rendered = at(PLATFORM, "rendered");
  rmSync(rendered, { recursive: true, force: true });
  const all = await inTurns(FOLDERS, ({ path, name }) =>
    render(program, path, name),
  );
  for (const [index, one] of all.entries()) {
    tell(FOLDERS[index]?.name ?? "", one);
  }
  const objects = all.reduce((sum, one) => sum + one.objects, 0);
  console.log(
    [
      `Rendered ${all.length} folders, ${objects} objects: ${PLATFORM}/rendered/`,
      "The proof ran the guardrails again over every one of them and found nothing to edit.",
      "Try it: take a label out of a rendered file and run",
      `  dist/flux-platform check ${PLATFORM}/${FOLDERS[0]?.path} --rendered ${all[0]?.output}`,
      "or ask about every cluster and all that its flows apply:",
      `  dist/flux-platform check ${PLATFORM}`,
    ].join("\n"),
  );
});

/**
 * Builds a folder, proves the result, and asks what the guardrails did.
 * @param {string} program
 * @param {string} path below the platform's root
 * @param {string} name of the file, without ending
 * @returns {Promise<Rendered>}
 */
async function render(program, path, name) {
  const folder = join(PLATFORM, path);
  const flags = ["--enable-alpha-plugins", "--enable-exec"];
  const print = await output(program, ["build", ...flags, folder]);
  const file = join(PLATFORM, "rendered", `${name}.yaml`);
  mkdirSync(dirname(at(file)), { recursive: true });
  writeFileSync(at(file), print);
  const { edits, made, objects } = await check(program, folder, print);
  if (edits.length === 0) return { folder, output: file, made, objects, print };
  throw new Failure(
    `the proof failed, see: dist/flux-platform check ${folder}`,
  );
}

/**
 * @param {string} program
 * @param {string} folder
 * @param {string} print
 * @returns {Promise<Proof>}
 */
async function check(program, folder, print) {
  const PATH = `${dirname(program)}${delimiter}${process.env.PATH}`;
  const args = ["check", folder, "--rendered", "-", "--output", "json"];
  const text = await output(COMMAND, args, {
    print,
    PATH,
    codes: [0, 1],
  });
  return JSON.parse(text);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{ print?: string, PATH?: string, codes?: number[] }} [options]
 * @returns {Promise<string>}
 */
function output(program, args, { print = "", PATH, codes = [0] } = {}) {
  const env = { ...process.env, ...(PATH ? { PATH } : {}) };
  const child = spawn(program, args, { cwd: root, env });
  let out = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
  child.stdin.end(print);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (codes.includes(code ?? -1)) resolve(out);
      else reject(new Failure(errors.trim()));
    });
  });
}

/**
 * @template T, R
 * @param {readonly T[]} values
 * @param {(value: T) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
async function inTurns(values, work) {
  /** @type {R[]} */
  const done = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < values.length; index = next++) {
      const value = values[index];
      if (value !== undefined) done[index] = await work(value);
    }
  };
  const workers = Array.from({ length: availableParallelism() }, worker);
  await Promise.all(workers);
  return done;
}

/**
 * @param {string} name
 * @param {Rendered} rendered
 */
function tell(name, { objects, made }) {
  console.log(`${name}: ${objects} objects`);
  for (const line of account(made)) console.log(`  ${line}`);
  console.log("");
}

/**
 * What each rule did, fields that went to the same objects together.
 * @param {readonly Edit[]} edits
 */
function account(edits) {
  const made = edits.filter(({ path }) => path.length === 0);
  const written = edits.filter(({ path }) => path.length > 0);
  return [...objectsMade(made), ...fieldsWritten(written)];
}

/**
 * New objects by the function that makes them, counted by kind.
 * @param {readonly Edit[]} edits
 */
function objectsMade(edits) {
  const makers = grouped(edits, (edit) => edit.function);
  return [...makers].map(([maker, own]) => {
    const kinds = grouped(own, ({ ref }) => ref.kind);
    const counts = [...kinds].map(([kind, all]) => `${all.length} ${kind}`);
    return `${maker} makes ${own.length} objects: ${counts.join(", ")}`;
  });
}

/** @param {readonly Edit[]} edits */
function fieldsWritten(edits) {
  const fields = grouped(edits, (edit) => `${ruleOf(edit)}\n${fieldOf(edit)}`);
  const rows = [...fields].map(([key, own]) => {
    const [rule = "", field = ""] = key.split("\n");
    return { rule, field, objects: [...new Set(own.map(nameOf))] };
  });
  const same = grouped(rows, ({ rule, objects }) =>
    [rule, ...objects].join("\n"),
  );
  return [...same.values()].flatMap((group) => {
    const [{ rule, objects } = { rule: "", objects: [] }] = group;
    return [
      `${summary(objects)} by ${rule}:`,
      ...group.map(({ field }) => `  ${field}`),
    ];
  });
}

/**
 * @template T
 * @param {readonly T[]} values
 * @param {(value: T) => string} keyOf
 */
function grouped(values, keyOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

/** @param {readonly string[]} objects */
function summary(objects) {
  const [first = ""] = objects;
  const [kind] = first.split("/");
  if (objects.length === 1) return first;
  const names = objects.map((object) => object.split("/")[1]);
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return `${objects.length} ${kind}s (${names.slice(0, 3).join(", ")}${more})`;
}

/** @param {Edit} edit */
function ruleOf({ function: kind, why }) {
  return `${kind} ${why.code} (${why.reason})`;
}

/**
 * What was written: a label or annotation with its value, or a toleration.
 * @param {Edit} edit
 */
function fieldOf({ path, after }) {
  const { key, value, effect } = Object(after);
  if (key) return `toleration ${key}=${value ?? "*"}:${effect ?? "*"}`;
  return `${path[1]} ${path.at(-1)}: ${after}`.replace(/^(\w+)s /, "$1 ");
}

/** @param {Edit} edit */
function nameOf({ ref }) {
  return `${ref.kind}/${ref.name}`;
}
