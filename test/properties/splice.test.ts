import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { MapNode } from "../../lib/yaml/node.ts";
import { isProven } from "../../lib/yaml/proof.ts";
import { counters, read } from "../../lib/yaml/read.ts";
import { applied, type Patch, splice } from "../../lib/yaml/splice.ts";
import { encode, YamlError } from "../../lib/yaml/text.ts";
import { layOut } from "./layout.ts";
import { object, random } from "./values.ts";

const RUNS = { seed: 20260102, numRuns: 4000 };

describe("a splice", () => {
  test("of nothing is nothing", () => {
    fc.assert(
      fc.property(object, fc.nat(), (value, seed) => {
        const text = encode(layOut(value, random(seed)));
        const node = itemOf(text);
        expect(splice(text, node, node.value, 1, 0)).toEqual([]);
      }),
      RUNS,
    );
  });

  test("is proven from a part only where the whole reads so", () => {
    let [proven, refused] = [0, 0];
    fc.assert(
      fc.property(object, object, fc.nat(), (value, other, seed) => {
        const next = random(seed);
        const text = encode(layOut(value, next));
        const after = edited(value, other, next);
        const node = itemOf(text);
        const right = splice(text, node, after, 1, 0);
        for (const patches of [right, spoilt(right, next)]) {
          const told = attempt(() =>
            isProven(text, node, after, patches, text.length),
          );
          if (told) proven++;
          else refused++;
          const written = applied(text, patches, 0, text.length);
          const whole = attempt(() => read(written, 0, written.length).value);
          const same = isDeepStrictEqual(whole, [after]);
          if (told) expect([written, same]).toEqual([written, true]);
          if (told === false) expect([written, same]).toEqual([written, false]);
        }
      }),
      RUNS,
    );
    expect(Math.min(proven, refused)).toBeGreaterThan(1000);
  });

  test("reads as the edited object, and every other line stays", () => {
    const before = { ...counters };
    fc.assert(
      fc.property(object, object, fc.nat(), (value, other, seed) => {
        const next = random(seed);
        const text = encode(layOut(value, next));
        const after = edited(value, other, next);
        const node = itemOf(text);
        const patches = splice(text, node, after, 1, 0);
        const written = applied(text, patches, 0, text.length);
        expect(read(written, 0, written.length).value).toEqual([after]);
        for (const line of untouched(text, node, after)) {
          expect(written).toContain(line);
        }
      }),
      RUNS,
    );
    expect(counters.fallbacks).toBe(before.fallbacks);
  });
});

/** The text with one character changed, for what nearly is right. */
function spoilt(patches: readonly Patch[], next: () => number): Patch[] {
  const which = Math.floor(next() * patches.length);
  const signs = ["\n", " ", "- ", ": ", "#", "'", '"', "|\n", "x: y\n", ""];
  return patches.map((patch, index) => {
    if (index !== which) return patch;
    const at = Math.floor(next() * (patch.text.length + 1));
    const sign = signs[Math.floor(next() * signs.length)] ?? "";
    const text = patch.text.slice(0, at) + sign + patch.text.slice(at + 1);
    return { ...patch, text };
  });
}

function itemOf(text: string): MapNode {
  const list = read(text, 0, text.length);
  const node = list.type === "seq" ? list.elements[0]?.node : undefined;
  if (node?.type !== "map") throw new Error("no mapping");
  return node;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

/** Some fields taken from `other`, some gone, one nested one changed. */
function edited(
  value: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
  next: () => number,
): Record<string, unknown> {
  const after: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (next() < 0.1) continue;
    after[key] = next() < 0.3 ? nested(inner, other, next) : inner;
  }
  for (const [key, inner] of Object.entries(other)) {
    if (next() < 0.4) after[key] = inner;
  }
  return Object.keys(after).length > 0 ? after : { ...other };
}

function nested(value: unknown, other: object, next: () => number): unknown {
  if (Array.isArray(value)) {
    const kept = value.filter(() => next() > 0.2);
    return next() < 0.5 ? [...kept, other] : kept;
  }
  if (typeof value === "object" && value !== null) {
    return edited(value as Record<string, unknown>, { added: other }, next);
  }
  return next() < 0.5 ? "changed" : value;
}

/** Whole lines of entries that the edit leaves as they are. */
function untouched(
  text: string,
  node: MapNode,
  after: Readonly<Record<string, unknown>>,
): string[] {
  return node.entries
    .filter(
      ({ key, node: inner }) =>
        Object.hasOwn(after, key) && isDeepStrictEqual(after[key], inner.value),
    )
    .map(({ start, node: inner }) => text.slice(start, inner.end));
}
