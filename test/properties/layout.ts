import { isMap } from "../../lib/yaml/node.ts";
import { isPlainSafe } from "../../lib/yaml/scalar.ts";

/**
 * Prints plain data as YAML in one of the many ways people and programs do:
 * comments between and behind lines, blank lines, compact and wide sequences,
 * flow, every quote, block scalars with every indicator, folded long lines.
 * `next` gives numbers from 0 to 1; the same numbers give the same text.
 */
export function layOut(
  value: Readonly<Record<string, unknown>>,
  next: () => number,
): string {
  const printer = new Printer(next);
  const lines = printer.mapping(value, 2);
  const [first = "", ...rest] = lines;
  const text = [`- ${first.trimStart()}`, ...rest, ""].join("\n");
  return next() < 0.2 ? text.replaceAll("\n", "\r\n") : text;
}

class Printer {
  readonly #next: () => number;
  readonly #wide: boolean;
  readonly #step: number;

  constructor(next: () => number) {
    this.#next = next;
    this.#wide = this.#chance(0.3);
    this.#step = this.#chance(0.2) ? 4 : 2;
  }

  #chance(probability: number): boolean {
    return this.#next() < probability;
  }

  mapping(value: Readonly<Record<string, unknown>>, column: number): string[] {
    return Object.entries(value).flatMap(([key, inner], index) => [
      ...(index > 0 ? this.#between(column) : []),
      ...this.#entry(key, inner, column),
    ]);
  }

  /**
   * Comments, some with a blank line behind them. Not deeper than the members
   * and no blank line first: either would belong to a block scalar above.
   */
  #between(column: number): string[] {
    if (this.#chance(0.9)) return [];
    const depth = Math.floor(this.#next() * (column + 1));
    const note = this.#chance(0.3) ? 'it\'s "a": - {b' : "note";
    const comment = `${" ".repeat(depth)}# ${note}`;
    return this.#chance(0.3) ? [comment, ""] : [comment];
  }

  #comment(): string {
    return this.#chance(0.1) ? `${this.#chance(0.5) ? " " : "\t "}# a: 'b` : "";
  }

  #entry(key: string, value: unknown, column: number): string[] {
    const head = `${" ".repeat(column)}${this.#key(key)}:`;
    if (isMap(value) && Object.keys(value).length > 0 && this.#chance(0.8)) {
      return [
        head + this.#comment(),
        ...this.mapping(value, column + this.#step),
      ];
    }
    if (Array.isArray(value) && value.length > 0 && this.#chance(0.8)) {
      const dashes = this.#wide ? column + this.#step : column;
      return [head + this.#comment(), ...this.#sequence(value, dashes)];
    }
    if (value === null && this.#chance(0.5)) return [head + this.#comment()];
    const [first = "", ...rest] = this.#inline(value, column);
    const blanks = " ".repeat(this.#chance(0.1) ? 3 : 1);
    return [head + blanks + first, ...rest];
  }

  #sequence(value: readonly unknown[], column: number): string[] {
    return value.flatMap((inner, index) => [
      ...(index > 0 ? this.#between(column) : []),
      ...this.#element(inner, column),
    ]);
  }

  #element(value: unknown, column: number): string[] {
    const dash = `${" ".repeat(column)}- `;
    const nested =
      isMap(value) && Object.keys(value).length > 0
        ? this.mapping(value, column + 2)
        : Array.isArray(value) && value.length > 0
          ? this.#sequence(value, column + 2)
          : undefined;
    if (nested && this.#chance(0.85)) {
      const [first = "", ...rest] = nested;
      if (this.#chance(0.1)) return [`${dash}# odd`, first, ...rest];
      return [dash + first.trimStart(), ...rest];
    }
    const [first = "", ...rest] = this.#inline(value, column);
    return [dash + first, ...rest];
  }

  /** A value that starts on the line of its key or dash. */
  #inline(value: unknown, column: number): string[] {
    if (typeof value !== "string") return [this.#flow(value) + this.#comment()];
    const ways = [() => [this.#quoted(value) + this.#comment()]];
    if (isLiteral(value)) ways.push(() => this.#literal(value, column));
    if (isFoldable(value)) ways.push(() => this.#folded(value, column));
    const way = ways[Math.floor(this.#next() * ways.length)];
    return way?.() ?? [];
  }

  #quoted(text: string): string {
    if (isPlainSafe(text) && this.#chance(0.7)) return text;
    const simple = /^[\x20-\x7e]*$/.test(text);
    if (simple && this.#chance(0.5)) return `'${text.replaceAll("'", "''")}'`;
    return JSON.stringify(text);
  }

  #literal(text: string, column: number): string[] {
    const body = text.replace(/\n+$/, "");
    const ends = text.length - body.length;
    const chomp = ends === 0 ? "-" : ends === 1 ? "" : "+";
    const deeper = 1 + Math.floor(this.#next() * 4);
    const explicit = /^\s/.test(body) || this.#chance(0.2);
    const margin = " ".repeat(column + deeper);
    const blanks = chomp === "+" ? Array(ends - 1).fill("") : [];
    return [
      `|${explicit ? deeper : ""}${chomp}${this.#comment()}`,
      ...body.split("\n").map((line) => (line === "" ? "" : margin + line)),
      ...blanks,
    ];
  }

  /** A long text over several lines: plain, quoted or in a folded block. */
  #folded(text: string, column: number): string[] {
    const words = text.split(" ");
    const middle = Math.ceil(words.length / 2);
    const halves = [
      words.slice(0, middle).join(" "),
      words.slice(middle).join(" "),
    ];
    const margin = " ".repeat(column + 1 + Math.floor(this.#next() * 4));
    const [first = "", second = ""] = halves;
    const quote = this.#next();
    if (quote < 0.3) return [first, margin + second];
    if (quote < 0.6) return [`"${first}`, `${margin}${second}"`];
    if (quote < 0.8) return [`'${first}`, `${margin}${second}'`];
    return [">-", margin + first, margin + second];
  }

  #flow(value: unknown): string {
    const space = this.#chance(0.3) ? " " : "";
    if (Array.isArray(value)) {
      const members = value.map((inner) => this.#flow(inner)).join(", ");
      return value.length > 0 ? `[${space}${members}${space}]` : "[]";
    }
    if (isMap(value)) {
      const members = Object.entries(value).map(
        ([key, inner]) => `${JSON.stringify(key)}: ${this.#flow(inner)}`,
      );
      return members.length > 0
        ? `{${space}${members.join(", ")}${space}}`
        : "{}";
    }
    if (typeof value === "string") return JSON.stringify(value);
    if (value === null) return this.#chance(0.5) ? "~" : "null";
    if (Object.is(value, -0)) return "-0.0";
    return String(Number.isInteger(value) ? BigInt(Number(value)) : value);
  }

  #key(key: string): string {
    if (isPlainSafe(key) && this.#chance(0.8)) return key;
    return JSON.stringify(key);
  }
}

/** What a literal block can hold (without escapes, not only blank lines). */
function isLiteral(text: string): boolean {
  return (
    /[^\s]/.test(text) &&
    /^[\x20-\x7e\n\xa1-\uffff]*$/.test(text) &&
    !/[ \t]$/m.test(text) &&
    !/^\s*\n/.test(text) &&
    !/[\ud800-\udfff\u2028\u2029\ufeff]/.test(text)
  );
}

/** Words with single spaces that are plain wherever a line starts. */
function isFoldable(text: string): boolean {
  return /^[a-z]+(?: [a-z]+)+$/.test(text);
}
