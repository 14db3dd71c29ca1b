import {
  ConfigError,
  type Configured,
  invalid,
  type Registry,
  withSpec,
} from "./config.ts";
import {
  API_VERSION,
  type Context,
  type FunctionDefinition,
  GROUP,
  type Outcome,
  type Step,
} from "./define.ts";
import { type Edit, editsOf, wholeEdit } from "./edit.ts";
import type { Item } from "./item.ts";
import { nearest } from "./nearest.ts";
import { formatRef, type ResourceRef, type Result } from "./result.ts";
import type { Problem } from "./schema.ts";

/** What a run, of one function or of many, made of the items. */
export interface RunOutcome {
  readonly items: readonly Item[];
  readonly results: readonly Result[];
  /** Every write, in order; step by step, not only the net difference. */
  readonly edits: readonly Edit[];
  /** An item as each step that changed it left it, by `identity`. */
  readonly stages: ReadonlyMap<object, readonly Item[]>;
  /** The step whose error ended the run, counted from 1. */
  readonly failedStep?: number;
}

/** Kinds that only functions read; they never reach a cluster. */
export const READ_ONLY_KINDS: ReadonlySet<string> = new Set([
  "Tenant",
  "PlatformCluster",
  "ClusterProfile",
  "PlatformComponent",
  "GuardrailException",
]);

const LOCAL_CONFIG = [
  "metadata",
  "annotations",
  "config.kubernetes.io/local-config",
];

/**
 * Runs a configured function, or the steps of a Pipeline in order until one
 * finds an error. Throws `ConfigError` for a step that cannot be configured.
 */
export function run(
  configured: Configured,
  items: readonly Item[],
  context: Context,
  registry: Registry,
): RunOutcome {
  const steps = plan(configured, items, registry);
  const piped = configured.definition.steps !== undefined;
  let current: readonly Item[] = items;
  const results: Result[] = [];
  const edits: Edit[] = [];
  const stages = new Map<object, Item[]>();
  for (const [index, step] of steps.entries()) {
    const outcome = runStep(step, current, context);
    note(current, outcome.items, stages);
    current = outcome.items;
    results.push(...outcome.results);
    edits.push(...outcome.edits);
    if (hasError(outcome.results)) {
      const failed = piped ? { failedStep: index + 1 } : {};
      return { items: current, results, edits, stages, ...failed };
    }
  }
  return { items: current, results, edits, stages };
}

/** Adds the items that a step changed to their stages. */
function note(
  before: readonly Item[],
  after: readonly Item[],
  stages: Map<object, Item[]>,
): void {
  const old = new Set(before);
  for (const item of after) {
    if (old.has(item)) continue;
    const known = stages.get(item.identity);
    if (known) known.push(item);
    else stages.set(item.identity, [item]);
  }
}

/** Whether one of the findings makes the process exit 1. */
export function hasError(results: readonly Result[]): boolean {
  return results.some(({ severity }) => severity === "error");
}

/** The functions to run; each spec is validated before the first runs. */
function plan(
  configured: Configured,
  items: readonly Item[],
  registry: Registry,
): Configured[] {
  const { definition, spec } = configured;
  if (!definition.steps) return [configured];
  const problems: Problem[] = [];
  const ready = definition.steps(spec).flatMap((step, index) => {
    try {
      return [configureStep(step, items, registry)];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...problemsIn(error, step, `spec.functions[${index}]`));
      return [];
    }
  });
  if (problems.length > 0) throw invalid(definition, problems);
  return ready;
}

/** The mistakes of one step, told from the pipeline's own config. */
function problemsIn(error: ConfigError, step: Step, at: string): Problem[] {
  if (error.problems.length === 0)
    return [{ path: at, message: error.message }];
  return error.problems.map(({ path, message }) =>
    step.configRef
      ? {
          path: `${at}.configRef`,
          message: `${step.kind} ${step.configRef.name} ${path}: ${message}`,
        }
      : { path: `${at}.${path}`, message },
  );
}

function configureStep(
  step: Step,
  items: readonly Item[],
  registry: Registry,
): Configured {
  const definition = registry.find(({ kind }) => kind === step.kind);
  if (!definition?.run) {
    const able = registry.filter(({ run: runs }) => runs);
    const kinds = able.map(({ kind }) => kind);
    const meant = nearest(step.kind, kinds);
    const hint = meant ? `, did you mean ${meant}?` : "";
    throw new ConfigError(
      `no function of kind ${step.kind}${hint} (known: ${kinds.join(", ")})`,
    );
  }
  if (!step.configRef) {
    return withSpec(definition, {
      apiVersion: API_VERSION,
      kind: step.kind,
      spec: step.spec,
    });
  }
  return withSpec(
    definition,
    referred(step, step.configRef.name, items).object,
  );
}

function referred(step: Step, name: string, items: readonly Item[]): Item {
  const configs = items.filter(
    (item) => item.kind === step.kind && item.apiVersion === API_VERSION,
  );
  const found = configs.filter((item) => item.name === name);
  if (found.length === 1 && found[0]) return found[0];
  const names = configs.map((item) => item.name);
  const meant = nearest(name, names);
  const hint = meant ? `, did you mean ${meant}?` : "";
  throw new ConfigError(
    found.length > 1
      ? `${found.length} items are ${step.kind} ${name}, and one is expected`
      : `no item is ${step.kind} ${name}${hint}; it must be among the items, ` +
          'marked config.kubernetes.io/local-config: "true"',
  );
}

interface StepOutcome {
  readonly items: readonly Item[];
  readonly results: readonly Result[];
  readonly edits: readonly Edit[];
}

function runStep(
  { definition, spec }: Configured,
  items: readonly Item[],
  context: Context,
): StepOutcome {
  const outcome = definition.run?.(items, spec, context);
  if (!outcome) throw new Error(`${definition.kind} has nothing to run`);
  const after = settle(items, outcome, definition);
  const marked = after.items.map((item) => markLocal(item));
  const edits: Edit[] = [...after.edits];
  for (const [index, before] of items.entries()) {
    const item = marked[index];
    if (item && item.identity === before.identity && item !== before) {
      assertSame(before, item, definition);
    }
  }
  const old = new Map(items.map((item) => [item.identity, item]));
  for (const item of marked) {
    const before = old.get(item.identity);
    if (!before) edits.push(wholeEdit(item, true, definition.kind));
    else if (before !== item)
      edits.push(...editsOf(before, item, definition.kind));
  }
  const results = [
    ...outcome.results,
    ...duplicates(items, marked, definition),
  ];
  return { items: marked, results, edits };
}

/** Puts what came in back into its order; what is new follows. */
function settle(
  items: readonly Item[],
  outcome: Outcome,
  definition: FunctionDefinition,
): { items: Item[]; edits: Edit[] } {
  const kept = new Map(outcome.items.map((item) => [item.identity, item]));
  const gone = new Map(
    (outcome.removed ?? []).map((r) => [r.item.identity, r]),
  );
  const edits: Edit[] = [];
  const settled: Item[] = [];
  for (const item of items) {
    const after = kept.get(item.identity);
    const removal = gone.get(item.identity);
    if (after) settled.push(after);
    else if (removal) {
      const edit = wholeEdit(item, false, definition.kind);
      edits.push({ ...edit, rule: removal.rule });
    } else throw new Error(`${definition.kind} lost ${formatRef(item.ref)}`);
    kept.delete(item.identity);
  }
  return { items: [...settled, ...kept.values()], edits };
}

/** A function never renames, moves or re-kinds: references would dangle. */
function assertSame(
  before: Item,
  after: Item,
  definition: FunctionDefinition,
): void {
  if (idOf(before) === idOf(after)) return;
  throw new Error(
    `${definition.kind} renamed ${formatRef(before.ref)} to ${formatRef(after.ref)}`,
  );
}

function markLocal(item: Item): Item {
  if (item.group !== GROUP || !READ_ONLY_KINDS.has(item.kind)) return item;
  if (item.annotations["config.kubernetes.io/local-config"] !== undefined)
    return item;
  return item.set(LOCAL_CONFIG, "true", {
    rule: "KRM-LOCAL-CONFIG",
    reason: `only functions read a ${item.kind}`,
  });
}

/** Group, kind, namespace and name: what makes an object one in a cluster. */
export function idOf(item: Item): string {
  return [item.group, item.kind, item.namespace, item.name].join("|");
}

/** Ids that this step gave to two objects; duplicates that came in stay. */
function duplicates(
  before: readonly Item[],
  after: readonly Item[],
  definition: FunctionDefinition,
): Result[] {
  if (after.length <= before.length && after.every((item) => !item.created))
    return [];
  const old = new Set(before.map((item) => item.identity));
  const seen = new Map<string, ResourceRef>();
  for (const item of before) seen.set(idOf(item), item.ref);
  return after
    .filter((item) => !old.has(item.identity))
    .flatMap((item) => {
      const id = idOf(item);
      if (!seen.has(id)) {
        seen.set(id, item.ref);
        return [];
      }
      return [duplicate(item, definition)];
    });
}

function duplicate(item: Item, definition: FunctionDefinition): Result {
  return {
    message: `${definition.kind} adds an object that is among the items already; give one of them another name`,
    severity: "error",
    resourceRef: item.ref,
    tags: { function: definition.kind, rule: "KRM-DUPLICATE" },
  };
}
