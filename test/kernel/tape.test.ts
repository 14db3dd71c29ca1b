/** What was read stays what it was, whatever is read after it. */
import { UNSUPPORTED } from "../../lib/yaml/cursor.ts";
import type { Node } from "../../lib/yaml/node.ts";
import { read } from "../../lib/yaml/read.ts";
import { readBlock } from "../../lib/yaml/reader.ts";

const small = (n: number): string =>
  `kind: K${n}\nlist:\n- a: ${n}\n  b: [x, {y: "${n}"}]\ntext: |\n  ${n}\n`;
const meaning = (n: number): unknown => ({
  kind: `K${n}`,
  list: [{ a: n, b: ["x", { y: String(n) }] }],
  text: `${n}\n`,
});

/** More numbers than the readings of a run share. */
const large = (keys: number): string =>
  Array.from({ length: keys }, (_, n) => `k${n}: {v: ${n}}\n`).join("");

/** Whether the kernel's own reader leaves a text alone. */
function isLeft(text: string): boolean {
  try {
    readBlock(text, 0, text.length);
    return false;
  } catch (error) {
    if (error === UNSUPPORTED) return true;
    throw error;
  }
}

function whole(text: string): Node {
  return read(text, 0, text.length);
}

test("many readings share arrays", () => {
  const nodes = Array.from({ length: 5000 }, (_, n) => whole(small(n)));
  for (const [n, node] of nodes.entries()) {
    expect(node.value).toEqual(meaning(n));
  }
});

test("a reading that outgrows its array keeps the ones before it", () => {
  const before = Array.from({ length: 40 }, (_, n) => whole(small(n)));
  const node = whole(large(40_000));
  const behind = whole(small(40));
  expect(node.type === "map" && node.entries.length).toBe(40_000);
  expect(node.value).toMatchObject({ k39999: { v: 39_999 } });
  for (const [n, one] of [...before, behind].entries()) {
    expect(one.value).toEqual(meaning(n));
  }
});

test("a reading that fails leaves nothing behind", () => {
  const before = whole(small(1));
  const failing = `a: 1\nb: {c: 2}\nd: &anchor 3\n`;
  expect(isLeft(failing)).toBe(true);
  const after = whole(small(2));
  expect([before.value, after.value]).toEqual([meaning(1), meaning(2)]);
});

test.each([
  ["sorted", "a: 1\nb: 2\nb: 3\n"],
  ["one letter", "ab: 1\naa: 2\nab: 3\n"],
  ["far from each other", `k: 0\n${large(20)}k: 1\n`],
  ["in quotes", 'a: 1\n"a": 2\n'],
  ["in other quotes", "'a': 1\n\"a\": 2\n"],
  ["an escape", 'ab: 1\n"\\x61b": 2\n'],
  ["in flow style", "m: {a: 1, b: 2, a: 3}\n"],
  ["in flow style and quotes", "m: {a: 1, 'a': 2}\n"],
  ["at a blank before the colon", "a: 1\nb: 2\na : 3\n"],
])("a key that stands twice is found: %s", (_, text) => {
  expect(isLeft(text)).toBe(true);
  expect(() => whole(text)).toThrow(/twice|unique/);
});
