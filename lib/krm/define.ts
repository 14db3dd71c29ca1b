import type { GenericSchema } from "valibot";
import type { Item } from "./item.ts";
import type { Result } from "./result.ts";
import type { Why } from "./why.ts";

/** A Kubernetes object that a run may read and never changes. */
export type RelatedObject = Readonly<Record<string, unknown>>;

/** What varies between runs, so that functions stay pure. */
export interface Context {
  /** Today as `YYYY-MM-DD` (UTC); exceptions expire by it. */
  readonly today: string;
  /** What is known of the cluster, stronger than anything among the items. */
  readonly cluster?: {
    readonly name?: string;
    readonly profile?: string;
    readonly facts?: Readonly<Record<string, string>>;
  };
  /** Objects of the same cluster that are read, never written. */
  readonly related?: readonly RelatedObject[];
  /** The Flux Kustomization that applies the items, where one path is built. */
  readonly flow?: RelatedObject;
  /** Files the build read, by path from the repository's root. */
  readonly files?: ReadonlyMap<string, string>;
}

/** An item that a function took away. */
export interface Removal {
  readonly item: Item;
  readonly why: Why;
}

/** What a function gives back: every item it keeps, and findings. */
export interface Outcome {
  readonly items: readonly Item[];
  readonly results: readonly Result[];
  /** What it left out on purpose; anything else that is missing is a bug. */
  readonly removed?: readonly Removal[];
}

/**
 * What a function is for: it makes objects, it guards what all objects have to
 * have, or it judges them and changes nothing.
 */
export type Role = "makes" | "guards" | "judges";

/** A kind of this project, as far as its schema goes. */
export interface Documented {
  readonly kind: string;
  /** One sentence for editors. */
  readonly summary: string;
  readonly schema: GenericSchema;
}

/** The source that a repository is, and who may apply its paths. */
export interface RepositorySource {
  readonly sourceRef: { readonly kind: string; readonly name: string };
  /** Namespaces whose flows apply paths of the repository. */
  readonly platformNamespaces: readonly string[];
}

/** What a function knows of a whole repository, which only a command sees. */
export interface RepositoryPart<Spec> {
  /** Resources that all clusters choose from. */
  readonly catalogue?: {
    /** By kind, what one of them is called. */
    readonly nouns: Readonly<Record<string, string>>;
    /** What is wrong with them, whatever clusters there are. */
    problems(items: readonly Item[]): readonly Result[];
  };
  /** Codes of findings that say that a cluster holds what is its own. */
  readonly individual?: readonly string[];
  /** Such findings about a cluster's own files, which no run gives. */
  individuality?(items: readonly Item[]): readonly Result[];
  /** `spec` of what judges repositories that follow no model of ours. */
  readonly anywhere?: Readonly<Record<string, unknown>>;
  /** Which source the repository is, by a config. */
  source?(spec: Spec): RepositorySource;
}

/** A table that a README has between two markers. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One function of a list: its spec inline, or a config among the items. */
export interface Step {
  readonly kind: string;
  readonly spec?: unknown;
  readonly configRef?: { readonly name: string };
}

/**
 * A KRM function: pure and synchronous, no IO, no clock, no environment.
 * Items it does not change are returned as they came (the same reference).
 */
export interface FunctionDefinition<Spec = unknown> {
  /** Kind of its config, `LabelNamespaces`; the program is `label-namespaces`. */
  readonly kind: string;
  /** One sentence for `--help` and the README's table. */
  readonly summary: string;
  /** Absent for a function that runs others. */
  readonly role?: Role;
  /** Strict schema of `spec`; types, JSON Schema and docs derive from it. */
  readonly schema: GenericSchema<unknown, Spec>;
  /** Kinds that it reads among the items, beside its config. */
  readonly resources?: readonly Documented[];
  /** Rule codes with one line each; a README section explains every one. */
  readonly rules: Readonly<Record<string, string>>;
  /**
   * Kinds that it reads among the items and that people may give it as its
   * config instead; each says what to write, as the second half of a sentence.
   */
  readonly notConfigs?: Readonly<
    Record<string, (object: RelatedObject) => string>
  >;
  readonly repository?: RepositoryPart<Spec>;
  /** Generated tables of its README, by the name of their markers. */
  tables?(): Readonly<Record<string, Table>>;
  /** Maps the `data` of a ConfigMap (all strings) onto a spec. */
  readonly fromConfigMap?: (data: Readonly<Record<string, string>>) => unknown;
  // Method syntax on purpose: the registry holds functions of many specs.
  run?(items: readonly Item[], spec: Spec, context: Context): Outcome;
  /** Instead of `run`: other functions, in order. */
  steps?(spec: Spec): readonly Step[];
}

/** Keeps the spec's type while the registry forgets it. */
export function defineFunction<Spec>(
  definition: FunctionDefinition<Spec>,
): FunctionDefinition<Spec> {
  return definition;
}

const FIELDS = [
  "summary",
  "role",
  "schema",
  "resources",
  "rules",
  "notConfigs",
  "repository",
  "tables",
  "fromConfigMap",
  "run",
  "steps",
] as const;

/**
 * The function of this kind that a module exports, loaded when anything but its
 * kind is asked for: a process that runs one function never loads the others.
 */
export function whenUsed(
  kind: string,
  load: () => Readonly<Record<string, FunctionDefinition>>,
): FunctionDefinition {
  let definition: FunctionDefinition | undefined;
  const found = (): FunctionDefinition => {
    definition ??= Object.values(load()).find((one) => one.kind === kind);
    if (!definition) throw new Error(`no function of kind ${kind} is exported`);
    return definition;
  };
  const lazy = { kind };
  for (const field of FIELDS) {
    Object.defineProperty(lazy, field, {
      enumerable: true,
      get: () => found()[field],
    });
  }
  return lazy as FunctionDefinition;
}

/** API group and version of every config and resource of this project. */
export const GROUP = "flux-platform.dev";
export const API_VERSION = `${GROUP}/v1alpha1`;

/** `LabelNamespaces` as `label-namespaces`, the name of its program. */
export function programOf(kind: string): string {
  return kind
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase();
}
