import { isOtherWord } from "./scalar.ts";
import { Tape } from "./tape.ts";

/** Thrown where the text holds what the kernel's own reader leaves alone. */
export const UNSUPPORTED: unique symbol = Symbol("unsupported");

export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const APOSTROPHE = 39;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const OPEN_LIST = 91;
export const CLOSE_LIST = 93;
export const OPEN_MAP = 123;
export const PIPE = 124;
export const CLOSE_MAP = 125;
export const GREATER = 62;

/** Characters from the start of a key to its colon that Go looks for at most. */
export const LONGEST_KEY = 1024;

/** The merge key; Kustomize loses it where it is quoted. */
export const MERGE = "<<";

/** A set of ASCII characters, by code. */
export function charset(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

/** First characters of what is not a plain scalar (or not surely one). */
export const INDICATORS = charset("&*!|>%@`{}[],#?\"'");

/** The first letter, `A`. */
const LETTERS = 65;

/** What the most usual keys are made of. */
const WORD = charset(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./_-",
);

/** First letters of what can be a word of YAML: `yes`, `null`, `Off`. */
const OTHERS = charset("ynotfYNOTF");

/** A place in a byte string, what can be asked about it, and what was found. */
export class Cursor {
  readonly text: string;
  readonly end: number;
  readonly tape = new Tape();
  at: number;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.end = end;
    this.at = start;
  }

  /** The character here, undefined at the end. */
  code(): number | undefined {
    return this.at < this.end ? this.text.charCodeAt(this.at) : undefined;
  }

  skipBlanks(): void {
    while (this.isBlank(this.at)) this.at++;
  }

  isBlank(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return (code === SPACE || code === TAB) && at < this.end;
  }

  /** Blank, line end or the end of the text. */
  isGap(at: number): boolean {
    if (at >= this.end) return true;
    const code = this.text.charCodeAt(at);
    return (
      code === SPACE || code === NEWLINE || code === RETURN || code === TAB
    );
  }

  /**
   * End of the key here where it is made of letters, a string to every reader
   * and followed by a colon and a blank or line end; -1 for any other.
   */
  wordKeyEnd(): number {
    const { text, at: start } = this;
    const first = text.charCodeAt(start);
    let end = start;
    while (WORD[text.charCodeAt(end)]) end++;
    const next = text.charCodeAt(end + 1);
    const found =
      text.charCodeAt(end) === COLON &&
      (next === SPACE || next === NEWLINE) &&
      first >= LETTERS &&
      end + 1 < this.end &&
      end - start <= LONGEST_KEY &&
      !(OTHERS[first] && isOtherWord(text.slice(start, end)));
    return found ? end : -1;
  }

  lineEnd(at: number): number {
    const newline = this.text.indexOf("\n", at);
    return newline < 0 || newline > this.end ? this.end : newline;
  }

  /** `at` moved back over blanks. */
  trimmed(at: number): number {
    let end = at;
    while (this.isBlank(end - 1)) end--;
    return end;
  }

  /** Offset of the quote that closes the one here. */
  closing(quote: number): number {
    const mark = quote === QUOTE ? '"' : "'";
    let from = this.at + 1;
    for (;;) {
      const close = this.text.indexOf(mark, from);
      if (close < 0 || close >= this.end) throw UNSUPPORTED;
      if (quote === APOSTROPHE) {
        if (this.text.charCodeAt(close + 1) !== APOSTROPHE) return close;
        from = close + 2;
      } else {
        if (!isEscaped(this.text, close)) return close;
        from = close + 1;
      }
    }
  }
}

/** Whether the character is the end of a line, or there is none. */
export function isLineEnd(code: number | undefined): boolean {
  return code === undefined || code === NEWLINE || code === RETURN;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === 92) first--;
  return (at - first) % 2 === 1;
}
