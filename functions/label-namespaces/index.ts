import {
  type Context,
  defineFunction,
  type Outcome,
} from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { isPlatformCluster } from "../../lib/kubernetes/facts.ts";
import { isLocalConfig } from "../../lib/kubernetes/local-config.ts";
import { isNamespace } from "../../lib/kubernetes/select.ts";
import { relatedOf } from "../../lib/kubernetes/well-known.ts";
import { configProblems } from "./config.ts";
import { labelNamespace } from "./namespaces.ts";
import { policy } from "./policy.ts";
import { handDown, type Inheritance, inheritanceOf } from "./propagate.ts";
import { type Run, runOf } from "./run.ts";
import { Spec } from "./schema.ts";
import { undeclaredNamespaces } from "./undeclared.ts";

/** Standard labels and annotations of Namespaces. */
export const labelNamespaces = defineFunction({
  kind: policy.kind,
  role: "guards",
  summary:
    "Sets, requires and forbids labels and annotations of Namespaces, and finds namespaces that nothing declares.",
  schema: Spec,
  rules: policy.rules,
  fromConfigMap: (data) => ({ rules: [{ labels: data }] }),
  run,
});

function run(items: readonly Item[], spec: Spec, context: Context): Outcome {
  const problems = configProblems(spec);
  if (problems.length > 0) return { items, results: problems };
  const special = items.filter(({ kind }) => SPECIAL_KINDS.has(kind));
  const run = runOf(items, special, { spec, context });
  const labelled = labelAll(items, spec, { run, context, special });
  const results = [
    ...labelled.results,
    ...undeclared(items, spec, { run, context, special, ...labelled }),
    ...run.factFindings(),
    ...run.rules.flatMap((rule) => rule.findings()),
    ...run.frame.exceptionFindings(),
  ];
  return { items: labelled.items, results };
}

/** Kinds that are few and are looked for more than once. */
const SPECIAL_KINDS: ReadonlySet<string> = new Set([
  "Namespace",
  "GuardrailException",
  "PlatformCluster",
]);

interface Inputs {
  readonly run: Run;
  readonly context: Context;
  /** The items of these kinds, in their order. */
  readonly special: readonly Item[];
}

interface Labelling extends Outcome {
  /** Names of the Namespaces among the items. */
  readonly declared: readonly string[];
}

/** Namespaces first, since workloads inherit what they end up with. */
function labelAll(
  items: readonly Item[],
  spec: Spec,
  { run, context, special }: Inputs,
): Labelling {
  const keys = spec.propagate ?? [];
  const inherited = new Map<string, Inheritance>();
  const results: Result[] = [];
  const label = (item: Item) => {
    const labelled = labelNamespace(item, run);
    if (labelled.selected && keys.length > 0) {
      inherited.set(item.name, inheritanceOf(labelled.item, keys));
    }
    return labelled;
  };
  if (keys.length > 0) relatedNamespaces(context).forEach(label);
  const declared: string[] = [];
  const labelled = [...items];
  let at = -1;
  for (const item of special) {
    if (!isNamespace(item) || isLocalConfig(item)) continue;
    const outcome = label(item);
    at = items.indexOf(item, at + 1);
    labelled[at] = outcome.item;
    results.push(...outcome.results);
    declared.push(item.name);
  }
  const all = handDown(labelled, inherited, run);
  results.push(...all.results);
  return { items: all.items, results, declared };
}

function relatedNamespaces(context: Context): Item[] {
  return relatedOf(context, "Namespace").filter(isNamespace);
}

function undeclared(
  items: readonly Item[],
  spec: Spec,
  { run, context, special, declared }: Inputs & Labelling,
): Result[] {
  if (spec.undeclared === "ignore") return [];
  const related = relatedNamespaces(context).map(({ name }) => name);
  const names = new Set([...related, ...declared]);
  const whole =
    special.some(isPlatformCluster) ||
    (context.related ?? []).some(({ kind }) => kind === "PlatformCluster");
  // A build that declares nothing, a component's path, cannot judge.
  const otherwise = names.size > 0 ? "warning" : "info";
  const severity = spec.undeclared ?? (whole ? "error" : otherwise);
  return undeclaredNamespaces(items, names, { severity, run });
}
