import { readFileSync } from "node:fs";
import { readStdin } from "../../lib/krm/stdio.ts";
import { isFolder } from "../build/kustomization.ts";
import { withMirror } from "../build/mirror.ts";
import { attachedIn } from "../check/attached.ts";
import { allOf, type Checked, check } from "../check/check.ts";
import { isOpen } from "../check/reach.ts";
import { checkText, repositoryText } from "../check/report.ts";
import {
  allOfRepository,
  checkRepository,
  isRepository,
} from "../check/repository.ts";
import { type CommandDefinition, CommandError } from "../process/command.ts";
import { today } from "../process/today.ts";
import { say, sayJson } from "../process/words.ts";

/** The proof that guardrails hold. */
export const command: CommandDefinition = {
  summary:
    "prove that the guardrails hold in what Kustomize prints for a folder, or in a whole repository",
  help: `
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
  kustomize build --enable-alpha-plugins --enable-exec DIR | flux-platform check DIR --rendered -`,
  declare: (command) => {
    command
      .argument(
        "<directory>",
        "a folder that kustomize builds, such as a cluster's, or the one that has clusters/",
      )
      .option(
        "--rendered <file>",
        "judge this print of the folder, and compare it with what the folder builds; - is stdin",
      )
      .option(
        "--rendered-only",
        "judge the print without building the folder to compare",
      )
      .option(
        "--guardrails <file...>",
        "configs of guardrails that no kustomization lists; they run over all that a cluster reaches",
      )
      .option("--strict", "exit 1 where something is open, too")
      .option("--verbose", "list what is open")
      .option("--output <format>", "text or json", "text")
      .action(runCheck);
  },
};

interface CheckOptions {
  readonly rendered?: string;
  readonly renderedOnly?: true;
  readonly guardrails?: readonly string[];
  readonly strict?: true;
  readonly verbose?: true;
  readonly output: string;
}

function runCheck(directory: string, options: CheckOptions): void {
  const { output, strict = false } = options;
  if (!isFolder(directory)) {
    throw new CommandError(`there is no folder ${directory}`);
  }
  if (output !== "text" && output !== "json") {
    throw new CommandError(`--output is ${output}, expected text or json`);
  }
  const { edits, results, text, data } = isRepository(directory)
    ? checkAll(directory, options)
    : checkOne(directory, options);
  const failed =
    edits.length > 0 ||
    results.some((r) => r.severity === "error" || (strict && isOpen(r)));
  if (output === "json") sayJson(data);
  else say(1, text);
  process.exitCode = failed ? 1 : 0;
}

interface Told extends ReturnType<typeof allOf> {
  readonly text: string;
  /** For programs. */
  readonly data: unknown;
}

function checkOne(directory: string, options: CheckOptions): Told {
  const { rendered, renderedOnly = false, verbose } = options;
  const { guardrails: files = [] } = options;
  const print = rendered === undefined ? undefined : readPrint(rendered);
  const day = today(process.env);
  const checked = withMirror(directory, (mirror) =>
    check(directory, {
      rendered: print,
      renderedOnly,
      today: day,
      guardrails: attachedIn(files),
      mirror,
    }),
  );
  const all = allOf(checked);
  return { ...all, text: checkText(checked, verbose), data: dataOf(checked) };
}

function dataOf(checked: Checked): object {
  const { directory, individuality, proof } = checked;
  const { objects, made } = proof;
  return { directory, objects, ...allOf(checked), made, individuality };
}

function checkAll(
  directory: string,
  { rendered, guardrails: files = [], verbose }: CheckOptions,
): Told {
  if (rendered !== undefined) {
    throw new CommandError(
      `--rendered is the print of one folder, and ${directory} holds clusters: name the folder that was built`,
    );
  }
  const day = today(process.env);
  const checked = withMirror(directory, (mirror) =>
    checkRepository(directory, {
      today: day,
      guardrails: attachedIn(files),
      begin: tell,
      mirror,
    }),
  );
  const { clusters, catalogue, results } = checked;
  const data = { clusters: clusters.map(dataOf), catalogue, results };
  const text = repositoryText(checked, verbose);
  return { ...allOfRepository(checked), text, data };
}

/** It takes seconds for each; only people who wait are told. */
function tell(cluster: string): void {
  if (process.stderr.isTTY) say(2, `checking ${cluster}\n`);
}

function readPrint(file: string): string {
  if (file === "-") return readStdin().toString("latin1");
  try {
    return readFileSync(file, "latin1");
  } catch (error) {
    throw new CommandError(
      `cannot read ${file}: ${error instanceof Error ? error.message : error}`,
    );
  }
}
