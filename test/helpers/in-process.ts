import { functions } from "../../functions/index.ts";
import type { Registry } from "../../lib/krm/config.ts";
import { type ProcessOptions, processList } from "../../lib/krm/process.ts";
import { applied } from "../../lib/yaml/splice.ts";

/** The day on which tests run, unless they say otherwise. */
export const TODAY = "2026-01-15";

/** What a function process would print: `stdout` is undefined for nothing. */
export interface Ran {
  readonly stdout: Buffer | undefined;
  /** Lines for stderr, without the program's name. */
  readonly messages: readonly string[];
  readonly code: number;
}

/** Runs a ResourceList as a function process does, without a process. */
export function runInProcess(
  input: string | Buffer,
  options: Partial<ProcessOptions> = {},
): Ran {
  const bytes = typeof input === "string" ? Buffer.from(input) : input;
  const { output, messages, code } = processList(bytes, {
    registry: functions,
    context: { today: TODAY },
    ...options,
  });
  if (!output) return { stdout: undefined, messages, code };
  const text = output.bytes.toString("latin1");
  const written = applied(text, output.patches, 0, text.length);
  return { stdout: Buffer.from(written, "latin1"), messages, code };
}

/**
 * The registry with every function's input frozen to the bottom, so that one
 * that changes what it got throws. Items whose text is no YAML stay as they
 * are: nobody can look into them.
 */
export function frozen(registry: Registry): Registry {
  return registry.map((definition) => {
    if (!definition.run) return definition;
    const run = definition.run.bind(definition);
    return {
      ...definition,
      run: (items, spec, context) => {
        for (const item of items) freezeObject(item);
        return run(
          Object.freeze([...items]),
          deepFreeze(spec),
          deepFreeze(context),
        );
      },
    };
  });
}

function freezeObject(item: { readonly object: unknown }): void {
  try {
    deepFreeze(item.object);
  } catch (error) {
    if (!(error instanceof Error && error.name === "InputError")) throw error;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
