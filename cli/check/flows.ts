import { resolve } from "node:path";
import { functions } from "../../functions/index.ts";
import { BOOTSTRAPPED, isOwnFlow } from "../../lib/flux/source.ts";
import {
  API_VERSION,
  type Context,
  GROUP,
  type RepositorySource,
  type Role,
} from "../../lib/krm/define.ts";
import {
  Item,
  type KubernetesObject,
  mapping,
  text,
} from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { validate } from "../../lib/krm/schema.ts";
import type { FunctionEntry } from "../build/entries.ts";
import type { Built } from "../build/objects.ts";

/** A Flux Kustomization that applies a path of this repository. */
export interface Flow {
  readonly flow: KubernetesObject;
  /** The path's folder. */
  readonly folder: string;
  /** Names of the flows in whose paths it was found, the outermost first. */
  readonly via?: readonly string[];
}

function roleOf(kind: string): Role | undefined {
  return functions.find((one) => one.kind === kind)?.role;
}

/** The repository, as a cluster knows it. */
export interface Repository {
  readonly root: string;
  readonly source: RepositorySource;
}

/** The flows among objects that apply a path of this repository. */
export function flowsOf(
  printed: readonly KubernetesObject[],
  { root, source }: Repository,
): Flow[] {
  return printed.flatMap((flow) => {
    if (!isOwnFlow(Item.of(flow), source)) return [];
    return [{ flow, folder: resolve(root, text(mapping(flow.spec).path)) }];
  });
}

/** The first config that says which source is this repository. */
export function sourceOf(
  entries: readonly FunctionEntry[],
  standard: RepositorySource = BOOTSTRAPPED,
): RepositorySource {
  const configs = entries.flatMap(({ config }) => [config, ...stepsOf(config)]);
  const [first = standard] = functions.flatMap(
    ({ kind, schema, repository }) => {
      const config = configs.find((one) => one.kind === kind);
      if (!config || !repository?.source) return [];
      const valid = validate(schema, config.spec ?? {});
      return "value" in valid ? repository.source(valid.value) : [];
    },
  );
  return first;
}

/** The functions of a Pipeline; none of any other config. */
export function stepsOf(config: KubernetesObject): KubernetesObject[] {
  if (config.apiVersion !== API_VERSION) return [];
  const { functions } = mapping(config.spec);
  return Array.isArray(functions) ? functions.map(mapping) : [];
}

/** The entries that guard objects, without the functions that make them. */
export function guardrailsOf(
  entries: readonly FunctionEntry[],
): FunctionEntry[] {
  return reduced(entries, (kind) => roleOf(kind) !== "makes");
}

/** Those that judge, wherever they stand. */
export function checksOf(entries: readonly FunctionEntry[]): FunctionEntry[] {
  return reduced(entries, (kind) => roleOf(kind) === "judges");
}

/** Entries over all objects, with the functions of these kinds only. */
function reduced(
  entries: readonly FunctionEntry[],
  wanted: (kind: string) => boolean,
): FunctionEntry[] {
  return entries.flatMap((entry) => {
    const { config } = entry;
    if (entry.scope) return [];
    const steps = stepsOf(config);
    if (steps.length === 0) return wanted(text(config.kind)) ? [entry] : [];
    const functions = steps.filter(({ kind, configRef }) =>
      wanted(text(kind ?? mapping(configRef).kind)),
    );
    if (functions.length === 0) return [];
    return [{ ...entry, config: { ...config, spec: { functions } } }];
  });
}

/** What the guardrails of a cluster know when they judge one of its paths. */
export function contextOfPath(
  cluster: Built,
  others: readonly KubernetesObject[],
  { flow }: Flow,
  context: Context,
): Context {
  const known = [...cluster.read, ...cluster.printed].filter(isKnown);
  const platform = cluster.read.find(({ kind }) => kind === "PlatformCluster");
  const { profile } = mapping(platform?.spec);
  const name = text(mapping(platform?.metadata).name);
  return {
    ...context,
    ...(platform ? { cluster: { name, profile: text(profile) } } : {}),
    related: [...known, ...others.filter(({ kind }) => kind === "HelmRelease")],
    flow,
  };
}

/** What paths may look at: nothing of a Secret, whose values stay away. */
function isKnown(object: KubernetesObject): boolean {
  const { kind, apiVersion } = object;
  if (text(apiVersion).startsWith(`${GROUP}/`)) {
    return kind === "PlatformCluster" || kind === "GuardrailException";
  }
  const labels = mapping(mapping(object.metadata).labels);
  const facts = kind === "ConfigMap" && labels[`${GROUP}/facts`] !== undefined;
  return facts || kind === "Namespace" || kind === "Kustomization";
}

/** Findings without those that were told before. */
export function fresh(
  results: readonly Result[],
  told: readonly Result[],
): Result[] {
  const seen = new Set(told.map((result) => JSON.stringify(result)));
  return results.filter((result) => {
    const key = JSON.stringify(result);
    const known = seen.has(key);
    seen.add(key);
    return !known;
  });
}
