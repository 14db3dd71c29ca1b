import { type Context, GROUP } from "../krm/define.ts";
import {
  type Item,
  type KubernetesObject,
  mapping,
  text,
} from "../krm/item.ts";
import { nearest } from "../krm/nearest.ts";
import { listed } from "../krm/words.ts";
import { scalarText } from "./match.ts";
import { relatedOf } from "./well-known.ts";

/** Codes of the problems here, for a function's `rules`. */
export const FACT_RULES = {
  "FACT-UNKNOWN": "A value names a fact of the cluster that is not known.",
  "FACT-CONFLICT": "Two sources give one fact of the cluster two values.",
} as const;

/** Why a fact has no value; the function makes a finding of it. */
export interface FactProblem {
  readonly rule: keyof typeof FACT_RULES;
  readonly message: string;
}

/** A value, or why there is none. */
export type Resolved =
  | { readonly value: string }
  | { readonly problem: FactProblem };

/** What is known of the cluster; sources are read at the first look-up. */
export interface Facts {
  /** Whether any source names the cluster or a fact of it. */
  readonly known: boolean;
  /** The value of `cluster.name`, `cluster.profile` or `cluster.facts.<key>`. */
  lookup(variable: string): Resolved;
  /** `template` with its `${cluster.…}` filled in and `$${` as `${`. */
  resolve(template: string): Resolved;
}

/** Label that marks a ConfigMap as a source of facts. */
export const FACTS_LABEL = `${GROUP}/facts`;

/** Who says so, and what. */
interface Claim {
  readonly source: string;
  readonly value: string;
}
type Claims = ReadonlyMap<string, readonly Claim[]>;

/**
 * Facts from `context.cluster`, a PlatformCluster and a ConfigMap labelled
 * `flux-platform.dev/facts: cluster`, among the items and in
 * `context.related`. They must agree.
 */
export function factsOf(items: readonly Item[], context: Context): Facts {
  let claims: Claims | undefined;
  const all = (): Claims => {
    claims ??= collect(items, context);
    return claims;
  };
  const lookup = (variable: string) => lookUp(variable, all());
  return {
    get known() {
      return all().size > 0;
    },
    lookup,
    resolve: (template) => fill(template, lookup),
  };
}

function collect(items: readonly Item[], context: Context): Claims {
  const claims = new Map<string, Claim[]>();
  const add = (source: string, found: Iterable<[string, unknown]>) => {
    for (const [variable, raw] of found) {
      const value = scalarText(raw);
      if (value === undefined) continue;
      const before = claims.get(variable) ?? [];
      claims.set(variable, [...before, { source, value }]);
    }
  };
  const { name, profile, facts } = context.cluster ?? {};
  add("the command", variablesOf(name, profile, facts));
  const related = relatedOf(context);
  for (const item of [...items, ...related]) {
    if (isPlatformCluster(item)) {
      add(`PlatformCluster ${item.name}`, clusterVariables(item));
    }
  }
  for (const item of [...items, ...related]) {
    if (isFactsMap(item)) add(`ConfigMap ${item.name}`, mapVariables(item));
  }
  return claims;
}

/** Whether `item` says what is individual about a cluster. */
export function isPlatformCluster(item: Item): boolean {
  return item.kind === "PlatformCluster" && item.group === GROUP;
}

function isFactsMap(item: Item): boolean {
  return item.kind === "ConfigMap" && item.labels[FACTS_LABEL] === "cluster";
}

function clusterVariables(item: Item): [string, unknown][] {
  const spec = mapping(item.get(["spec"]));
  return variablesOf(item.name || undefined, spec.profile, spec.facts);
}

function mapVariables(item: Item): [string, unknown][] {
  const { cluster_name, cluster_profile, ...facts } = mapping(
    item.get(["data"]),
  );
  return variablesOf(cluster_name, cluster_profile, facts);
}

function variablesOf(
  name: unknown,
  profile: unknown,
  facts: unknown,
): [string, unknown][] {
  const own: KubernetesObject = mapping(facts);
  return [
    ["cluster.name", name],
    ["cluster.profile", profile],
    ...Object.keys(own).map((key): [string, unknown] => [
      `cluster.facts.${key}`,
      own[key],
    ]),
  ];
}

function lookUp(variable: string, claims: Claims): Resolved {
  const [first, ...others] = claims.get(variable) ?? [];
  if (!first) return { problem: unknown(variable, claims) };
  const other = others.find(({ value }) => value !== first.value);
  if (!other) return { value: first.value };
  const message = `${variable} is ${first.value} in ${first.source} and ${other.value} in ${other.source}; they must agree`;
  return { problem: { rule: "FACT-CONFLICT", message } };
}

function unknown(variable: string, claims: Claims): FactProblem {
  const known = [...claims.keys()];
  const meant = nearest(variable, known);
  const hint = meant ? `, did you mean ${meant}?` : "";
  const message = known.length
    ? `${variable} is not known${hint}; known are ${listed(known)}`
    : `${variable} is not known: this build has neither a PlatformCluster nor a ConfigMap labelled ${FACTS_LABEL}: cluster`;
  return { rule: "FACT-UNKNOWN", message };
}

/** An escape, or a reference whose closing brace may be missing. */
const REFERENCE = /\$\$\{|\$\{([^}]*)(\}?)/g;
const VARIABLE = /^cluster\.(name|profile|facts\.[_a-zA-Z][_a-zA-Z0-9]*)$/;

function fill(
  template: string,
  lookup: (variable: string) => Resolved,
): Resolved {
  let problem: FactProblem | undefined;
  const value = template.replaceAll(REFERENCE, (match, variable?: string) => {
    if (match === "$${") return "${";
    const found = lookup(variable ?? "");
    if ("value" in found) return found.value;
    problem ??= found.problem;
    return match;
  });
  return problem ? { problem } : { value };
}

/**
 * What is wrong with the `${…}` of a value in a config whatever the cluster is;
 * `undefined` where all is well. One sentence.
 */
export function templateProblem(template: string): string | undefined {
  for (const [match, variable, close] of template.matchAll(REFERENCE)) {
    if (match === "$${") continue;
    if (close && VARIABLE.test(variable ?? "")) continue;
    return `${match} is no fact: there are \${cluster.name}, \${cluster.profile} and \${cluster.facts.<key>}; $\${ stands for a literal \${`;
  }
  return undefined;
}

/** Whether `template` names a fact or holds an escape, so that it must be filled. */
export function isTemplate(template: string): boolean {
  return template.includes("${");
}

/**
 * Whether Flux fills in (part of) this value of an item after the build, so
 * that nothing can be said about it now.
 * Source: Flux, `Kustomization.spec.postBuild`.
 */
export function hasPlaceholder(value: unknown): boolean {
  return /\$\{[_a-zA-Z]/.test(text(value));
}
