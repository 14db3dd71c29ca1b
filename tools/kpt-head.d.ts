import type { KptFunc } from "kpt-functions";

/** A function of this package; what else it holds is no public surface. */
export interface FunctionDefinition {
  /** Kind of its config. */
  readonly kind: string;
  readonly summary: string;
}

/** What varies between runs. */
export interface Context {
  /** Day by which exceptions expire, `YYYY-MM-DD`; today where it is absent. */
  readonly today?: string;
  /** What is known of the cluster, stronger than anything among the items. */
  readonly cluster?: {
    readonly name?: string;
    readonly profile?: string;
    readonly facts?: Readonly<Record<string, string>>;
  };
  /** Objects of the same cluster that are read, never written. */
  readonly related?: readonly Readonly<Record<string, unknown>>[];
}

/**
 * A function for programs that are built on the TypeScript SDK. The SDK's own
 * reading and writing lose comments, quotes, number formats and objects of the
 * same name: to run a function, take its program. A pipeline needs `functions`
 * as its registry.
 */
export declare function toKptFunction(
  definition: FunctionDefinition,
  registry?: readonly FunctionDefinition[],
  context?: Context,
): KptFunc;

/** Every function of this package. */
export declare const functions: readonly FunctionDefinition[];
