import type { Context } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import type { Path, Result, Severity } from "../../lib/krm/result.ts";
import type {
  Toleration,
  TolerationSettings,
} from "../../lib/kubernetes/tolerations.ts";
import type { Frame } from "../../lib/policy/frame.ts";
import { settingsOf } from "./config.ts";
import { namespaceDefaults } from "./namespaces.ts";
import { type Code, policy } from "./policy.ts";
import { resolver } from "./resolve.ts";
import { type CompiledRule, compileRules } from "./rules.ts";
import type { Spec } from "./schema.ts";
import { type Sources, sourcesOf } from "./sources.ts";
import { combiner, type Want, type Wants } from "./wants.ts";

/** An item after something was done to it, and what is to be said. */
export interface Change {
  readonly item: Item;
  readonly results: readonly Result[];
}

/** What one run of a spec shares; all of it is made when first asked for. */
export interface Run {
  readonly spec: Spec;
  readonly rules: readonly CompiledRule[];
  readonly frame: Frame<Code>;
  readonly settings: TolerationSettings;
  readonly broad: Severity | "ignore";
  /** Whether workloads that no rule selects are looked into, too. */
  readonly everywhere: boolean;
  readonly sources: Sources;
  /** What these rules together want. */
  combine(rules: readonly CompiledRule[]): Wants;
  /** What the workload's Namespace wants. */
  defaultsOf(item: Item): readonly Want[];
  /** What may be there in the end; absent where everything may. */
  allowedBy(wants: Wants): readonly Toleration[] | undefined;
  /** Findings about the config and the facts, after all else. */
  findings(): Result[];
}

/** Prepares one run. */
export function runOf(
  items: readonly Item[],
  spec: Spec,
  context: Context,
): Run {
  const frame = policy.frame({ items, spec, context });
  const settings = settingsOf(spec);
  const rules = compileRules(spec, frame);
  const defaults = spec.namespaceDefaults
    ? namespaceDefaults(items, context, settings)
    : { of: () => [], results: [] };
  const resolve = resolver(frame.facts, spec);
  return {
    spec,
    rules,
    frame,
    settings,
    broad: spec.broad ?? "warning",
    everywhere: looksEverywhere(spec),
    sources: sourcesOf(items, context),
    combine: combiner(),
    defaultsOf: defaults.of,
    allowedBy: allowance(spec, resolve.list),
    findings: () => [
      ...defaults.results,
      ...resolve.findings(),
      ...rules.flatMap((rule) => rule.findings()),
      ...frame.exceptionFindings(),
    ],
  };
}

function looksEverywhere(spec: Spec): boolean {
  const broad = spec.broad === "error" || spec.broad === "warning";
  const allowed = !!spec.allowed?.length;
  return broad || allowed || spec.extendedResources;
}

/** `spec.allowed` with the rules' own; an empty list allows everything. */
function allowance(
  spec: Spec,
  resolve: (given: Spec["allowed"] & {}, path: Path) => Toleration[],
): Run["allowedBy"] {
  let general: readonly Toleration[] | undefined;
  return (wants) => {
    if (!spec.allowed?.length) return wants.allowed;
    general ??= resolve(spec.allowed, ["spec", "allowed"]);
    return [...general, ...(wants.allowed ?? [])];
  };
}
