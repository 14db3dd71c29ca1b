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
  type Removal,
  type Step,
} from "./define.ts";
import { type Edit, editsOf, type Ran, wholeEdit } from "./edit.ts";
import type { Item } from "./item.ts";
import { nearest } from "./nearest.ts";
import { LOCAL_CONFIG, refusals } from "./objects.ts";
import {
  formatPath,
  formatRef,
  type Path,
  type Result,
  wordedResult,
} from "./result.ts";
import { below, type Problem } from "./schema.ts";

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

/** Rules of every run, for a function's `rules`. */
export const KRM_RULES = {
  "KRM-LOCAL-CONFIG":
    "An object that only functions read is marked, so that it reaches no cluster.",
  "KRM-DUPLICATE": "A function adds an object that is among the items already.",
} as const;

/** Kinds that only functions read; they never reach a cluster. */
export const READ_ONLY_KINDS: ReadonlySet<string> = new Set([
  "Tenant",
  "PlatformCluster",
  "ClusterProfile",
  "PlatformComponent",
  "GuardrailException",
]);

const LOCAL_PATH = ["metadata", "annotations", LOCAL_CONFIG];

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
  const piped = configured.definition.steps !== undefined;
  const ran: StepOutcome[] = [];
  const results: Result[] = [];
  const stages = new Map<object, Item[]>();
  const outcome = (failed: { failedStep?: number }): RunOutcome => ({
    items: ran.at(-1)?.items ?? items,
    results,
    stages,
    get edits() {
      return ran.flatMap(editsIn);
    },
    ...failed,
  });
  const steps = plan(configured, items, registry);
  const [first] = steps;
  const refused = first ? refusals(items, first.definition) : [];
  if (refused.length > 0) {
    results.push(...refused);
    return outcome(piped ? { failedStep: 1 } : {});
  }
  for (const step of steps) {
    const done = runStep(step, ran.at(-1)?.items ?? items, context);
    ran.push(done);
    results.push(...done.results);
    note(done, stages);
    if (hasError(done.results))
      return outcome(piped ? { failedStep: ran.length } : {});
  }
  return outcome({});
}

/** Adds the items that a step changed or made to their stages. */
function note({ changed, added }: StepOutcome, stages: Map<object, Item[]>) {
  for (const item of [...changed.map(({ after }) => after), ...added]) {
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
      const own = configureStep(step, items, registry);
      if (step.configRef) return [own];
      const path = ["spec", "functions", index];
      return [{ ...own, at: { ...configured.at, path } }];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...problemsIn(error, step, ["spec", "functions", index]));
      return [];
    }
  });
  if (problems.length > 0) throw invalid(definition, problems);
  return ready;
}

/** The mistakes of one step, told from the pipeline's own config. */
function problemsIn(error: ConfigError, step: Step, at: Path): Problem[] {
  const { problems } = error;
  if (problems.length === 0) return [{ path: at, message: error.message }];
  const { configRef } = step;
  if (!configRef) return below(at, problems);
  return problems.map(({ path, message }) => ({
    path: [...at, "configRef"],
    message: `${step.kind} ${configRef.name} ${formatPath(path)}: ${message}`,
  }));
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
          `marked ${LOCAL_CONFIG}: "true"`,
  );
}

/** What one function made of the items. */
interface StepOutcome {
  readonly ran: Ran;
  readonly items: readonly Item[];
  readonly results: readonly Result[];
  readonly changed: readonly { readonly before: Item; readonly after: Item }[];
  readonly added: readonly Item[];
  readonly removed: readonly Removal[];
}

function runStep(
  { definition, spec, at }: Configured,
  items: readonly Item[],
  context: Context,
): StepOutcome {
  const { kind } = definition;
  const outcome = definition.run?.(items, spec, context);
  if (!outcome) throw new Error(`${kind} has nothing to run`);
  const settled = settle(items, outcome, definition);
  const marked: Item[] = [];
  const changed: { before: Item; after: Item }[] = [];
  items.forEach((before, index) => {
    const kept = settled.kept[index];
    if (!kept) return;
    const after = markLocal(kept);
    marked.push(after);
    if (after === before) return;
    assertSame(before, after, definition);
    changed.push({ before, after });
  });
  const added = settled.added.map(markLocal);
  const found = added.length > 0 ? duplicates(items, added, definition) : [];
  const results = [...placed(outcome.results, at.path), ...found].map(
    wordedResult,
  );
  const { removed } = settled;
  const all = added.length > 0 ? marked.concat(added) : marked;
  const ran = { kind, config: at, named: finder(items) };
  return { ran, items: all, results, changed, added, removed };
}

/** Findings about fields of the config, as its holder has them. */
function placed(results: readonly Result[], path: Path): readonly Result[] {
  if (path.length === 0) return results;
  return results.map((result) => {
    const { field, resourceRef } = result;
    if (!field || resourceRef) return result;
    const whole = `${formatPath(path)}.${field.path}`;
    return { ...result, field: { ...field, path: whole } };
  });
}

/** Finds items by reference; asked only where somebody wants to know why. */
function finder(items: readonly Item[]): Ran["named"] {
  let known: Map<string, Item> | undefined;
  return (ref) => {
    known ??= new Map(items.map((item) => [JSON.stringify(item.ref), item]));
    return known.get(JSON.stringify(ref));
  };
}

/** Every write of a step: what it took away, changed and added. */
function editsIn({ ran, changed, added, removed }: StepOutcome): Edit[] {
  return [
    ...removed.map(({ item, why }) => wholeEdit(item, why, ran)),
    ...changed.flatMap(({ before, after }) => editsOf(before, after, ran)),
    ...added.map((item) => wholeEdit(item, undefined, ran)),
  ];
}

/** What became of the items, one for one, and what is new. */
interface Settled {
  readonly kept: readonly (Item | undefined)[];
  readonly added: readonly Item[];
  readonly removed: readonly Removal[];
}

function settle(
  items: readonly Item[],
  outcome: Outcome,
  definition: FunctionDefinition,
): Settled {
  const inPlace = items.every((item, index) => {
    const after = outcome.items[index];
    return after === item || after?.identity === item.identity;
  });
  if (inPlace) {
    return {
      kept: outcome.items.slice(0, items.length),
      added: outcome.items.slice(items.length),
      removed: [],
    };
  }
  const rest = new Map(outcome.items.map((item) => [item.identity, item]));
  const gone = new Map(
    (outcome.removed ?? []).map((removal) => [removal.item.identity, removal]),
  );
  const removed: Removal[] = [];
  const kept = items.map((item) => {
    const after = rest.get(item.identity);
    rest.delete(item.identity);
    if (after) return after;
    const removal = gone.get(item.identity);
    if (!removal)
      throw new Error(`${definition.kind} lost ${formatRef(item.ref)}`);
    removed.push({ item, why: removal.why });
    return undefined;
  });
  return { kept, added: [...rest.values()], removed };
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
  if (!READ_ONLY_KINDS.has(item.kind) || item.group !== GROUP) return item;
  if (item.annotations[LOCAL_CONFIG] !== undefined) return item;
  return item.set(LOCAL_PATH, "true", {
    code: "KRM-LOCAL-CONFIG" satisfies keyof typeof KRM_RULES,
    at: { object: item.ref, path: ["kind"] },
    reason: `only functions read a ${item.kind}`,
  });
}

/** Group, kind, namespace and name: what makes an object one in a cluster. */
export function idOf(item: Item): string {
  return [item.group, item.kind, item.namespace, item.name].join("|");
}

/** Ids that a step gave to two objects; duplicates that came in stay. */
function duplicates(
  before: readonly Item[],
  added: readonly Item[],
  definition: FunctionDefinition,
): Result[] {
  const seen = new Set(before.map(idOf));
  return added.flatMap((item) => {
    const id = idOf(item);
    if (seen.has(id)) return [duplicate(item, definition)];
    seen.add(id);
    return [];
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
