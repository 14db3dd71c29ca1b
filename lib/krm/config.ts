import { API_VERSION, type FunctionDefinition, programOf } from "./define.ts";
import type { ConfigPlace } from "./edit.ts";
import {
  type Item,
  isMapping,
  type KubernetesObject,
  mapping,
  own,
  text,
} from "./item.ts";
import { nearest } from "./nearest.ts";
import { formatPath } from "./result.ts";
import { below, type Problem, validate } from "./schema.ts";
import { oneLine } from "./words.ts";

/** A config that cannot be used; nothing runs. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(
    lines: string | readonly string[],
    problems: readonly Problem[] = [],
  ) {
    super([lines].flat().map(oneLine).join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** A function with its validated spec. */
export interface Configured {
  readonly definition: FunctionDefinition;
  readonly spec: unknown;
  /** Where the config stands; its `name` is `""` where it has none. */
  readonly at: ConfigPlace;
}

/** Every function of the catalogue. */
export type Registry = readonly FunctionDefinition[];

/**
 * The function a config asks for. `program` is the name the process runs by:
 * that of one function restricts it to this kind and gives a ConfigMap its
 * meaning. Throws `ConfigError`.
 */
export function configure(
  config: KubernetesObject | undefined,
  registry: Registry,
  program: string | undefined,
): Configured {
  const only = registry.find(({ kind }) => programOf(kind) === program);
  const accepted = only ? [only] : registry;
  if (!config)
    throw new ConfigError(`missing functionConfig, ${expected(accepted)}`);
  if (config.kind === "ConfigMap" && config.apiVersion === "v1") {
    return fromConfigMap(config, only, accepted);
  }
  const definition = registry.find(({ kind }) => kind === config.kind);
  assertVersion(config, definition !== undefined, accepted);
  if (!definition) throw unknownKind(config, accepted);
  if (!restricted(only, definition)) {
    throw new ConfigError(
      `${program} runs ${only?.kind} only, and functionConfig is of kind ` +
        `${definition.kind}: call ${programOf(definition.kind)}, or flux-platform, which runs every kind`,
    );
  }
  return withSpec(definition, config);
}

/** Pipeline's program runs every kind; others run their own. */
function restricted(
  only: FunctionDefinition | undefined,
  definition: FunctionDefinition,
): boolean {
  return !only || only.steps !== undefined || only === definition;
}

/**
 * Generators, and transformers of an empty build, get their own config as an
 * item: no object of the platform, so no function sees it.
 */
export function isConfig(
  item: Item,
  config: KubernetesObject | undefined,
): boolean {
  return (
    config !== undefined &&
    item.kind === config.kind &&
    item.apiVersion === config.apiVersion &&
    item.name === mapping(config.metadata).name
  );
}

/** Validates `spec` of a typed config. Throws `ConfigError`. */
export function withSpec(
  definition: FunctionDefinition,
  config: KubernetesObject,
): Configured {
  const { apiVersion: _a, kind: _k, metadata, spec, ...rest } = config;
  const unknown = Object.keys(rest).map((key) => {
    const near = nearest(key, ["spec", "metadata"]);
    const hint = near ? `, did you mean ${near}?` : "";
    return { path: [key], message: `unknown key${hint}` };
  });
  const outcome = validate(definition.schema, spec ?? {});
  const problems = "problems" in outcome ? outcome.problems : [];
  const all = [...unknown, ...below(["spec"], problems)];
  if (!("value" in outcome) || all.length > 0) {
    throw invalid(definition, all);
  }
  const name = text(mapping(metadata).name);
  const object = { apiVersion: API_VERSION, kind: definition.kind, name };
  return {
    definition,
    spec: outcome.value,
    at: { object, path: [], value: config },
  };
}

/** The error that lists every mistake of a config. */
export function invalid(
  definition: FunctionDefinition,
  problems: readonly Problem[],
): ConfigError {
  const count =
    problems.length === 1 ? "1 mistake" : `${problems.length} mistakes`;
  const lines = problems.map(
    ({ path, message }) => `  ${formatPath(path)}: ${message}`,
  );
  return new ConfigError(
    [`functionConfig ${definition.kind} has ${count}:`, ...lines],
    problems,
  );
}

function fromConfigMap(
  config: KubernetesObject,
  only: FunctionDefinition | undefined,
  accepted: Registry,
): Configured {
  const data = config.data;
  const name = text(mapping(config.metadata).name);
  const empty = !isMapping(data) || Object.keys(data).length === 0;
  if (name === "function-input" && empty) {
    throw new ConfigError(
      `functionConfig is the empty ConfigMap that kpt sends without arguments, ${expected(accepted)}, ` +
        "or arguments behind --",
    );
  }
  if (!only?.fromConfigMap) {
    const able = accepted.filter((definition) => definition.fromConfigMap);
    const names = able.map(({ kind }) => programOf(kind)).join(", ");
    throw new ConfigError(
      only
        ? `${only.kind} takes no ConfigMap, ${expected([only])}`
        : "a ConfigMap as functionConfig does not say which function is meant: " +
            `run the program of that name (${names}), or set FLUX_PLATFORM_FUNCTION to it`,
    );
  }
  if (empty) throw new ConfigError("functionConfig ConfigMap has no data");
  const bad = Object.entries(data).filter(
    ([, value]) => typeof value !== "string",
  );
  if (bad.length > 0) {
    throw invalid(
      only,
      bad.map(([key]) => ({
        path: ["data", key],
        message:
          "must be a string, as every value of a ConfigMap; write it in quotes",
      })),
    );
  }
  const spec = only.fromConfigMap(data as Readonly<Record<string, string>>);
  const document = {
    apiVersion: API_VERSION,
    kind: only.kind,
    metadata: { name },
    spec,
  };
  return withSpec(only, document);
}

function assertVersion(
  config: KubernetesObject,
  known: boolean,
  accepted: Registry,
): void {
  if (config.apiVersion === API_VERSION) return;
  if (!known && typeof config.kind !== "string") {
    throw new ConfigError(`functionConfig has no kind, ${expected(accepted)}`);
  }
  if (!known) throw unknownKind(config, accepted);
  const got = config.apiVersion
    ? `apiVersion ${config.apiVersion}`
    : "no apiVersion";
  throw new ConfigError(
    `functionConfig ${config.kind} has ${got}, expected ${API_VERSION}`,
  );
}

function unknownKind(
  config: KubernetesObject,
  accepted: Registry,
): ConfigError {
  const kind = text(config.kind);
  const reader = accepted.find(({ notConfigs }) => own(notConfigs, kind));
  const instead = own(reader?.notConfigs, kind)?.(config);
  if (instead) {
    const [first, ...more] = instead.split("\n");
    const said = `functionConfig is of kind ${kind}, which ${reader?.kind} reads among the items: ${first}`;
    return new ConfigError([said, ...more]);
  }
  const meant = nearest(
    kind,
    accepted.map((definition) => definition.kind),
  );
  const hint = meant ? `, did you mean ${meant}?` : "";
  return new ConfigError(
    `functionConfig is of kind ${kind}${hint} (${expected(accepted)})`,
  );
}

function expected(accepted: Registry): string {
  const kinds = accepted.map(({ kind }) => kind).join(", ");
  return `expected ${kinds} (${API_VERSION})`;
}
