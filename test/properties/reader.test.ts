import fc from "fast-check";
import { parseDocument } from "yaml";
import { counters, read } from "../../lib/yaml/read.ts";
import { decode, encode } from "../../lib/yaml/text.ts";
import { layOut } from "./layout.ts";
import { object, random } from "./values.ts";

const RUNS = { seed: 20260101, numRuns: 4000 };

describe("the reader", () => {
  test("gives the value that was laid out, by itself", () => {
    const before = counters.fallbacks;
    fc.assert(
      fc.property(object, fc.nat(), (value, seed) => {
        const text = encode(layOut(value, random(seed)));
        expect(read(text, 0, text.length).value).toEqual([value]);
      }),
      RUNS,
    );
    expect(counters.fallbacks).toBe(before);
  });

  test("agrees with the yaml package wherever that takes the text", () => {
    fc.assert(
      fc.property(object, fc.nat(), fc.nat(), (value, seed, place) => {
        // Half a pair is no text.
        const bytes = encode(broken(layOut(value, random(seed)), place));
        const text = decode(bytes);
        const document = parseDocument(text, {
          version: "1.2",
          stringKeys: true,
          logLevel: "silent",
        });
        if (document.errors.length > 0 || /[\x7f-\x9f]/.test(text)) return;
        const other = document.toJS();
        const node = attempt(() => read(bytes, 0, bytes.length).value);
        // Types differ where Go's reader differs from YAML 1.2.
        if (node !== undefined) expect(strings(node)).toEqual(strings(other));
      }),
      RUNS,
    );
  });

  test("ranges name the text of what they hold", () => {
    fc.assert(
      fc.property(object, fc.nat(), (value, seed) => {
        const text = encode(layOut(value, random(seed)));
        const list = read(text, 0, text.length);
        const item = list.type === "seq" ? list.elements[0]?.node : undefined;
        if (item?.type !== "map") throw new Error("no mapping");
        for (const { key, start, colon, node } of item.entries) {
          expect(text[colon]).toBe(":");
          const written = decode(text.slice(start, colon)).trim();
          expect([key, JSON.stringify(key)]).toContain(written);
          expect(node.end).toBeGreaterThanOrEqual(node.start);
          expect(node.start).toBeGreaterThan(colon);
        }
      }),
      { ...RUNS, numRuns: 1000 },
    );
  });
});

/** The text with one character changed, for what nearly is YAML. */
function broken(text: string, place: number): string {
  const at = place % (text.length * 3);
  if (at >= text.length) return text;
  const signs = " \n-:#'\"{[,|x";
  return text.slice(0, at) + signs[place % signs.length] + text.slice(at + 1);
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Structure and strings; everything else by its kind only. */
function strings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strings);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, strings(inner)]),
    );
  }
  const text = typeof value === "string" && !/^\d{4}-\d\d?-/.test(value);
  return text ? value : "scalar";
}
