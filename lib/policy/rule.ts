import type { Result, Severity } from "../krm/result.ts";
import type { About } from "../kubernetes/finding.ts";

/** One rule of a function. */
export interface Rule<Spec = unknown> {
  /** One line for the README and `--doc`. */
  readonly says: string;
  /** Whether a GuardrailException may name it. */
  readonly suspendable: boolean;
  /** Of its findings, unless one says otherwise. */
  readonly severity: Severity | "off";
  /** Whether a config switches it on; absent where every one does. */
  on?(spec: Spec): boolean;
}

/** A rule that an exception may suspend. */
export function rule<Spec>(
  says: string,
  severity: Rule["severity"] = "error",
  on?: (spec: Spec) => boolean,
): Rule<Spec> {
  return { says, suspendable: true, severity, ...(on ? { on } : {}) };
}

/** A rule that no exception suspends: without it something would break. */
export function fixed(
  says: string,
  severity: Rule["severity"] = "error",
): Rule {
  return { says, suspendable: false, severity };
}

/** What a finding says; its severity is the rule's where it has none. */
export type Told = Omit<About, "severity"> & {
  readonly severity?: Severity | undefined;
};

/** The rules of one function. */
export interface Rules<Spec, Code extends string> {
  /** Kind of the function's config. */
  readonly kind: string;
  readonly table: Readonly<Record<Code, Rule<Spec>>>;
  /** A finding of a rule, whatever the exceptions say. */
  finding(code: Code, told: Told): Result;
}
