import { isPlainSafe } from "../../../lib/yaml/scalar.ts";
import type { Draws } from "./draw.ts";
import { ODD_FORMS } from "./words.ts";

/** Lines of a scalar; the first follows a key or a dash. */
export interface ScalarText {
  readonly lines: readonly string[];
  /** A block scalar: what follows could belong to it. */
  readonly block?: boolean;
  /** Its trailing blank lines count. */
  readonly keep?: boolean;
}

/** The forms that a scalar can take. */
export class Scalars {
  readonly #draws: Draws;
  readonly #used = new Set<unknown>();

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  /** A scalar behind a key or dash in `column`, with the end of its line. */
  block(value: unknown, column: number): ScalarText {
    if (typeof value !== "string") return this.#line(this.other(value));
    const odd = this.#odd(value);
    if (odd !== undefined) return this.#line(odd);
    const g = this.#draws;
    const margin = " ".repeat(column + 1 + g.below(4));
    if (g.chance(isPlainSafe(value) ? 0.7 : 0.2)) {
      return this.#line(this.quoted(value));
    }
    const ways: (() => ScalarText)[] = [() => this.#line(this.quoted(value))];
    if (isBlockText(value)) {
      ways.push(() => this.#literal(value, column));
      if (isFoldable(value)) ways.push(() => this.#folded(value, column));
    }
    if (g.rareForms && /^[a-z]+(?: [a-z]+)+$/.test(value)) {
      ways.push(() => this.#lines(value, "", margin));
    }
    if (g.rareForms && isSingleLines(value)) {
      ways.push(() => this.#lines(value.replaceAll("'", "''"), "'", margin));
    }
    if (g.rareForms && value.length > 1)
      ways.push(() => this.#broken(value, margin));
    return g.pick(ways)();
  }

  #line(text: string): ScalarText {
    return { lines: [text + this.end()] };
  }

  /** The end of a line: nothing, blanks, a comment. */
  end(): string {
    const g = this.#draws;
    if (g.chance(0.88)) return "";
    return g.pick([" ", "  ", "\t", " # a: 'b", '\t # "c', " #", "  # é {"]);
  }

  /** One line. */
  quoted(text: string): string {
    const g = this.#draws;
    if (isPlainSafe(text) && g.chance(0.7)) return text;
    if (isPrintable(text) && g.chance(0.5)) {
      return `'${text.replaceAll("'", "''")}'`;
    }
    return doubleQuoted(text, g);
  }

  /** A scalar that is no string. */
  other(value: unknown): string {
    if (value === null) return this.#draws.pick(["null", "~", "Null"]);
    const odd = this.#odd(value);
    if (odd !== undefined) return odd;
    const text = String(
      Number.isInteger(value) ? BigInt(Number(value)) : value,
    );
    return /^-?\d+e/.test(text) ? text.replace("e", ".0e") : text;
  }

  /** The form that readers part on, at most once in a text. */
  #odd(value: unknown): string | undefined {
    const form = ODD_FORMS.get(value);
    if (form === undefined) return undefined;
    if (form.startsWith("?") && !this.#draws.rareForms) return undefined;
    if (this.#used.has(value) && typeof value === "string") return undefined;
    this.#used.add(value);
    return form;
  }

  #literal(text: string, column: number): ScalarText {
    const { body, blanks, header, margin, keep } = this.#frame(text, column);
    const lines = body.split("\n").map((line) => indent(line, margin));
    return { lines: [`|${header}`, ...lines, ...blanks], block: true, keep };
  }

  /** Line ends become blank lines, some blanks line ends. */
  #folded(text: string, column: number): ScalarText {
    const { body, blanks, header, margin, keep } = this.#frame(text, column);
    const wrapped = body.replaceAll(/(?<=\w) (?=\w)/g, () =>
      this.#draws.chance(0.3) ? "\u0001" : " ",
    );
    const lines = wrapped
      .replaceAll(/\n+/g, (run) => `${run}\n`)
      .replaceAll("\u0001", "\n")
      .split("\n")
      .map((line) => indent(line, margin));
    return { lines: [`>${header}`, ...lines, ...blanks], block: true, keep };
  }

  /** Indicators, indentation and trailing lines of a block scalar. */
  #frame(text: string, column: number) {
    const g = this.#draws;
    const body = text.replace(/\n+$/, "");
    const ends = text.length - body.length;
    const sign = ends === 0 ? "-" : ends === 1 && g.chance(0.8) ? "" : "+";
    const deeper = 1 + g.below(g.chance(0.1) ? 9 : 4);
    const explicit = /^[ \t\n]/.test(body) || g.chance(0.2);
    const digit = explicit ? String(deeper) : "";
    const header = g.chance(0.5) ? digit + sign : sign + digit;
    const margin = " ".repeat(column + deeper);
    const more = sign === "+" ? ends - 1 : g.chance(0.1) ? g.below(3) : 0;
    const blanks = Array.from({ length: more }, () =>
      g.chance(0.2) ? " ".repeat(g.below(margin.length)) : "",
    );
    const keep = sign === "+";
    return { body, blanks, header: header + this.end(), margin, keep };
  }

  /** A text over several lines, in quotes or plain; newlines are blank lines. */
  #lines(text: string, quote: string, margin: string): ScalarText {
    const g = this.#draws;
    const folded = text
      .replaceAll(/(?<=[^ \n]) (?=[^ \n#])/g, (blank) =>
        g.chance(0.3) ? `\n${margin}` : blank,
      )
      .replaceAll(/\n(?! )/g, () => `\n\n${margin}`);
    const lines = `${quote}${folded}${quote}`.split("\n");
    return { lines: ended(lines, this.end()) };
  }

  /** A double-quoted scalar with an escaped line end. */
  #broken(text: string, margin: string): ScalarText {
    const characters = [...text];
    const middle = 1 + this.#draws.below(characters.length);
    const left = doubleQuoted(characters.slice(0, middle).join(""));
    const right = doubleQuoted(characters.slice(middle).join("")).slice(1);
    const escaped = /^[ \t]/.test(right) ? `\\${right}` : right;
    const lines = [`${left.slice(0, -1)}\\`, margin + escaped];
    return { lines: ended(lines, this.end()) };
  }
}

function ended(lines: readonly string[], end: string): string[] {
  return lines.map((line, index) =>
    index === lines.length - 1 ? line + end : line,
  );
}

function indent(line: string, margin: string): string {
  return line === "" ? "" : margin + line;
}

const UNSAFE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A double-quoted scalar; some characters escaped that need not be. */
export function doubleQuoted(text: string, draws?: Draws): string {
  const json = JSON.stringify(text).replaceAll(UNSAFE, (character) => {
    const hex = character.charCodeAt(0).toString(16);
    return `\\u${hex.padStart(4, "0")}`;
  });
  if (!draws?.chance(0.1) || json.includes("\\")) return json;
  return json.replaceAll(/[a-z]/g, (letter) =>
    draws.chance(0.3) ? `\\x${letter.charCodeAt(0).toString(16)}` : letter,
  );
}

/** What stands in single quotes on one line. */
function isPrintable(text: string): boolean {
  return !/[^\x20-\x7e\xa1-\u2027\u202a-\ufdff\u{10000}-\u{10ffff}]/u.test(
    text,
  );
}

/** What a block scalar can hold: no escapes, some text, no lone blank ends. */
function isBlockText(text: string): boolean {
  // A tab at the start could be meant as indentation: refused in places.
  if (/^\s*\t/.test(text)) return false;
  return /[^\s]/.test(text) && isPrintable(text.replaceAll(/[\n\t]/g, ""));
}

/** Lines of a text that a folded block can hold. */
function isFoldable(text: string): boolean {
  const lines = text.replace(/\n+$/, "").split("\n");
  const trimmed = lines.every((line) => line === line.trim());
  return trimmed && lines[0] !== "";
}

/** Lines that single quotes can hold, none blank at its ends. */
function isSingleLines(text: string): boolean {
  const lines = text.split("\n");
  return lines.every(
    (line) => line !== "" && line === line.trim() && isPrintable(line),
  );
}
