import type { Engine } from "../engines.ts";

/** A property that can run with any seed: once in a test, and for hours. */
export interface Property {
  /** Name of its module. */
  readonly name: string;
  /** Engines it needs. */
  readonly needs: readonly Engine[];
  /** Seed and count of the run in CI. */
  readonly ci: { readonly seed: number; readonly count: number };
  /**
   * Checks `count` generated cases; the same seed and count give the same
   * cases. Throws an Error that holds the seed and the failing text.
   */
  run(seed: number, count: number): Promise<{ checked: number }>;
}
