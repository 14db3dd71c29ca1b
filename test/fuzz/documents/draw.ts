import { random } from "../../helpers/random.ts";

/** Everything a generator draws; a seed decides it all. */
export class Draws {
  readonly next: () => number;
  /** Whether forms may be drawn that the kernel's own reader leaves alone. */
  rareForms = true;

  constructor(seed: number) {
    this.next = random(seed);
  }

  /** A whole number from 0 to below `n`. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Like `chance`, for a form that the kernel's own reader leaves alone. */
  rare(probability: number): boolean {
    return this.rareForms && this.chance(probability);
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** `least` to `most` values. */
  many<T>(least: number, most: number, draw: () => T): T[] {
    const length = least + this.below(most - least + 1);
    return Array.from({ length }, draw);
  }
}
