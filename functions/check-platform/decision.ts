import type { Rule } from "../../lib/policy/rule.ts";
import type { Breach, World } from "./world.ts";

/** One way to break a design decision. */
export interface Check {
  /** What it looks at, for the table of the README. */
  readonly sees: string;
  /** It reads the repository's files, which only the command has. */
  readonly files?: true;
  readonly run: (world: World) => readonly Breach[];
}

/** A design decision: one file, one section, one switch. */
export interface Decision extends Pick<Rule, "says"> {
  readonly code: string;
  /** Whether no exception may suspend it. */
  readonly fixed?: true;
  /** It speaks of clusters, profiles or tenants as this project has them. */
  readonly model?: true;
  /** Set where the rule is off unless a config switches it on. */
  readonly default?: "off";
  readonly checks: readonly Check[];
}
