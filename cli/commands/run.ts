import { functions } from "../../functions/index.ts";
import { programOf } from "../../lib/krm/define.ts";
import { nearest } from "../../lib/krm/nearest.ts";
import { type CommandDefinition, CommandError } from "../process/command.ts";

/** A known function never comes here: it runs before any command is read. */
export const command: CommandDefinition = {
  summary: "run one function, as the program of its name does",
  help: `
Reads a ResourceList on stdin, as Kustomize and kpt send it.

Example:
  kpt fn eval PACKAGE --exec "flux-platform run label-namespaces" -- team=platform`,
  declare: (command) => {
    command
      .argument("<function>", "its name, such as label-namespaces")
      .action(refuse);
  },
};

function refuse(name: string): void {
  const names = functions.map(({ kind }) => programOf(kind));
  const near = nearest(name, names);
  const hint = near ? `, did you mean ${near}?` : "";
  throw new CommandError(
    `no function is called ${name}${hint} (functions: ${names.join(", ")})`,
  );
}
