import { askedAt } from "../../lib/krm/why.ts";
import type { Wish } from "../../lib/kubernetes/merge-tolerations.ts";
import {
  equal,
  formatToleration,
  sameTaint,
  type Toleration,
} from "../../lib/kubernetes/tolerations.ts";
import type { CompiledRule, Origin, RuleWants, Setting } from "./rules.ts";

/** A toleration that a list should have, and who wants it. */
export interface Want extends Wish {
  readonly origin: Origin;
}

/** What all rules together want of one workload. */
export interface Wants {
  readonly tolerations: readonly Want[];
  readonly nodeSelector: ReadonlyMap<string, Setting>;
  readonly priorityClassName: Setting | undefined;
  /** What its rules allow beside `spec.allowed`; absent where none says so. */
  readonly allowed: readonly Toleration[] | undefined;
  /** Rules that contradict each other; none of their values is among these. */
  readonly clashes: readonly string[];
}

/** Whether there is anything to write. */
export function isEmpty(wants: Wants): boolean {
  const { tolerations, nodeSelector, priorityClassName } = wants;
  return !tolerations.length && !nodeSelector.size && !priorityClassName;
}

/** Combines rules; the same rules give the same Wants, made once. */
export function combiner(): (rules: readonly CompiledRule[]) => Wants {
  const made = new Map<string, Wants>();
  const numbers = new Map<CompiledRule, number>();
  const numberOf = (rule: CompiledRule) => {
    const number = numbers.get(rule) ?? numbers.size;
    numbers.set(rule, number);
    return number;
  };
  return (rules) => {
    const key = rules.map(numberOf).join();
    const wants = made.get(key) ?? combine(rules.map((rule) => rule.wants()));
    made.set(key, wants);
    return wants;
  };
}

function combine(rules: readonly RuleWants[]): Wants {
  const clashes: string[] = [];
  const labels = rules.flatMap((rule) => rule.nodeSelector);
  const names = rules.flatMap((rule) => rule.priorityClassName ?? []);
  const nodeSelector = new Map<string, Setting>();
  for (const key of new Set(labels.map((label) => label.key))) {
    const settings = labels.filter((label) => label.key === key);
    const value = agreed(settings, clashes);
    if (value) nodeSelector.set(key, value);
  }
  const allows = rules.some((rule) => rule.allowed !== undefined);
  return {
    tolerations: agreedTolerations(rules, clashes),
    nodeSelector,
    priorityClassName: agreed(names, clashes),
    allowed: allows ? rules.flatMap((rule) => rule.allowed ?? []) : undefined,
    clashes: [...new Set(clashes)],
  };
}

function agreedTolerations(
  rules: readonly RuleWants[],
  clashes: string[],
): RuleWant[] {
  return rules.flatMap((own) =>
    own.tolerations.filter((want) => {
      const clash = rules
        .filter((rule) => rule !== own)
        .flatMap((rule) => clashWith(want, own, rule) ?? [])
        .at(0);
      if (clash) clashes.push(describeClash(want, clash));
      return clash === undefined;
    }),
  );
}

type RuleWant = RuleWants["tolerations"][number];

/**
 * What `rival` wants instead for the taint of `want`. A rule may ask for two
 * values of one taint, and another for one of them: that is no contradiction.
 */
function clashWith(
  want: RuleWant,
  own: RuleWants,
  rival: RuleWants,
): RuleWant | undefined {
  const about = ({ tolerations }: RuleWants) =>
    tolerations.filter((one) => sameTaint(one.toleration, want.toleration));
  const lacks = (list: readonly RuleWant[], one: RuleWant) =>
    !list.some(({ toleration }) => equal(toleration, one.toleration));
  const [mine, theirs] = [about(own), about(rival)];
  const more = mine.some((one) => lacks(theirs, one));
  return more ? theirs.find((one) => lacks(mine, one)) : undefined;
}

/** The same sentence from both sides, so that it is said once. */
function describeClash(a: RuleWant, b: RuleWant): string {
  const parts = [a, b]
    .map(
      ({ origin, toleration }) =>
        `${askedAt(origin)} wants ${formatToleration(toleration)}`,
    )
    .sort();
  return parts.join(", ");
}

/** The one value of all settings; where they differ there is none. */
function agreed(
  settings: readonly Setting[],
  clashes: string[],
): Setting | undefined {
  const [first, ...others] = settings;
  const other = others.find(({ value }) => value !== first?.value);
  if (!first || !other) return first;
  clashes.push(
    `${askedAt(first.origin)} wants ${first.value}, ${askedAt(other.origin)} wants ${other.value}`,
  );
  return undefined;
}
