import { finding } from "../krm/finding.ts";
import { KRM_RULES } from "../krm/run.ts";
import { SHARED_RULES } from "../kubernetes/shared-rules.ts";
import { type Frame, frameOf, type Run } from "./frame.ts";
import { fixed, type Rule, type Rules, type Switches } from "./rule.ts";

type Shared = keyof typeof SHARED_RULES;

/** All that a function says of its rules, and what follows from it. */
export interface Policy<Spec, Code extends string> extends Rules<Spec, Code> {
  /** By code what it says, as definitions have it. */
  readonly rules: Readonly<Record<Code, string>>;
  /** What a run shares. */
  frame(run: Run<Spec>): Frame<Code>;
}

/**
 * The policy of a function from the table of its rules; `shared` are those of
 * all functions that it has too.
 */
export function policyOf<
  Own extends string,
  Spec,
  More extends Shared = Shared,
>(
  kind: string,
  own: Readonly<Record<Own, Rule>>,
  parts: {
    readonly on?: Switches<Spec, Own>;
    readonly shared?: readonly More[];
  } = {},
): Policy<Spec, Own | More> {
  const { on = {}, shared = Object.keys(SHARED_RULES) as More[] } = parts;
  const more = shared.map((code) => [code, SHARED_RULES[code]]);
  const table: Readonly<Record<Own | More, Rule>> = {
    ...own,
    ...fixed("error", KRM_RULES),
    ...fixed<More>("error", Object.fromEntries(more)),
  };
  const codes = Object.keys(table) as (Own | More)[];
  const lines = codes.map((code) => [code, table[code].says]);
  const policy: Policy<Spec, Own | More> = {
    kind,
    table,
    on: on as Switches<Spec, Own | More>,
    rules: Object.fromEntries(lines),
    finding(code, told) {
      const severity = told.severity ?? table[code].severity;
      if (severity === "off") throw new Error(`${code} is off`);
      return finding(kind, code, { ...told, severity });
    },
    frame: (run) => frameOf(policy, run),
  };
  return policy;
}
