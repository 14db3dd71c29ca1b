/** Our own reader and the `yaml` package say the same of the same text. */
import fc from "fast-check";
import { cutList, itemNode } from "../../lib/krm/list.ts";
import { UNSUPPORTED } from "../../lib/yaml/cursor.ts";
import { readWithLibrary } from "../../lib/yaml/fallback.ts";
import type { Node } from "../../lib/yaml/node.ts";
import { readBlock } from "../../lib/yaml/reader.ts";
import { encode, YamlError } from "../../lib/yaml/text.ts";
import { configOf, indented } from "../helpers/lists.ts";
import { type Draw, messyElement } from "../helpers/messy.ts";
import { random } from "../helpers/random.ts";

const SETTINGS = { seed: 20260115, numRuns: 2500 } as const;

function draw(seed: number): Draw {
  const next = random(seed);
  return (n) => Math.floor(next() * n);
}

/** What a reader makes of a text; undefined for a mistake. */
function outcome(read: () => Node): Node | undefined {
  try {
    return read();
  } catch (error) {
    if (error === UNSUPPORTED || error instanceof YamlError) return undefined;
    throw error;
  }
}

/**
 * Values and where they stand, without what only one of both notes: a value
 * that is not there stands somewhere behind its colon or dash, and a block of
 * blank lines ends at any of them.
 */
function shape(node: Node): { value: unknown; end: number | undefined } {
  const { type, start, value } = node;
  if (type === "scalar") {
    const blank = node.style === "block" && /^\n*$/.test(String(value));
    const absent = start === node.end || blank;
    const end = absent ? undefined : node.end;
    const place = absent ? {} : { start, style: node.style };
    return { value, end, ...place };
  }
  const places =
    type === "map"
      ? node.entries.map(({ key, start, colon }) => [key, start, colon])
      : node.elements.map(({ start }) => [start]);
  const inner = (type === "map" ? node.entries : node.elements).map((member) =>
    shape(member.node),
  );
  const end = node.flow ? node.end : inner.at(-1)?.end;
  const indent = node.flow ? "flow" : node.indent;
  return { value, end, ...{ type, start, indent, places, inner } };
}

test("on documents of many layouts", () => {
  let own = 0;
  let library = 0;
  const property = fc.property(fc.nat(), (seed) => {
    const g = draw(seed);
    const text = encode(messyElement(g, 0) + messyElement(g, 0));
    const ours = outcome(() => readBlock(text, 0, text.length));
    const theirs = outcome(() => readWithLibrary(text, 0, text.length));
    if (theirs) library++;
    if (!ours) return;
    own++;
    expect(theirs && shape(theirs)).toEqual(shape(ours));
  });
  fc.assert(property, SETTINGS);
  // Else the test would show nothing.
  expect(library).toBeGreaterThan(SETTINGS.numRuns * 0.9);
  expect(own).toBeGreaterThan(library * 0.99);
});

test("a list falls into its items, and they make the list", () => {
  let cut = 0;
  const property = fc.property(
    fc.nat(),
    fc.integer({ min: 0, max: 4 }),
    (seed, column) => {
      const g = draw(seed);
      const count = 1 + g(4);
      const items = Array.from({ length: count }, () =>
        messyElement(g, column),
      );
      const head =
        "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n";
      const tail = `functionConfig:\n${indented(configOf("Pass"), 2)}`;
      const text = encode(head + items.join("") + tail);
      const whole = outcome(() => readWithLibrary(text, 0, text.length));
      if (whole?.type !== "map") return;
      cut++;
      const list = cutList(text);
      const pieces = list.items.map(({ start, end }) => text.slice(start, end));
      expect(pieces).toEqual(items.map(encode));
      const last = list.items.at(-1)?.end ?? 0;
      expect(head + pieces.join("") + text.slice(last)).toBe(text);
      const values = list.items.map((item) => itemNode(text, item).value);
      expect(values).toEqual(whole.value.items);
    },
  );
  fc.assert(property, { ...SETTINGS, numRuns: 1000 });
  expect(cut).toBeGreaterThan(900);
});
