import type {
  Configs,
  FieldInfo,
  KptFunc,
  KubernetesObject as SdkObject,
  Result as SdkResult,
} from "kpt-functions";
import { ConfigError, configure, isConfig, type Registry } from "./config.ts";
import {
  API_VERSION,
  type Context,
  type FunctionDefinition,
  programOf,
} from "./define.ts";
import { Item } from "./item.ts";
import type { Result } from "./result.ts";
import { idOf, type RunOutcome, run } from "./run.ts";
import { safeText } from "./words.ts";

/**
 * A function as a `KptFunc` of the TypeScript SDK (`kpt-functions`), for
 * programs that are built on it. `registry` holds what the steps of a Pipeline
 * may name; `context` replaces today's date and adds facts and related objects.
 *
 * Only an adapter: it works on the objects that the SDK has read. Reading and
 * writing are the SDK's, and they lose what this project's own programs keep.
 * Comments and quotes go, `0644` becomes 420 and dates become timestamps; items
 * are sorted, and of two with the same name one is dropped, which under kpt
 * deletes its file. To run a function, take its program.
 *
 * A config that can't be used is a result of severity error and nothing runs:
 * the SDK then writes the objects as they came and exits 1. The error class it
 * has for this is told by `instanceof`, so throwing one would load the SDK.
 */
export function toKptFunction(
  definition: FunctionDefinition,
  registry: Registry = [],
  context: Partial<Context> = {},
): KptFunc {
  const known = [...new Set([definition, ...registry])];
  const adapted = async (configs: Configs): Promise<void> => {
    const today = new Date().toISOString().slice(0, 10);
    try {
      runOver(configs, definition, known, { today, ...context });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      configs.addResults({
        message: safeText(error.message),
        severity: "error",
        tags: { function: definition.kind },
      });
    }
  };
  return Object.assign(adapted, { usage: usageOf(definition) });
}

function runOver(
  configs: Configs,
  definition: FunctionDefinition,
  registry: Registry,
  context: Context,
): void {
  const given = configs.getFunctionConfig();
  const config = given && { ...given };
  const program = programOf(definition.kind);
  const configured = configure(config, registry, program);
  const items = configs
    .getAll()
    .map((object) => Item.of({ ...object }))
    .filter((item) => !isConfig(item, config));
  const outcome = run(configured, items, context, registry);
  writeBack(configs, items, outcome);
  for (const result of outcome.results) configs.addResults(sdkResult(result));
}

/**
 * Puts the difference into `configs`, which holds one object of a name: one
 * that was added under a taken name, an error by now, must not replace it.
 * One by one, as `insert(...many)` overflows the stack.
 */
function writeBack(
  configs: Configs,
  before: readonly Item[],
  { items: after }: RunOutcome,
): void {
  const final = new Set(after.map(({ identity }) => identity));
  for (const item of before) {
    if (!final.has(item.identity)) configs.delete(sdkObject(item));
  }
  const old = new Map(before.map((item) => [item.identity, item]));
  const taken = new Set<string>();
  for (const item of after) {
    const was = old.get(item.identity);
    if (was !== item && (was || !taken.has(idOf(item)))) {
      // To the SDK another version is another object.
      if (was && was.apiVersion !== item.apiVersion) {
        configs.delete(sdkObject(was));
      }
      configs.insert(sdkObject(item));
    }
    taken.add(idOf(item));
  }
}

/** A copy: users of the SDK change objects where they lie. */
function sdkObject(item: Item): SdkObject {
  return structuredClone(item.object) as unknown as SdkObject;
}

/** A result in the SDK's words. */
function sdkResult({
  severity,
  resourceRef,
  field,
  ...rest
}: Result): SdkResult {
  const { tags, ...more } = rest;
  return {
    ...more,
    severity: severity === "warning" ? "warn" : severity,
    tags: { ...tags },
    ...(resourceRef && { resourceRef: { namespace: "", ...resourceRef } }),
    ...(field && { field: sdkField(field) }),
  };
}

function sdkField(field: NonNullable<Result["field"]>): FieldInfo {
  const { path, currentValue, proposedValue } = field;
  const values = { currentValue, suggestedValue: proposedValue };
  const given = Object.entries(values).filter(([, v]) => v !== undefined);
  return { path, ...Object.fromEntries(given) };
}

function usageOf({ kind, summary, fromConfigMap }: FunctionDefinition): string {
  const config = `Its functionConfig is a ${kind} (${API_VERSION})`;
  return `${summary}\n\n${config}${fromConfigMap ? ", or a ConfigMap" : ""}.`;
}
