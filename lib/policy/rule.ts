import type { About } from "../krm/finding.ts";
import type { Result, Severity } from "../krm/result.ts";

/** One rule of a function. */
export interface Rule {
  /** One line for the README and `--doc`. */
  readonly says: string;
  /** Whether a GuardrailException may name it. */
  readonly suspendable: boolean;
  /** Of its findings, unless one says otherwise. */
  readonly severity: Severity | "off";
}

/** A part of a table: rules of one severity, by code what each says. */
type Group = <Code extends string>(
  severity: Rule["severity"],
  says: Readonly<Record<Code, string>>,
) => Record<Code, Rule>;

/** Rules that an exception may suspend. */
export const suspendable: Group = (severity, says) =>
  tableOf(says, { suspendable: true, severity });

/** Rules that none suspends: without them something would break. */
export const fixed: Group = (severity, says) =>
  tableOf(says, { suspendable: false, severity });

function tableOf<Code extends string>(
  says: Readonly<Record<Code, string>>,
  rule: Omit<Rule, "says">,
): Record<Code, Rule> {
  const codes = Object.keys(says) as Code[];
  const rows = codes.map((code) => [code, { says: says[code], ...rule }]);
  return Object.fromEntries(rows);
}

/** What a finding says; its severity is the rule's where it has none. */
export type Told = Omit<About, "severity"> & {
  readonly severity?: Severity | undefined;
};

/** By rule, whether a config switches it on. */
export type Switches<Spec, Code extends string> = {
  readonly [One in Code]?: (spec: Spec) => unknown;
};

/** The rules of one function. */
export interface Rules<Spec, Code extends string> {
  /** Kind of the function's config. */
  readonly kind: string;
  readonly table: Readonly<Record<Code, Rule>>;
  /** Whether a config switches a rule on; absent where every one does. */
  readonly on: Switches<Spec, Code>;
  /** A finding of a rule, whatever the exceptions say. */
  finding(code: Code, told: Told): Result;
}
