import { Command } from "commander";
import { functions } from "../functions/index.ts";
import {
  API_VERSION,
  type FunctionDefinition,
  programOf,
} from "../lib/krm/define.ts";
import { InputError } from "../lib/krm/list.ts";
import { nearest } from "../lib/krm/nearest.ts";
import { version } from "../package.json";
import { commands } from "./commands/index.ts";
import { CommandError } from "./process/command.ts";
import { isFunction } from "./process/program.ts";
import { configSchema } from "./process/schemas.ts";
import { say, sayJson } from "./process/words.ts";

/**
 * Everything but a function process: commands, and what a program says about
 * itself. Returns the exit code: 0 done, 1 findings or a mistake of the user.
 */
export function run(program: string, args: readonly string[]): number {
  try {
    const command =
      program === "flux-platform" ? platform(args[0]) : describe(program);
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof InputError))
      throw error;
    say(2, `${program}: ${error.message}\n`);
    return 1;
  }
  return Number(process.exitCode ?? 0);
}

/** The package's own way does not say that stdout takes no more. */
const OUTPUT = {
  writeOut: (text: string) => say(1, text),
  writeErr: (text: string) => say(2, text),
};

/** The command, of which only the part that was called is loaded. */
function platform(called: string | undefined): Command {
  const command = new Command("flux-platform")
    .configureOutput(OUTPUT)
    .description(
      "Guardrails of a Flux platform repository as KRM functions.\n" +
        "Without a command: reads a ResourceList on stdin, as Kustomize and kpt send it.",
    )
    .version(version)
    .helpCommand("help [command]")
    .option(
      "--schema",
      "print one JSON Schema for the configs of all functions",
    )
    .option("--doc", "print what the functions are, as JSON")
    .action(({ schema, doc }: Informing) => {
      if (doc) sayJson(functions.map(documentOf));
      else if (schema) sayJson({ oneOf: functions.map(configSchema) });
      else command.help();
    });
  const known = called !== undefined && Object.hasOwn(commands, called);
  if (called && !known && !/^-|^help$/.test(called)) throw unknown(called);
  for (const name of known ? [called] : Object.keys(commands)) {
    const definition = commands[name]?.().command;
    if (!definition) continue;
    const { summary, help, declare } = definition;
    const own = command.command(name).description(summary);
    declare(own.addHelpText("after", help));
  }
  return command;
}

function unknown(called: string): CommandError {
  const names = Object.keys(commands);
  const near = nearest(called, names);
  const hint = isFunction(called)
    ? `, it is a function: flux-platform run ${called}`
    : near && `, did you mean ${near}?`;
  return new CommandError(
    `there is no command ${called}${hint ?? ""} (commands: ${names.join(", ")})`,
  );
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
    .configureOutput(OUTPUT)
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
      if (doc) sayJson(documentOf(definition));
      else if (schema) sayJson(configSchema(definition));
    });
}

interface Informing {
  readonly schema?: true;
  readonly doc?: true;
}

/** What a function is, for programs. */
function documentOf({ kind, summary, rules }: FunctionDefinition): object {
  const name = programOf(kind);
  return { name, kind, apiVersion: API_VERSION, description: summary, rules };
}
