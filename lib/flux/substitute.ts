import { matchesPattern } from "./pattern.ts";

/** A text that Flux refuses. */
export class SubstitutionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SubstitutionError";
  }
}

/** A text of which can't be told here what Flux makes of it. */
export class UnclearSubstitution extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnclearSubstitution";
  }
}

/** The value of a variable, `undefined` where nobody set it. */
export type Lookup = (name: string) => string | undefined;

/**
 * A text after Flux's `postBuild`: `${name}` and its forms with defaults, letter
 * case, length, parts, cuts and replacements; `$${` stays as `${`. A variable that
 * nobody set is empty. Throws `SubstitutionError` or `UnclearSubstitution`.
 * Source: github.com/fluxcd/pkg/envsubst 1.7.1, as kustomize-controller 1.9 calls it.
 */
export function substitute(text: string, lookup: Lookup): string {
  return new Reader(text, lookup).all();
}

/** Where the text of an argument ends, and which escapes it knows. */
interface Run {
  readonly until: RegExp;
  readonly escapes?: true;
}

const TO_END: Run = { until: /\}|\$\{/g };
const TO_END_ESCAPED: Run = { until: /\}|\$\{/g, escapes: true };
const TO_COLON: Run = { until: /[:}]|\$\{/g };
/** A brace does not end a pattern. */
const TO_SLASH: Run = { until: /\/|\$\{/g, escapes: true };

const NAME = /[\p{L}\p{Nd}_]+/uy;

class Reader {
  readonly #text: string;
  readonly #lookup: Lookup;
  #at = 0;

  constructor(text: string, lookup: Lookup) {
    this.#text = text;
    this.#lookup = lookup;
  }

  all(): string {
    const parts: string[] = [];
    for (;;) {
      const dollar = this.#text.indexOf("$", this.#at);
      if (dollar < 0) break;
      parts.push(this.#text.slice(this.#at, dollar));
      this.#at = dollar;
      if (this.#takes("${")) parts.push(this.#function());
      else if (this.#takes("$$")) parts.push("$");
      else {
        this.#at++;
        parts.push("$");
      }
    }
    parts.push(this.#text.slice(this.#at));
    return parts.join("");
  }

  /** What stands behind `${`, up to and with its brace. */
  #function(): string {
    if (this.#takes("#")) {
      const value = this.#value(this.#name());
      this.#close();
      return String(Buffer.byteLength(value));
    }
    const name = this.#name();
    const value = this.#value(name);
    const rest = (): string => this.#text.slice(this.#at, this.#at + 2);
    if (/^:[-=?+]|^=/.test(rest())) {
      this.#at += rest().startsWith("=") ? 1 : 2;
      return this.#default(value);
    }
    switch (rest().charAt(0)) {
      case ":":
        return this.#part(value);
      case ",":
      case "^":
        return this.#cased(value);
      case "/":
        return this.#replaced(value);
      case "#":
      case "%":
        return this.#cut(value);
    }
    this.#close();
    return value;
  }

  /** Whatever the sign, a value that is there stays and an empty one goes. */
  #default(value: string): string {
    const parts: string[] = [];
    while (!this.#takes("}")) parts.push(this.#argument(TO_END));
    return value === "" ? parts.join("") : value;
  }

  #part(value: string): string {
    // It steps back by the bytes of what it has seen behind the colon.
    this.#skip(/:(?=[\0-\x7f])/y);
    const from = this.#argument(TO_COLON);
    if (this.#takes("}")) return part(value, from);
    this.#skip(/:+/y);
    const length = this.#argument(TO_END);
    this.#close();
    return part(value, from, length);
  }

  #cased(value: string): string {
    const sign = this.#skip(/[,^]{1,2}/y);
    this.#close();
    const change = CASES[sign];
    return change ? change(value) : value;
  }

  #replaced(value: string): string {
    const sign = this.#skip(/\/[/#%]?/y);
    const wanted = this.#argument(TO_SLASH);
    this.#skip(/\/+/y);
    if (this.#takes("}")) return replaced(sign, value, wanted);
    const by = this.#argument(TO_END_ESCAPED);
    this.#close();
    return replaced(sign, value, wanted, by);
  }

  #cut(value: string): string {
    const sign = this.#skip(/#{1,2}|%{1,2}/y);
    const pattern = this.#argument(TO_END);
    this.#close();
    return cut(sign, value, pattern);
  }

  /** A function inside a function, or text that is not empty. */
  #argument({ until, escapes }: Run): string {
    if (this.#takes("${")) return this.#function();
    let found = "";
    for (;;) {
      const pair = escapes && this.#escaped();
      if (pair) {
        found += pair;
        continue;
      }
      until.lastIndex = this.#at;
      const end = until.exec(this.#text)?.index ?? this.#text.length;
      if (end === this.#at) break;
      const stop = escapes ? this.#nextEscape(end) : end;
      found += this.#text.slice(this.#at, stop);
      this.#at = stop;
    }
    if (found !== "") return found;
    throw this.#bad("an argument is missing");
  }

  #escaped(): string | undefined {
    const pair = this.#text.slice(this.#at, this.#at + 2);
    if (!ESCAPES.has(pair)) return undefined;
    this.#at += 2;
    return pair.charAt(1);
  }

  /** The first escape before `end`, else `end`. */
  #nextEscape(end: number): number {
    for (let at = this.#at; at < end; at++) {
      if (ESCAPES.has(this.#text.slice(at, at + 2))) return at;
    }
    return end;
  }

  #name(): string {
    return this.#skip(NAME);
  }

  #value(name: string): string {
    return this.#lookup(name) ?? "";
  }

  #takes(word: string): boolean {
    const found = this.#text.startsWith(word, this.#at);
    if (found) this.#at += word.length;
    return found;
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw this.#bad("it has no form that Flux knows");
    this.#at += found.length;
    return found;
  }

  #close(): void {
    if (!this.#takes("}")) throw this.#bad("its closing brace is missing");
  }

  #bad(why: string): SubstitutionError {
    const start = this.#text.lastIndexOf("${", this.#at);
    const shown = this.#text.slice(start, start + 40).split("\n")[0];
    return new SubstitutionError(
      `Flux refuses the substitution ${shown}: ${why}`,
    );
  }
}

const ESCAPES: ReadonlySet<string> = new Set(["\\/", "\\\\", "$$"]);

type Change = (value: string) => string;

const first =
  (change: Change): Change =>
  (value) => {
    const [letter = ""] = value;
    return change(letter) + value.slice(letter.length);
  };

/**
 * Go changes character by character. Where that is another thing than JavaScript's
 * way and not one of the usual letters, nothing is guessed.
 */
const each =
  (change: Change): Change =>
  (value) =>
    [...value]
      .map((letter) => {
        const changed = change(letter);
        if ([...changed].length === 1) return changed;
        const single = SINGLE[letter];
        if (single !== undefined) return single;
        throw new UnclearSubstitution(
          `the letter case of ${letter} can't be told here: write the value as it has to be`,
        );
      })
      .join("");

/** Letters that JavaScript makes two of, and what Go makes of them. */
const SINGLE: Readonly<Record<string, string>> = {
  "\u0130": "i",
  "\u00df": "\u00df",
};

const lower = each((letter) => letter.toLowerCase());
const upper = each((letter) => letter.toUpperCase());
const CASES: Readonly<Record<string, Change>> = {
  ",": first(lower),
  ",,": lower,
  "^": first(upper),
  "^^": upper,
};

/** An integer as Go's `Atoi` reads it. */
function integer(text: string): number | undefined {
  return /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}

/** Counted in bytes; what is no number leaves the value whole. */
function part(value: string, from: string, length?: string): string {
  const bytes = Buffer.from(value);
  const offset = integer(from);
  const count = length === undefined ? bytes.length : integer(length);
  if (offset === undefined || count === undefined) return value;
  const start = offset < 0 ? Math.max(0, bytes.length + offset) : offset;
  const end = count < 0 ? bytes.length + count : start + count;
  if (end <= start || start >= bytes.length) return "";
  return whole(bytes.subarray(start, end));
}

/** Flux counts bytes, and may keep a half of a character. */
function whole(bytes: Buffer): string {
  const text = bytes.toString();
  if (Buffer.from(text).equals(bytes)) return text;
  throw new UnclearSubstitution(
    `it cuts a character of several bytes in two, before ${text.slice(1, 9)}`,
  );
}

function replaced(
  sign: string,
  value: string,
  wanted: string,
  by?: string,
): string {
  switch (sign) {
    case "/":
      return value.replace(wanted, () => by ?? "");
    case "//":
      // Nothing stands before, between and behind all characters.
      return wanted === ""
        ? ["", ...value, ""].join(by ?? "")
        : value.replaceAll(wanted, () => by ?? "");
  }
  if (by === undefined) return value;
  if (sign === "/#") {
    return value.startsWith(wanted) ? by + value.slice(wanted.length) : value;
  }
  return value.endsWith(wanted)
    ? value.slice(0, value.length - wanted.length) + by
    : value;
}

/** Takes the shortest or longest beginning or end that a pattern matches. */
function cut(sign: string, value: string, pattern: string): string {
  if (sign.startsWith("#")) return cutPrefix(sign, value, pattern);
  const turned = cutPrefix(sign, turn(value), turn(pattern));
  return turn(turned);
}

function cutPrefix(sign: string, value: string, pattern: string): string {
  const bytes = Buffer.from(value);
  let found = 0;
  for (let length = bytes.length; length > 0; length--) {
    const matched = matchesPattern(pattern, bytes.subarray(0, length));
    if (matched === undefined) return value;
    if (!matched) continue;
    found = length;
    if (sign.length === 2) break;
  }
  return whole(bytes.subarray(found));
}

function turn(text: string): string {
  return [...text].reverse().join("");
}
