/** Draws a whole number from 0 to below `n`. */
export type Draw = (n: number) => number;

const words = ["a", "team", "x.y/z", "cost-center", "é", "日本", "0644", "yes"];
const keys = [...words, "b c", "1", "null", "k#1", "<", "z-"];
const plains = [
  ...words,
  "1_000",
  "0x1F",
  "12:30:45",
  "1e3",
  ".5",
  "2021-01-02",
  "~",
  "true",
  "a#b",
  "-x",
  ":x",
  "http://a/b=d#e",
  "it's",
  'say "hi"',
  "a\\b",
  "a & b",
  "-1",
];
const doubles = [
  "",
  "a",
  "\\n",
  "\\u00e9",
  "\\x41",
  '\\"',
  "a # b",
  "a: b",
  "\\\\",
  "é",
  "\\U0001F600",
  "- x",
  "{a}",
  "'",
];
const singles = ["", "a", "''", "\\n", '"', "a: b", "# c", "é"];
const comments = ["# why", "#", "#x: y", '# "open', "# - a", "# é {"];

/** What a document looks like throughout. */
export interface Layout {
  readonly eol: "\n" | "\r\n";
  readonly step: number;
  readonly wide: boolean;
}

/**
 * A mapping in one of the many ways people write it, as an element of a block
 * sequence at `column`: its text ends with a line end. Now and then it is no
 * YAML at all.
 */
export function messyElement(g: Draw, column: number): string {
  const layout: Layout = {
    eol: g(4) === 0 ? "\r\n" : "\n",
    step: g(4) + 1,
    wide: g(2) === 0,
  };
  const gap = " ".repeat(1 + g(3));
  const writer = new Writer(g, layout);
  const inner = column + 1 + gap.length;
  const dash = " ".repeat(column);
  const text = writer.mapping(inner, 0);
  return `${dash}-${gap}${text.slice(inner)}`;
}

class Writer {
  readonly #g: Draw;
  readonly #layout: Layout;

  constructor(g: Draw, layout: Layout) {
    this.#g = g;
    this.#layout = layout;
  }

  /** Lines of a mapping; the first starts with its indentation. */
  mapping(column: number, depth: number): string {
    const count = 1 + this.#g(depth === 0 ? 6 : 3);
    const drawn = Array.from({ length: count }, () => this.#pick(keys));
    const names = [...new Set(drawn)];
    const margin = " ".repeat(column);
    return names
      .map((name, index) => {
        const above = index === 0 ? "" : this.#interlude(column);
        return `${above}${margin}${this.#key(name)}:${this.#value(column, depth)}`;
      })
      .join("");
  }

  #sequence(column: number, depth: number): string {
    const count = 1 + this.#g(3);
    const margin = " ".repeat(column);
    return Array.from({ length: count }, (_, index) => {
      const above = index === 0 ? "" : this.#interlude(column);
      if (this.#one(2) && depth < 3) {
        const inner = this.mapping(column + 2, depth + 1);
        return `${above}${margin}- ${inner.slice(column + 2)}`;
      }
      return `${above}${margin}-${this.#scalar(column)}`;
    }).join("");
  }

  #key(name: string): string {
    const style = this.#pick(styles);
    if (style !== "plain") return `${style}${name}${style}`;
    // Go refuses keys that are no strings.
    return notStrings.includes(name) ? `"${name}"` : name;
  }

  /** What stands behind a colon, with its line end. */
  #value(column: number, depth: number): string {
    const { step, wide } = this.#layout;
    const kind = this.#g(10);
    if (kind < 2 && depth < 3) {
      return this.#end() + this.mapping(column + step, depth + 1);
    }
    if (kind < 4 && depth < 3) {
      return (
        this.#end() + this.#sequence(column + (wide ? step : 0), depth + 1)
      );
    }
    if (kind === 4) return ` ${this.#flow(0)}${this.#end()}`;
    return this.#scalar(column);
  }

  /** A scalar behind a colon or dash in `column`, with its line end. */
  #scalar(column: number): string {
    const { eol, step } = this.#layout;
    const more = eol + " ".repeat(column + step);
    const blank = this.#one(3) ? eol : "";
    const fold = this.#one(4) ? blank + more : " ";
    switch (this.#g(6)) {
      case 0:
        return this.#end();
      case 1:
        return ` "${this.#pick(doubles)}${fold}${this.#pick(doubles)}"${this.#end()}`;
      case 2:
        return ` '${this.#pick(singles)}${fold}${this.#pick(singles)}'${this.#end()}`;
      case 3:
        return ` ${this.#block(column)}`;
      case 4:
        return ` ${this.#pick(plains)}${fold}${this.#pick(plains)}${this.#end()}`;
      default:
        return ` ${this.#pick(plains)}${this.#end()}`;
    }
  }

  #block(column: number): string {
    const { eol } = this.#layout;
    const depth = 1 + this.#g(4);
    const style = this.#one(2) ? "|" : ">";
    const chomp = this.#pick(chomps);
    const explicit = this.#one(3);
    const margin = " ".repeat(column + depth);
    const count = 1 + this.#g(4);
    const lines = Array.from({ length: count }, () => this.#pick(blockLines));
    const body = lines.map((line, index) => {
      // Without an indicator the first line sets the indentation.
      const text = explicit || index > 0 ? line : line.trimStart() || "x";
      return text === "" ? eol : margin + text + eol;
    });
    const head = `${style}${explicit ? depth : ""}${chomp}${this.#end()}`;
    return head + body.join("");
  }

  #flow(depth: number): string {
    const count = this.#g(4);
    const space = this.#one(3) ? " " : "";
    const mapping = this.#one(2);
    const texts = Array.from({ length: count }, (_, index) => {
      const value = this.#flowValue(depth);
      return mapping ? `k${index}: ${value}` : value;
    });
    const comma = count > 0 && this.#one(5) ? "," : "";
    const body = `${space}${texts.join(`${space},${this.#one(4) ? "" : " "}`)}${comma}${space}`;
    return mapping ? `{${body}}` : `[${body}]`;
  }

  #flowValue(depth: number): string {
    if (depth < 2 && this.#one(4)) return this.#flow(depth + 1);
    const style = this.#g(4);
    if (style === 0) return `"${this.#pick(doubles)}"`;
    if (style === 1) return `'${this.#pick(singles)}'`;
    return this.#pick(plains);
  }

  /** The end of a line, with blanks and a comment or without. */
  #end(): string {
    const comment = this.#one(6) ? ` ${this.#pick(comments)}` : "";
    return (this.#one(8) ? "  " : "") + comment + this.#layout.eol;
  }

  /** Blank lines and comments between members. */
  #interlude(column: number): string {
    if (!this.#one(5)) return "";
    const { eol } = this.#layout;
    const margin = " ".repeat(this.#one(2) ? column : 0);
    const comment = this.#one(2)
      ? `${margin}${this.#pick(comments)}${eol}`
      : "";
    return (this.#one(2) ? eol : "") + comment;
  }

  /** True once in `n` times. */
  #one(n: number): boolean {
    return this.#g(n) === n - 1;
  }

  #pick(texts: readonly string[]): string {
    return texts[this.#g(texts.length)] ?? "";
  }
}

const notStrings = ["0644", "1", "null"];
const styles = ["plain", "plain", "'", '"'];
const chomps = ["", "-", "+"];
const blockLines = [
  "a line",
  "",
  "  deeper",
  "# no comment",
  "- no: item",
  "key: value",
  '"open',
  "é",
  "trailing  ",
  "\ttab",
];
