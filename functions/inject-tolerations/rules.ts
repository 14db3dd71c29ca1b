import type { Result } from "../../lib/krm/result.ts";
import type { Why } from "../../lib/krm/why.ts";
import type { Toleration } from "../../lib/kubernetes/tolerations.ts";
import type { Frame, Selected } from "../../lib/policy/frame.ts";
import type { Code } from "./policy.ts";
import { resolver } from "./resolve.ts";
import type { Rule, Spec } from "./schema.ts";

/** Who wants something, for edits, messages and exceptions. */
export interface Origin extends Why {
  readonly code: Code;
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
export interface CompiledRule extends Pick<Selected, "applies"> {
  /** To be asked for once the rule applies: only then facts are looked up. */
  wants(): RuleWants;
  /** What its `select`, `when` and facts have to say, after all else. */
  findings(): readonly Result[];
}

/** The rules of a spec; without any, one that is for everything. */
export function compileRules(spec: Spec, frame: Frame<Code>): CompiledRule[] {
  const rules = spec.rules?.length ? spec.rules : [{}];
  return rules.map((rule: Rule, index) => {
    const selected = frame.select(rule, ["rules", index]);
    const resolve = resolver(frame.facts, spec);
    let wants: RuleWants | undefined;
    return {
      applies: selected.applies,
      wants() {
        wants ??= wantsOf(rule, index, resolve);
        return wants;
      },
      findings: () => [...selected.findings(), ...resolve.findings()],
    };
  });
}

function wantsOf(
  rule: Rule,
  index: number,
  resolve: ReturnType<typeof resolver>,
): RuleWants {
  const origin = (code: Code, ...path: (string | number)[]): Origin => ({
    code,
    at: { path: ["spec", "rules", index, ...path] },
    reason: rule.reason ?? "the rule wants it",
  });
  const tolerations = (rule.tolerations ?? []).flatMap((given, at) => {
    const source = origin("TOL-INJECT", "tolerations", at);
    const toleration = resolve.toleration(given, source.at.path);
    return toleration ? [{ toleration, origin: source }] : [];
  });
  const selector = Object.entries(rule.nodeSelector ?? {});
  const nodeSelector = selector.flatMap(([key, given]) => {
    const source = origin("TOL-NODE-SELECTOR", "nodeSelector", key);
    const value = resolve.label(given, source.at.path);
    return value === undefined ? [] : [{ key, value, origin: source }];
  });
  const source = origin("TOL-PRIORITY", "priorityClassName");
  const name = resolve.name(rule.priorityClassName, source.at.path);
  return {
    tolerations,
    nodeSelector,
    priorityClassName:
      name === undefined ? undefined : { value: name, origin: source },
    allowed:
      rule.allowed &&
      resolve.list(rule.allowed, ["spec", "rules", index, "allowed"]),
  };
}
