import { expression, glob } from "../../../lib/pattern.ts";
import type { Draw } from "../../helpers/messy.ts";
import { checkAll } from "../generated.ts";
import type { Property } from "../property.ts";

/**
 * A glob matches what a matcher that tries everything matches, and an expression
 * what the engine of JavaScript matches, of the part that both read alike.
 */
export const property: Property = {
  name: "patterns",
  needs: [],
  ci: { seed: 20261201, count: 20_000 },
  run: async (seed, count) => checkAll(seed, count, { make, problem }),
};

interface Asked {
  readonly glob: string;
  readonly pattern: string;
  readonly text: string;
}

const WILD = ["*", "?", "**", "a", "b", "ab", "é", "\n", ".", "[", "\\", "^"];
const ATOMS = ["a", "b", "-", "[ab]", "[a-b-]", "(a|b)", "(?:ab)", "."];
const TIMES = ["", "", "*", "+", "?", "{2}", "{1,3}"];
const TEXT = ["a", "b", "ab", "-", "aa", "é", "\n", ".", "[", "\\", "^"];

function make(draw: Draw): Asked {
  const some = (most: number, of: readonly string[]) =>
    Array.from({ length: draw(most) }, () => of[draw(of.length)] ?? "");
  return {
    glob: some(6, WILD).join(""),
    pattern: some(5, ATOMS)
      .map((atom) => atom + (TIMES[draw(TIMES.length)] ?? ""))
      .join(draw(4) === 0 ? "|" : ""),
    text: some(8, TEXT).join(""),
  };
}

function problem(asked: Asked): string | undefined {
  const { text, pattern } = asked;
  const matched = glob(asked.glob)(text);
  if (matched !== naive(asked.glob, text)) return `the glob says ${matched}`;
  const same = expression(pattern)(text);
  if (same !== new RegExp(`^(?:${pattern})$`).test(text)) {
    return `the expression says ${same}`;
  }
  return "";
}

function naive(pattern: string, text: string): boolean {
  const [sign] = pattern;
  if (sign === undefined) return text === "";
  const rest = pattern.slice(1);
  if (sign === "*") {
    return naive(rest, text) || (text !== "" && naive(pattern, text.slice(1)));
  }
  return (
    text !== "" &&
    (sign === "?" || sign === text[0]) &&
    naive(rest, text.slice(1))
  );
}
