/** `printCanonical`: named cases, and Kustomize itself over many objects. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { printCanonical, Unprintable } from "../../lib/yaml/canonical.ts";
import { describeWith } from "../engines.ts";
import { printExact } from "../helpers/exact-json.ts";
import { build, output } from "../helpers/kustomize.ts";
import { random } from "../helpers/random.ts";
import { temporaryFolder } from "../helpers/repository.ts";
import { printableObject } from "./objects.ts";

const WORDS = "w ".repeat(60).trim();

test.each<[string, unknown, string]>([
  ["a word", "a b", "k: a b\n"],
  ["a word of YAML 1.1", "yes", 'k: "yes"\n'],
  ["a number in quotes", "0644", 'k: "0644"\n'],
  [
    "a time in its canonical form",
    "2021-01-02T00:00:00Z",
    'k: "2021-01-02T00:00:00Z"\n',
  ],
  ["sexagesimal", "12:30:45", 'k: "12:30:45"\n'],
  ["signs", "- a", "k: '- a'\n"],
  ["an empty string", "", 'k: ""\n'],
  ["a tab", "a\tb", 'k: "a\\tb"\n'],
  ["an astral character", "😀", 'k: "\\U0001F600"\n'],
  ["a byte order mark first", "\ufeffa", 'k: "\\uFEFF\\x61"\n'],
  ["lines", "a\nb\n", "k: |\n  a\n  b\n"],
  ["lines that end in none", "a\nb", "k: |-\n  a\n  b\n"],
  ["lines with a blank in front", " a\nb\n\n", "k: |2+\n   a\n  b\n\n"],
  ["a line end alone", "\n", "k: |2+\n\n"],
  ["a blank before a line end", "a \nb", 'k: "a \\nb"\n'],
  ["a long line", WORDS, `k: ${WORDS.slice(0, 79)}\n  ${WORDS.slice(80)}\n`],
  ["lists in lists", [["a", []], { b: {} }], "k:\n- - a\n  - []\n- b: {}\n"],
  ["the largest integer", 2n ** 64n - 1n, "k: 18446744073709551615\n"],
  ["a large float", 1.9e19, "k: 1.9e+19\n"],
  ["a small float", 0.00001, "k: 1e-05\n"],
  ["minus zero", -0, "k: 0\n"],
  ["nothing", null, "k: null\n"],
])("prints %s", (_, value, text) => {
  expect(printCanonical({ k: value })).toBe(text);
});

test("sorts keys by code point, letters last, digits by value", () => {
  const keys = ["z", "a10", "a2", "a", "_c", "B", "app.x", "app-x", "app"];
  const object = Object.fromEntries(keys.map((key) => [key, 1]));
  const printed = printCanonical(object).replaceAll(": 1\n", " ");
  expect(printed.trim()).toBe("_c B a a2 a10 app app-x app.x z");
});

test("puts a long key behind a question mark", () => {
  const key = "k".repeat(129);
  expect(printCanonical({ [key]: ["a"] })).toBe(`? ${key}\n: - a\n`);
});

test.each<[string, Record<string, unknown>, string]>([
  ["U+0085", { a: ["x", "\x85"] }, "U+0085"],
  ["U+2028", { a: "\u2028" }, "U+2028"],
  ["DEL", { a: "\x7f" }, "U+007F"],
  ["half a pair", { a: "\ud800" }, "U+D800"],
  ["the key <<", { "<<": 1 }, "<<"],
  ["a key of two lines", { "a\nb": 1 }, "several lines"],
  ["infinity", { a: Number.POSITIVE_INFINITY }, "not finite"],
  ["what may be an integer or a float", { a: 2 ** 63 }, "integer or a float"],
  ["an integer of 65 bits", { a: 2n ** 64n }, "64 bits"],
  ["a function", { a: () => 1 }, "no plain data"],
  ["undefined", { a: undefined }, "no plain data"],
  [
    "keys whose order runs in a circle",
    { "1a": 1, "01a": 1, "001a": 1, "1": 1, "10": 1, "2": 1, "0": 1 },
    "varying order",
  ],
])("refuses %s", (_, object, reason) => {
  expect(() => printCanonical(object)).toThrow(Unprintable);
  expect(() => printCanonical(object)).toThrow(reason);
});

test("says where it refuses", () => {
  const print = () => printCanonical({ a: [1, { b: "\x7f" }] });
  expect(print).toThrow(expect.objectContaining({ path: ["a", 1, "b"] }));
});

describeWith("kustomize", "Kustomize", ({ kustomize }) => {
  const folder = temporaryFolder();

  /** Objects of all that can be printed, as Kustomize takes them. */
  function objects(): Record<string, unknown>[] {
    return Array.from({ length: 400 }, (_, index) => {
      const next = random(20260305 + index);
      return {
        apiVersion: "example.com/v1",
        kind: "Anything",
        metadata: { name: `n${index}` },
        spec: printableObject((n) => Math.floor(next() * n)),
      };
    }).filter(canBePrinted);
  }

  test("prints each of many objects so", () => {
    const all = objects();
    expect(all.length).toBeGreaterThan(300);
    const files = join(folder, "objects");
    mkdirSync(files);
    const names = all.map((_, index) => `o${index}.json`);
    for (const [index, name] of names.entries()) {
      writeFileSync(join(files, name), printExact(all[index]));
    }
    const kustomization = { resources: names, sortOptions: { order: "fifo" } };
    writeFileSync(
      join(files, "kustomization.yaml"),
      JSON.stringify(kustomization),
    );
    const printed = output(build(kustomize, files)).toString("utf8");
    expect(printed).toBe(all.map(printCanonical).join("---\n"));
  });
});

function canBePrinted(object: Record<string, unknown>): boolean {
  // Null in a list is no resource to Kustomize.
  if (/[[,]null/.test(printExact(object))) return false;
  try {
    return printCanonical(object) !== "";
  } catch {
    return false;
  }
}
