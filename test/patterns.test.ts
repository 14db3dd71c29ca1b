/**
 * Patterns that a config or a kustomization brings: what they mean, and that
 * none makes a run endless. What took minutes with an engine that tries again
 * is asked over texts with which it would not end at all.
 */
import { readdirSync, readFileSync } from "node:fs";
import {
  expression,
  glob,
  patternProblem,
  withoutEnd,
} from "../lib/pattern.ts";
import { at } from "./helpers/repository.ts";

const LONG = "a".repeat(1_000_000);

test.each([
  ["(a+)+b", false],
  ["(a|aa)+", true],
  ["(a*)*(a*)*b", false],
  ["[a-z]*a*a*a*b", false],
  ["(?:a{1,9})*", true],
  ["a*", true],
])("%s over a million letters ends", (pattern, matches) => {
  expect(expression(pattern)(LONG)).toBe(matches);
});

test.each([
  [`${"*a".repeat(1000)}*b`, false],
  [`${"*a".repeat(1000)}*`, true],
  [`${"*a?".repeat(1000)}*b`, false],
  [`*${"?".repeat(100)}b`, false],
  ["a".repeat(1_000_000), true],
])("a glob over a million letters ends", (pattern, matches) => {
  expect(glob(pattern)(LONG)).toBe(matches);
});

test.each([
  ["a", "a\n", false],
  ["a|b", "ab", false],
  ["", "", true],
  [".*", "a\nb", false],
  ["(?s).*", "a\nb", true],
  ["(?i)flux", "FLUX", true],
  [String.raw`\d{4}`, "2026", true],
  [String.raw`\pL+`, "é", true],
  [String.raw`a\z`, "a", true],
  // Kustomize puts its anchors around it as it is.
  ["a)|(?:b", "ax", true],
])("%j matches %j as in Go: %j", (pattern, text, matches) => {
  expect(expression(pattern)(text)).toBe(matches);
});

test.each([
  "[",
  "(?=a)b",
  String.raw`(a)\1`,
  "a{1001}",
  "((a{0,99}){0,99}){0,99}",
  "(".repeat(100_000),
  "[z-a]",
])("%.20s is refused by its name", (pattern) => {
  const problem = patternProblem("pattern", pattern);
  expect(problem).toContain(`pattern ${pattern} is no regular expression`);
});

test("no expression of ours looks for an end from every place", () => {
  const LITERAL =
    /(?<=[\s(,=:[!&|?])\/(?![*/])((?:\\.|\[(?:\\.|[^\]\n\\])*\]|[^/\n\\[])+)\/[dgimsuvy]*/g;
  const all = ["lib", "functions", "cli"].flatMap((folder) =>
    readdirSync(at(folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => {
        const text = readFileSync(at(folder, name), "utf8");
        const found = [...text.matchAll(LITERAL)];
        return found.map((match) => `${folder}/${name}: ${match[1]}`);
      }),
  );
  expect(all.length).toBeGreaterThan(150);
  // Its work is the square of a long run: `withoutEnd` does it in one pass.
  expect(
    all.filter((line) => /: (?:\[[^\]]*\]|\\?.)[+*]\$$/.test(line)),
  ).toEqual([]);
});

test.each([
  ["a line\n\n", "\n", "a line"],
  ["\n\n", "\n", ""],
  ["", "/", ""],
  ["a \t b \t ", " \t", "a \t b"],
  ["//a//b//", "/", "//a//b"],
])("of %j the end %j goes", (text, signs, rest) => {
  expect(withoutEnd(text, signs)).toBe(rest);
});
