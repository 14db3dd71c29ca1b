import type { Anchors } from "./anchors.ts";
import type { Draws } from "./draw.ts";
import { doubleQuoted, type Scalars } from "./scalars.ts";
import { isMapping } from "./values.ts";
import { ODD_FORMS } from "./words.ts";

/** Writes flow collections on one line or on several. */
export class Flow {
  readonly #draws: Draws;
  readonly #scalars: Scalars;
  readonly #anchors: Anchors;

  constructor(draws: Draws, scalars: Scalars, anchors: Anchors) {
    this.#draws = draws;
    this.#scalars = scalars;
    this.#anchors = anchors;
  }

  /** The lines of a collection; later ones deeper than `column`. */
  lines(value: unknown, column: number): string[] {
    const g = this.#draws;
    const margin = g.rare(0.3) ? " ".repeat(column + 1 + g.below(4)) : "";
    return this.#bare(value, margin).split("\n");
  }

  /** `margin` of further lines, `""` for one line only. */
  #node(value: unknown, margin: string): string {
    const g = this.#draws;
    const alias = this.#anchors.aliasOf(value);
    if (alias !== undefined && g.chance(0.4)) return `*${alias}`;
    const tagged = typeof value === "string" && !ODD_FORMS.has(value);
    if (tagged && g.rare(0.02)) {
      return `!!str ${this.#bare(value, margin)}`;
    }
    if (!g.rare(0.03)) return this.#bare(value, margin);
    const { name, close } = this.#anchors.open();
    const text = this.#bare(value, margin);
    close(value);
    return `&${name} ${text}`;
  }

  #bare(value: unknown, margin: string): string {
    if (Array.isArray(value)) {
      const members = value.map((inner) => this.#element(inner, margin));
      return this.#bracket("[", members, "]", margin);
    }
    if (isMapping(value)) {
      const members = Object.entries(value).map(([key, inner]) =>
        this.#entry(key, inner, margin),
      );
      return this.#bracket("{", members, "}", margin);
    }
    return this.#scalar(value);
  }

  #bracket(
    open: string,
    members: readonly string[],
    close: string,
    margin: string,
  ): string {
    const g = this.#draws;
    if (members.length === 0) return `${open}${this.#gap(margin)}${close}`;
    const texts = members.map((member, index) => {
      const last = index === members.length - 1;
      const comma = last ? (g.chance(0.15) ? "," : "") : ",";
      const before = g.chance(0.1) ? " " : "";
      return `${member}${before}${comma}${last ? "" : this.#separator(margin)}`;
    });
    return (
      open + this.#gap(margin) + texts.join("") + this.#gap(margin) + close
    );
  }

  #separator(margin: string): string {
    if (margin !== "" && this.#draws.chance(0.4)) return this.#newline(margin);
    return this.#draws.chance(0.9) ? " " : "  ";
  }

  #gap(margin: string): string {
    if (margin !== "" && this.#draws.chance(0.5)) return this.#newline(margin);
    return this.#draws.chance(0.2) ? " " : "";
  }

  #newline(margin: string): string {
    const g = this.#draws;
    const comment = g.chance(0.15) ? " # it's {a: [b" : "";
    const blank = g.chance(0.05) ? "\n" : "";
    return `${comment}${blank}\n${margin}`;
  }

  #element(value: unknown, margin: string): string {
    const [first, ...others] = isMapping(value) ? Object.entries(value) : [];
    if (first && others.length === 0 && this.#draws.rare(0.1)) {
      const [key, inner] = first;
      return `${this.#key(key)}: ${this.#node(inner, margin)}`;
    }
    return this.#node(value, margin);
  }

  #entry(key: string, value: unknown, margin: string): string {
    const g = this.#draws;
    const name = this.#key(key);
    const tight = name.startsWith('"') && g.chance(0.1);
    return `${name}:${tight ? "" : " "}${this.#node(value, margin)}`;
  }

  #key(key: string): string {
    return isFlowPlain(key) && this.#draws.chance(0.6)
      ? key
      : doubleQuoted(key);
  }

  #scalar(value: unknown): string {
    if (typeof value !== "string") return this.#scalars.other(value);
    const quoted = this.#scalars.quoted(value);
    const plain = !/^["']/.test(quoted);
    return plain && !isFlowPlain(value) ? doubleQuoted(value) : quoted;
  }
}

/** Plain inside a flow collection to every reader. */
function isFlowPlain(text: string): boolean {
  return (
    /^[a-z][\w./ -]*\w$/i.test(text) &&
    !/^(?:yes|no|on|off|true|false|null)$/i.test(text)
  );
}
