import type { Item, KubernetesObject } from "../../lib/krm/item.ts";
import { nearest } from "../../lib/krm/nearest.ts";
import type { Result } from "../../lib/krm/result.ts";
import { hasPlaceholder } from "../../lib/kubernetes/facts.ts";
import { textOf } from "../../lib/kubernetes/match.ts";
import { type Claim, constraintProblem } from "./claims.ts";
import type { Namespace } from "./namespace.ts";
import { misspelt } from "./near.ts";
import type { FieldPlan, Plan } from "./plan.ts";
import { type Aspect, codeOf, type FieldName, finding } from "./policy.ts";
import type { Run } from "./run.ts";

/** One key of one Namespace, under the rules that speak of it. */
interface Subject {
  readonly item: Item;
  readonly field: FieldName;
  /** All labels, or annotations, of the item. */
  readonly values: KubernetesObject;
  readonly key: string;
  readonly claims: readonly Claim[];
  /** Every key that a rule speaks of. */
  readonly known: FieldPlan["terms"];
}

/**
 * What the rules still find in a Namespace after their edits. `source` is the
 * Namespace as it came in, which exceptions are matched with.
 */
export function judge(
  namespace: Namespace,
  source: Item,
  plan: Plan,
  run: Run,
): Result[] {
  const results: Result[] = [];
  for (const fieldPlan of plan.fields) {
    const { field, terms: known, judged } = fieldPlan;
    if (!namespace.writable[field]) continue;
    const { item, [field]: values } = namespace;
    for (const { key, claims } of judged) {
      const subject = { item, field, values, key, claims, known };
      for (const judgeOne of JUDGES) results.push(...judgeOne(subject, run));
    }
    results.push(...misspellings(item, values, fieldPlan));
  }
  return results.filter(({ tags }) => !run.frame.suspends(tags.rule, source));
}

const JUDGES: readonly ((subject: Subject, run: Run) => Result[])[] = [
  missing,
  forbidden,
  protectedValue,
  allowedValue,
];

function missing(subject: Subject): Result[] {
  const { values, key, claims, known } = subject;
  const claim = claims.find(({ mode }) => mode === "require");
  if (!claim || textOf(values, key) !== undefined) return [];
  const typo = misspelt(key, Object.keys(values), known);
  const hint = typo ? `; ${typo} looks like a misspelling of it` : "";
  const proposed = typo ? textOf(values, typo) : onlyValue(claim);
  const message = `is required by ${claim.where}${expectation(claim)} and absent${hint}`;
  return [problem(subject, "MISSING", { message, proposed })];
}

function onlyValue({ allowed }: Claim): string | undefined {
  return allowed?.length === 1 ? allowed[0] : undefined;
}

function expectation({ allowed, pattern }: Claim): string {
  if (allowed) return ` (${allowed.join(" or ")})`;
  return pattern === undefined ? "" : ` (${pattern})`;
}

function forbidden(subject: Subject): Result[] {
  const { values, key, claims } = subject;
  const claim = claims.find(({ mode }) => mode === "forbid");
  const conflict = claims.some(({ mode }) => mode !== "forbid");
  if (!claim || conflict || textOf(values, key) === undefined) return [];
  const message = `is forbidden by ${claim.where}: remove it`;
  return [problem(subject, "FORBIDDEN", { message })];
}

function protectedValue(subject: Subject, run: Run): Result[] {
  const { values, key, claims } = subject;
  const claim = claims.find(({ mode }) => mode === "protect");
  const existing = textOf(values, key);
  if (!claim || existing === undefined || hasPlaceholder(existing)) return [];
  const value = run.valueOf(claim);
  if (value === undefined || value === existing) return [];
  const message = `is ${existing}, but ${claim.where} protects ${value}`;
  return [problem(subject, "PROTECTED", { message, proposed: value })];
}

function allowedValue(subject: Subject): Result[] {
  const { values, key, claims } = subject;
  const value = textOf(values, key);
  if (value === undefined) return [];
  const limited = claims.filter((claim) => claim.allowed ?? claim.pattern);
  if (hasPlaceholder(value)) return unproven(subject, limited);
  return limited.flatMap((claim) => {
    const broken = constraintProblem(claim, value);
    if (!broken) return [];
    const proposed = proposal(claim, value);
    const hint = proposed === undefined ? "" : `, did you mean ${proposed}?`;
    const message = `is ${JSON.stringify(value)}; ${claim.where} says it ${broken}${hint}`;
    return [problem(subject, "VALUE", { message, proposed })];
  });
}

function unproven(subject: Subject, limited: readonly Claim[]): Result[] {
  const { values, key, claims } = subject;
  const [claim] = [...limited, ...claims.filter((c) => c.mode === "protect")];
  if (!claim) return [];
  const current = textOf(values, key);
  const message = `is ${current}, which Flux fills in later: ${claim.where} can't be judged here`;
  return [problem(subject, "UNPROVEN", { message })];
}

/** The value that was probably meant. */
function proposal(claim: Claim, value: string): string | undefined {
  if (claim.allowed) return nearest(value, claim.allowed);
  const trimmed = value.trim();
  return [trimmed, trimmed.toLowerCase(), trimmed.toUpperCase()].find(
    (candidate) => !constraintProblem(claim, candidate),
  );
}

/** A finding about one key; `proposed` is what it should be. */
function problem(
  { item, field, values, key }: Subject,
  aspect: Aspect,
  says: { readonly message: string; readonly proposed?: string | undefined },
): Result {
  const what = field === "labels" ? "label" : "annotation";
  const path = ["metadata", field, key];
  const current = values[key];
  return finding(codeOf(field, aspect), {
    item,
    message: `${what} ${key} ${says.message}`,
    field: { path, current, proposed: says.proposed },
  });
}

function misspellings(
  item: Item,
  values: KubernetesObject,
  { field, meant: lookUp }: FieldPlan,
): Result[] {
  const results: Result[] = [];
  for (const key of Object.keys(values)) {
    const meant = lookUp(key);
    if (!meant) continue;
    const result = finding(codeOf(field, "NEAR-MISS"), {
      item,
      message: `${key} looks like a misspelling of ${meant.key}, ${meant.who}`,
      field: { path: ["metadata", field, key], current: values[key] },
    });
    results.push(result);
  }
  return results;
}
