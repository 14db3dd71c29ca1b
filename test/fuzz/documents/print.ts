import { isPlainSafe } from "../../../lib/yaml/scalar.ts";
import { Anchors, ownKeys } from "./anchors.ts";
import type { Draws } from "./draw.ts";
import { Flow } from "./flow.ts";
import { doubleQuoted, Scalars } from "./scalars.ts";
import { isMapping, type Mapping } from "./values.ts";
import { ODD_FORMS } from "./words.ts";

/** Lines behind a key or dash: the rest of its own line, and deeper ones. */
type Tail = readonly [string, ...string[]];

/**
 * Writes an object as an element of a block sequence whose dash stands in
 * `column`, in one of the many ways people and programs do. Without line ends.
 */
export function printElement(
  value: Mapping,
  column: number,
  draws: Draws,
): string[] {
  return new Printer(draws).element(value, column);
}

class Printer {
  readonly #draws: Draws;
  readonly #scalars: Scalars;
  readonly #anchors: Anchors;
  readonly #flow: Flow;
  readonly #wide: boolean;
  readonly #step: number;
  /** The last scalar would take deeper or blank lines for its own. */
  #open: "no" | "block" | "keep" = "no";

  constructor(draws: Draws) {
    this.#draws = draws;
    this.#scalars = new Scalars(draws);
    this.#anchors = new Anchors(draws);
    this.#flow = new Flow(draws, this.#scalars, this.#anchors);
    this.#wide = draws.chance(0.3);
    this.#step = draws.pick([2, 2, 2, 4, 1, 3]);
  }

  element(value: unknown, column: number): string[] {
    const [tail, ...rest] = this.#behindDash(value, column);
    // Go takes no tab between a dash and what follows.
    const head = tail.replace(/^[ \t]+/, (blanks) => " ".repeat(blanks.length));
    return [`${" ".repeat(column)}-${head}`, ...rest];
  }

  #mapping(value: Mapping, column: number): string[] {
    const merge = this.#merge(value);
    const lines = merge.keys.flatMap((key, index) => {
      const above = index > 0 || merge.line ? this.#between(column) : [];
      return [...above, ...this.#entry(key, value[key], column)];
    });
    return merge.line ? [" ".repeat(column) + merge.line, ...lines] : lines;
  }

  /** A merge key where earlier mappings allow it, and the keys beside it. */
  #merge(value: Mapping): { line?: string; keys: string[] } {
    const g = this.#draws;
    const known = this.#anchors.mergeable(value);
    const keys = Object.keys(value);
    const taken = Object.hasOwn(value, "<<");
    if (known.length === 0 || taken || g.chance(0.3)) return { keys };
    const sources = known.slice(0, 1 + g.below(2));
    const names = sources.map(([name]) => `*${name}`);
    const text = names.length > 1 ? `[${names.join(", ")}]` : names.join("");
    const own = ownKeys(
      value,
      sources.map(([, mapping]) => mapping),
    );
    this.#open = "no";
    return { line: `<<: ${text}${this.#scalars.end()}`, keys: own };
  }

  /**
   * Comments and blank lines that belong to nothing. Not deeper than the
   * members: a block scalar written above would take them for its own.
   */
  #between(column: number): string[] {
    const g = this.#draws;
    if (g.chance(0.88)) return [];
    const note = g.pick(["note", 'it\'s "a": - {b', "- a: b", "é", "|", ""]);
    const comment = `${" ".repeat(g.below(column + 1))}#${note ? ` ${note}` : ""}`;
    const blank = this.#open !== "keep" && g.chance(0.3) ? [""] : [];
    const behind = g.chance(0.3) ? ["", " "] : [];
    return g.chance(0.2) ? blank : [...blank, comment, ...behind];
  }

  #entry(key: string, value: unknown, column: number): string[] {
    const margin = " ".repeat(column);
    const name = this.#key(key);
    const [head, ...rest] = this.#behindKey(value, column);
    if (this.#draws.rare(0.03) && /^ [^ \t]/.test(head)) {
      return [`${margin}? ${name}`, `${margin}:${head}`, ...rest];
    }
    const gap = this.#draws.chance(0.03) ? " " : "";
    return [`${margin}${name}${gap}:${head}`, ...rest];
  }

  #key(key: string): string {
    const g = this.#draws;
    if (isPlainSafe(key) && g.chance(0.85)) return key;
    const simple = /^[\x20-\x7e]*$/.test(key);
    if (simple && g.chance(0.5)) return `'${key.replaceAll("'", "''")}'`;
    return doubleQuoted(key, g);
  }

  #behindKey(value: unknown, column: number): Tail {
    const g = this.#draws;
    const step = g.chance(0.05) ? 1 + g.below(6) : this.#step;
    return this.#node(value, column, {
      map: (inner) => this.#mapping(inner, column + step),
      list: (inner) =>
        this.#sequence(inner, this.#wide ? column + step : column),
    });
  }

  #behindDash(value: unknown, column: number): Tail {
    const g = this.#draws;
    const gap = g.chance(0.1) ? 1 + g.below(4) : 1;
    const inner = column + 1 + gap;
    const nested = {
      map: (map: Mapping) => this.#mapping(map, inner),
      list: (list: readonly unknown[]) => this.#sequence(list, inner),
    };
    const compact = isBlock(value) && !this.#aliasable(value) && g.chance(0.8);
    if (!compact) return this.#node(value, column, nested);
    const lines = isMapping(value) ? nested.map(value) : nested.list(value);
    const [first = "", ...rest] = lines;
    if (first.trimStart().startsWith("? ") || g.chance(0.05)) {
      return [this.#scalars.end(), first, ...rest];
    }
    return [first.slice(column + 1), ...rest];
  }

  #aliasable(value: unknown): boolean {
    return this.#anchors.aliasOf(value) !== undefined;
  }

  #sequence(value: readonly unknown[], column: number): string[] {
    return value.flatMap((inner, index) => [
      ...(index > 0 ? this.#between(column) : []),
      ...this.element(inner, column),
    ]);
  }

  /** A node with its alias, or its anchor and tag. */
  #node(value: unknown, column: number, nested: Nested): Tail {
    const g = this.#draws;
    const alias = this.#anchors.aliasOf(value);
    if (alias !== undefined && g.chance(0.4)) {
      this.#open = "no";
      return [` *${alias}${this.#scalars.end()}`];
    }
    const anchor = g.rare(0.06) ? this.#anchors.open() : undefined;
    const tag = g.rare(0.02) ? this.#tag(value) : "";
    const props = (anchor ? ` &${anchor.name}` : "") + tag;
    const tail = this.#content(value, column, nested, props, tag);
    anchor?.close(value);
    return tail;
  }

  #tag(value: unknown): string {
    if (Array.isArray(value)) return " !!seq";
    if (isMapping(value)) return " !!map";
    // Behind a tag the form would mean itself.
    return typeof value === "string" && !ODD_FORMS.has(value)
      ? this.#draws.pick([" !!str", " !local"])
      : "";
  }

  #content(
    value: unknown,
    column: number,
    nested: Nested,
    props: string,
    tag: string,
  ): Tail {
    const g = this.#draws;
    if (isBlock(value) && g.chance(0.85)) {
      const end = props + this.#scalars.end();
      const lines = isMapping(value) ? nested.map(value) : nested.list(value);
      return [end, ...lines];
    }
    if (typeof value === "object" && value !== null) {
      const [first = "", ...rest] = this.#flow.lines(value, column);
      return this.#inline(props, [first, ...rest], this.#scalars.end());
    }
    if (value === null && tag === "" && g.chance(0.4)) {
      this.#open = "no";
      return [props + this.#scalars.end()];
    }
    const { lines, block, keep } = this.#scalars.block(value, column);
    const tail = this.#inline(props, lines, "");
    this.#open = keep ? "keep" : block ? "block" : "no";
    return tail;
  }

  #inline(props: string, lines: readonly string[], end: string): Tail {
    const g = this.#draws;
    this.#open = "no";
    const blanks = g.chance(0.05) ? g.pick(["  ", "\t", " \t"]) : " ";
    const [first = "", ...rest] = lines;
    const last = rest.pop();
    if (last === undefined) return [props + blanks + first + end];
    return [props + blanks + first, ...rest, last + end];
  }
}

/** How collections below a node are written. */
interface Nested {
  readonly map: (value: Mapping) => string[];
  readonly list: (value: readonly unknown[]) => string[];
}

/** A collection that block style can hold. */
function isBlock(value: unknown): value is Mapping | readonly unknown[] {
  if (Array.isArray(value)) return value.length > 0;
  return isMapping(value) && Object.keys(value).length > 0;
}
