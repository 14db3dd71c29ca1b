import {
  SubstitutionError,
  substitute,
  UnclearSubstitution,
} from "../../../lib/flux/substitute.ts";
import type { Draw } from "../../helpers/messy.ts";
import { compareWithGo } from "../generated.ts";
import type { Property } from "../property.ts";

/** A text after postBuild is what Flux's own code makes of it, or refused by both. */
export const property: Property = {
  name: "substitutions",
  needs: ["goYaml"],
  ci: { seed: 20261202, count: 20_000 },
  run: (seed, count) =>
    compareWithGo(seed, count, {
      make: template,
      ask: (go, texts) => go.substitute(texts, VALUES),
      problem: (text, answer) => {
        const ours = attempt(text);
        const theirs =
          answer.error === undefined
            ? Buffer.from(answer.text, "base64").toString()
            : undefined;
        if (ours === UNCLEAR) return undefined;
        return ours === theirs
          ? ""
          : `we make ${JSON.stringify(ours ?? null)}, Flux makes ${JSON.stringify(theirs ?? null)}`;
      },
    }),
};

function attempt(text: string): string | typeof UNCLEAR | undefined {
  try {
    return substitute(text, (name) => VALUES[name]);
  } catch (error) {
    if (error instanceof UnclearSubstitution) return UNCLEAR;
    if (error instanceof SubstitutionError) return undefined;
    throw error;
  }
}

const UNCLEAR = Symbol("unclear");

const VALUES: Readonly<Record<string, string>> = {
  a: "one",
  b: "",
  c: "Two words/and a slash",
  d: "éß😀İ",
  e: "aaa.bbb.ccc",
  _f1: "x: {y}",
};

const NAMES = ["a", "b", "c", "d", "e", "_f1", "none", "é", ""];
const TEXTS = [
  "kind: ",
  "$",
  "$$",
  "{",
  "}",
  "\\",
  "/",
  ":",
  "x",
  "é",
  "\n",
  "#",
];
const PATTERNS = [
  "*",
  "?",
  "a",
  "a*",
  "*.",
  "[a-c]",
  "[^a]",
  "\\a",
  "[",
  "[a",
  "o*e",
  "b*",
  ".*",
  "*b",
  "-",
  "]",
  "[]",
];
const NUMBERS = ["0", "1", "2", "-1", "-9", "99", "+1", "x", " 1"];

function template(draw: Draw): string {
  const count = 1 + draw(5);
  return Array.from({ length: count }, () =>
    draw(3) === 0 ? pick(draw, TEXTS) : expression(draw, 2),
  ).join("");
}

function expression(draw: Draw, depth: number): string {
  const name = pick(draw, NAMES);
  const end = draw(20) === 0 ? "" : "}";
  switch (draw(9)) {
    case 0:
      return `\${${name}${end}`;
    case 1:
      return `\${#${name}${end}`;
    case 2:
      return `\${${name}${pick(draw, [",", ",,", "^", "^^", ",^", ",,,"])}${end}`;
    case 3:
      return `\${${name}:${number(draw, depth)}${end}`;
    case 4:
      return `\${${name}${pick(draw, [":", "::"])}${number(draw, depth)}:${number(draw, depth)}${end}`;
    case 5:
      return `\${${name}${pick(draw, ["#", "##", "%", "%%", "###"])}${argument(draw, depth, PATTERNS)}${end}`;
    case 6:
      return `\${${name}${pick(draw, ["/", "//", "/#", "/%"])}${argument(draw, depth, [...TEXTS, "a", "o", "one"])}/${argument(draw, depth, TEXTS)}${end}`;
    default:
      return `\${${name}${pick(draw, [":-", ":=", ":?", ":+", "=", "-", "+"])}${argument(draw, depth, TEXTS)}${argument(draw, depth, TEXTS)}${end}`;
  }
}

function number(draw: Draw, depth: number): string {
  return argument(draw, depth, NUMBERS);
}

function argument(draw: Draw, depth: number, texts: readonly string[]): string {
  if (draw(8) === 0) return "";
  if (depth > 0 && draw(6) === 0) return expression(draw, depth - 1);
  return pick(draw, texts) + (draw(3) === 0 ? pick(draw, texts) : "");
}

function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[draw(list.length)] as T;
}
