import { APOSTROPHE, QUOTE } from "./cursor.ts";
import { keyText } from "./node.ts";

/** Below this many keys comparing each with each is cheaper than a set. */
const FEW = 12;

/** The keys of the mappings that are being read, those of the innermost last. */
export class Keys {
  readonly #text: string;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** How many there are: where those of a new mapping begin. */
  get count(): number {
    return this.#starts.length;
  }

  /** A key as it stands in the text, its quotes included. */
  add(start: number, end: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
  }

  /** Forgets the keys from `first` on; true where two of them are the same. */
  forget(first: number): boolean {
    const twice = this.#hasTwice(first);
    this.#starts.length = first;
    this.#ends.length = first;
    return twice;
  }

  #hasTwice(first: number): boolean {
    const { count } = this;
    if (count - first > FEW) {
      const keys = new Set<string>();
      for (let index = first; index < count; index++) keys.add(this.#at(index));
      return keys.size < count - first;
    }
    for (let index = first + 1; index < count; index++) {
      for (let other = first; other < index; other++) {
        if (this.#areSame(index, other)) return true;
      }
    }
    return false;
  }

  #areSame(index: number, other: number): boolean {
    const text = this.#text;
    const start = this.#starts[index] as number;
    const otherStart = this.#starts[other] as number;
    const code = text.charCodeAt(start);
    const otherCode = text.charCodeAt(otherStart);
    if (!isQuote(code) && !isQuote(otherCode)) {
      const length = (this.#ends[index] as number) - start;
      const otherLength = (this.#ends[other] as number) - otherStart;
      if (code !== otherCode || length !== otherLength) return false;
    }
    return this.#at(index) === this.#at(other);
  }

  #at(index: number): string {
    const start = this.#starts[index] as number;
    return keyText(this.#text, start, this.#ends[index] as number);
  }
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE;
}
