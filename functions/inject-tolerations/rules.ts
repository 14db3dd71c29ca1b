import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { askedAt, type Why } from "../../lib/krm/why.ts";
import type { Facts } from "../../lib/kubernetes/facts.ts";
import { compileSelection, type Scope } from "../../lib/kubernetes/select.ts";
import type { Toleration } from "../../lib/kubernetes/tolerations.ts";
import { judgeWhen, type Verdict } from "../../lib/kubernetes/when.ts";
import { KIND, type Suspendable } from "./codes.ts";
import { resolver } from "./resolve.ts";
import type { Rule, Spec } from "./schema.ts";

/** Who wants something, for edits, messages and exceptions. */
export interface Origin extends Why {
  readonly code: Suspendable;
}

/** A value with who wants it. */
export interface Setting {
  readonly value: string;
  readonly origin: Origin;
}

/** What one rule wants, its facts filled in. */
export interface RuleWants {
  readonly tolerations: readonly {
    readonly toleration: Toleration;
    readonly origin: Origin;
  }[];
  readonly nodeSelector: readonly (Setting & { readonly key: string })[];
  readonly priorityClassName: Setting | undefined;
  readonly allowed: readonly Toleration[] | undefined;
}

/** One rule of the spec, ready for many objects. */
export interface CompiledRule {
  /**
   * Whether it is for this object in this cluster. `part` is a workload that
   * the object stands for: either may be selected, neither may be excluded.
   */
  applies(item: Item, part?: Item): boolean;
  /** To be asked for once the rule applies: only then facts are looked up. */
  wants(): RuleWants;
  /** What its `select`, `when` and facts have to say, after all else. */
  findings(): readonly Result[];
}

/** The rules of a spec; without any, one that is for everything. */
export function compileRules(
  spec: Spec,
  scope: Scope,
  facts: Facts,
): CompiledRule[] {
  const rules = spec.rules?.length ? spec.rules : [{}];
  return rules.map((rule, index) =>
    compileRule(rule, index, { spec, scope, facts }),
  );
}

interface Surroundings {
  readonly spec: Spec;
  readonly scope: Scope;
  readonly facts: Facts;
}

function compileRule(
  rule: Rule,
  index: number,
  { spec, scope, facts }: Surroundings,
): CompiledRule {
  const where = `rules[${index}]`;
  const wanted = compileSelection({ select: rule.select }, where, scope);
  const kept = compileSelection({ exclude: rule.exclude }, where, scope);
  const resolve = resolver(facts, spec);
  let verdict: Verdict | undefined;
  let wants: RuleWants | undefined;
  const judge = () => {
    verdict ??= judgeWhen(rule.when, facts, { functionKind: KIND, where });
    return verdict;
  };
  return {
    applies(item, part) {
      const selected =
        wanted.selects(item) || (part !== undefined && wanted.selects(part));
      if (!selected || !kept.selects(item)) return false;
      if (part !== undefined && !kept.selects(part)) return false;
      return judge().applies;
    },
    wants() {
      wants ??= wantsOf(rule, index, resolve);
      return wants;
    },
    findings: () => [
      ...judge().results,
      ...(judge().applies ? wanted.findings(KIND) : []),
      ...(judge().applies && rule.exclude ? kept.findings(KIND) : []),
      ...resolve.findings(),
    ],
  };
}

function wantsOf(
  rule: Rule,
  index: number,
  resolve: ReturnType<typeof resolver>,
): RuleWants {
  const origin = (code: Suspendable, ...path: (string | number)[]): Origin => ({
    code,
    at: { path: ["spec", "rules", index, ...path] },
    reason: rule.reason ?? "the rule wants it",
  });
  const tolerations = (rule.tolerations ?? []).flatMap((given, at) => {
    const source = origin("TOL-INJECT", "tolerations", at);
    const toleration = resolve.toleration(given, askedAt(source));
    return toleration ? [{ toleration, origin: source }] : [];
  });
  const selector = Object.entries(rule.nodeSelector ?? {});
  const nodeSelector = selector.flatMap(([key, given]) => {
    const source = origin("TOL-NODE-SELECTOR", "nodeSelector", key);
    const value = resolve.label(given, askedAt(source));
    return value === undefined ? [] : [{ key, value, origin: source }];
  });
  const source = origin("TOL-PRIORITY", "priorityClassName");
  const name = resolve.name(rule.priorityClassName, askedAt(source));
  return {
    tolerations,
    nodeSelector,
    priorityClassName:
      name === undefined ? undefined : { value: name, origin: source },
    allowed:
      rule.allowed && resolve.list(rule.allowed, `rules[${index}].allowed`),
  };
}
