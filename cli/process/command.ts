import type { Command } from "commander";

/**
 * A command of flux-platform: a file of `cli/commands`, which is named as the
 * command is called.
 */
export interface CommandDefinition {
  /** What it does, in one line of the list of commands. */
  readonly summary: string;
  /** Below the options in its help: what is behind it, and an example. */
  readonly help: string;
  /**
   * Declares arguments, options and the action. An action sets
   * `process.exitCode` where it is not 0, and throws `CommandError`.
   */
  readonly declare: (command: Command) => void;
}

/** A user's mistake or a missing tool: one message, no stack, exit 1. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CommandError";
  }
}
