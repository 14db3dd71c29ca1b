import type { Context } from "../krm/define.ts";
import type { Item } from "../krm/item.ts";
import type { Path, Result } from "../krm/result.ts";
import { exceptionsOf } from "../kubernetes/exceptions.ts";
import { type Facts, factsOf } from "../kubernetes/facts.ts";
import type { SelectEntry, When } from "../kubernetes/schema.ts";
import { compileSelection, scopeOf } from "../kubernetes/select.ts";
import { judgeWhen, type Verdict } from "../kubernetes/when.ts";
import type { Rules, Told } from "./rule.ts";

/** The part of a rule in a config that says which objects it is for. */
export interface Selecting {
  readonly select?: readonly SelectEntry[] | undefined;
  readonly exclude?: readonly SelectEntry[] | undefined;
  readonly when?: When | undefined;
}

/** A `Selecting`, compiled for one run. */
export interface Selected {
  /** Whether labels or annotations of an object may decide. */
  readonly volatile: boolean;
  /**
   * Whether the rule is for this object in this cluster. `part` is what the
   * object stands for: either may be selected, neither may be excluded.
   */
  applies(item: Item, part?: Item): boolean;
  /** What `select` and `when` have to say, after the last `applies`. */
  findings(): Result[];
}

/** What the run of a function shares. */
export interface Frame<Code extends string> {
  readonly facts: Facts;
  /** Whether an exception suspends the rule for an object: a use of it. */
  suspends(code: Code, item: Item): boolean;
  /** A finding, or none where an exception suspends the rule for its object. */
  tell(code: Code, told: Told & { readonly item: Item }): Result[];
  /** Compiles what the rule at `path` of the spec says of its objects. */
  select(selecting: Selecting, path: Path): Selected;
  /**
   * Findings about the exceptions, after all else. Those of rules that the
   * config leaves off are not called unused, nor those of `unjudged`.
   */
  exceptionFindings(unjudged?: Iterable<Code>): Result[];
}

/** What one run is made of. */
export interface Run<Spec> {
  readonly items: readonly Item[];
  readonly spec: Spec;
  readonly context: Context;
  /** The items among which all Namespaces and exceptions are. */
  readonly among?: readonly Item[];
}

/** The frame of a run; facts and Namespaces are looked for when asked for. */
export function frameOf<Spec, Code extends string>(
  { kind, table, on, finding }: Rules<Spec, Code>,
  { items, spec, context, among = items }: Run<Spec>,
): Frame<Code> {
  const scope = scopeOf(among, context);
  const facts = factsOf(items, context);
  const exceptions = exceptionsOf({
    functionKind: kind,
    rules: table,
    items: among,
    context,
    scope,
  });
  return {
    facts,
    suspends: exceptions.suspends,
    tell: (code, told) =>
      exceptions.suspends(code, told.item) ? [] : [finding(code, told)],
    select(selecting, path) {
      const selection = compileSelection(selecting, path, scope);
      let verdict: Verdict | undefined;
      const judged = () => {
        const about = { functionKind: kind, path };
        verdict ??= judgeWhen(selecting.when, facts, about);
        return verdict;
      };
      return {
        volatile: selection.volatile,
        applies: (item, part) =>
          selection.selects(item, part) && judged().applies,
        findings: () => [
          ...judged().results,
          ...(judged().applies ? selection.findings(kind) : []),
        ],
      };
    },
    exceptionFindings: (unjudged = []) => {
      const switched = Object.keys(on) as Code[];
      const idle = switched.filter((code) => !on[code]?.(spec));
      return exceptions.findings(new Set([...idle, ...unjudged]));
    },
  };
}
