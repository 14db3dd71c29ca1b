import { readFileSync } from "node:fs";
import { Command } from "commander";
import { functions } from "../../functions/index.ts";
import {
  API_VERSION,
  type FunctionDefinition,
  programOf,
} from "../../lib/krm/define.ts";
import { InputError } from "../../lib/krm/list.ts";
import { nearest } from "../../lib/krm/nearest.ts";
import { readAll, writeAll } from "../../lib/krm/stdio.ts";
import { version } from "../../package.json";
import { allOf, type Checked, check } from "../check.ts";
import { CommandError } from "../kustomize.ts";
import { checkText, repositoryText } from "../report.ts";
import {
  allOfRepository,
  checkRepository,
  isRepository,
} from "../repository.ts";
import { configSchema } from "../schemas.ts";
import { today } from "../today.ts";

/**
 * Everything but a function process: commands, and what a program says about
 * itself. Returns the exit code: 0 done, 1 findings or a mistake of the user.
 */
export function run(program: string, args: readonly string[]): number {
  const command = program === "flux-platform" ? platform() : describe(program);
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof InputError))
      throw error;
    writeAll(2, Buffer.from(`${program}: ${error.message}\n`));
    return 1;
  }
  return Number(process.exitCode ?? 0);
}

function platform(): Command {
  const command = new Command("flux-platform")
    .description(
      "Guardrails of a Flux platform repository as KRM functions.\n" +
        "Without a command: reads a ResourceList on stdin, as Kustomize and kpt send it.",
    )
    .version(version)
    .option(
      "--schema",
      "print one JSON Schema for the configs of all functions",
    )
    .option("--doc", "print what the functions are, as JSON")
    .action(({ schema, doc }: Informing) => {
      if (doc) print(functions.map(documentOf));
      else if (schema) print({ oneOf: functions.map(configSchema) });
      else command.help();
    });
  command
    .command("check")
    .description(
      "prove that the guardrails hold in what Kustomize prints for a folder, or in a whole repository",
    )
    .argument(
      "<directory>",
      "a folder that kustomize builds, such as a cluster's, or the one that has clusters/",
    )
    .option(
      "--rendered <file>",
      "judge this print of the folder instead of building it; - is stdin",
    )
    .option("--output <format>", "text or json", "text")
    .addHelpText("after", CHECK_EXAMPLE)
    .action(runCheck);
  command
    .command("run")
    .description("run one function, as the program of its name does")
    .argument("<function>", "its name, such as label-namespaces")
    .addHelpText("after", RUN_EXAMPLE)
    .action(refuseUnknown);
  return command;
}

const RUN_EXAMPLE = `
Reads a ResourceList on stdin, as Kustomize and kpt send it.

Example:
  kpt fn eval PACKAGE --exec "flux-platform run label-namespaces" -- team=platform`;

/** A known function never comes here: it runs before any command is read. */
function refuseUnknown(name: string): void {
  const names = functions.map(({ kind }) => programOf(kind));
  const near = nearest(name, names);
  const hint = near ? `, did you mean ${near}?` : "";
  throw new CommandError(
    `no function is called ${name}${hint} (functions: ${names.join(", ")})`,
  );
}

const CHECK_EXAMPLE = `
Runs the functions of the folder's build again, over what was printed and the
objects that only functions read. Exits 1 and lists every field that they would
still edit: they did not run, or something ran after them. Flows that apply a
path of this repository are followed: each path is built, its own guardrails are
proven, and the folder's judge it with what they know of the cluster. CheckPlatform
gets the repository's files, so that all its rules are judged. Of the folder that
has clusters/, every cluster is checked, and the catalogue: profiles that no
cluster could have, components that no profile leads to.

Examples:
  flux-platform check .
  flux-platform check clusters/sts-devpkg/eu
  flux-platform check clusters/sts-devpkg/eu/cluster
  kustomize build --enable-alpha-plugins --enable-exec DIR | flux-platform check DIR --rendered -`;

interface CheckOptions {
  readonly rendered?: string;
  readonly output: string;
}

function runCheck(directory: string, { rendered, output }: CheckOptions): void {
  if (output !== "text" && output !== "json") {
    throw new CommandError(`--output is ${output}, expected text or json`);
  }
  const { edits, results, text, data } = isRepository(directory)
    ? checkAll(directory, rendered)
    : checkOne(directory, rendered);
  const failed =
    edits.length > 0 || results.some((r) => r.severity === "error");
  if (output === "json") print(data);
  else writeAll(1, Buffer.from(text));
  process.exitCode = failed ? 1 : 0;
}

interface Told extends ReturnType<typeof allOf> {
  readonly text: string;
  /** For programs. */
  readonly data: unknown;
}

function checkOne(directory: string, rendered: string | undefined): Told {
  const print = rendered === undefined ? undefined : readPrint(rendered);
  const day = today(process.env);
  const checked = check(directory, { rendered: print, today: day });
  const all = allOf(checked);
  return { ...all, text: checkText(checked), data: dataOf(checked) };
}

function dataOf(checked: Checked): object {
  const { directory, individuality, proof } = checked;
  const { objects, made } = proof;
  return { directory, objects, ...allOf(checked), made, individuality };
}

function checkAll(directory: string, rendered: string | undefined): Told {
  if (rendered !== undefined) {
    throw new CommandError(
      `--rendered is the print of one folder, and ${directory} holds clusters: name the folder that was built`,
    );
  }
  const checked = checkRepository(directory, {
    today: today(process.env),
    begin: tell,
  });
  const { clusters, catalogue, results } = checked;
  const data = { clusters: clusters.map(dataOf), catalogue, results };
  const text = repositoryText(checked);
  return { ...allOfRepository(checked), text, data };
}

/** It takes seconds for each; only people who wait are told. */
function tell(cluster: string): void {
  if (process.stderr.isTTY) writeAll(2, Buffer.from(`checking ${cluster}\n`));
}

function readPrint(file: string): string {
  if (file === "-") return readAll(0).toString("latin1");
  try {
    return readFileSync(file, "latin1");
  } catch (error) {
    throw new CommandError(
      `cannot read ${file}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** What the program of one function says about itself. */
function describe(program: string): Command {
  const definition = functions.find(({ kind }) => programOf(kind) === program);
  if (!definition) throw new Error(`no function is called ${program}`);
  const { kind, summary, rules } = definition;
  const rows = Object.entries(rules).map(
    ([code, text]) => `  ${code.padEnd(26)} ${text}`,
  );
  return new Command(program)
    .description(
      `${summary}\n\nA KRM function: reads a ResourceList on stdin, writes it to stdout.\n` +
        `Config: kind ${kind}, ${API_VERSION}`,
    )
    .version(version)
    .option("--schema", "print the JSON Schema of the config")
    .option("--doc", "print what the function is, as JSON")
    .addHelpText("after", rows.length > 0 ? `\nRules:\n${rows.join("\n")}` : "")
    .allowExcessArguments()
    .action(({ schema, doc }: Informing) => {
      if (doc) print(documentOf(definition));
      else if (schema) print(configSchema(definition));
    });
}

interface Informing {
  readonly schema?: true;
  readonly doc?: true;
}

function print(value: unknown): void {
  writeAll(1, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
}

/** What a function is, for programs. */
function documentOf({ kind, summary, rules }: FunctionDefinition): object {
  const name = programOf(kind);
  return { name, kind, apiVersion: API_VERSION, description: summary, rules };
}
