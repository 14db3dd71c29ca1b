import fc from "fast-check";

/** Strings that YAML readers like to take for something else. */
const AWKWARD = [
  "",
  "yes",
  "0644",
  "1_000",
  "0b11",
  "1e3",
  "12:30:45",
  "2021-01-02",
  "null",
  "~",
  "=",
  "<<",
  "a: b",
  "a #b",
  "#",
  "- x",
  "? x",
  "|",
  "*x",
  "&x",
  "!x",
  "%x",
  "{",
  "]",
  '"',
  "'",
  "it's",
  "a\\b",
  "x\ty",
  " lead",
  "trail ",
  "two\nlines",
  "\nlead",
  "trail\n",
  "trail\n\n",
  "a\n b\nc",
  "é",
  "日本",
  "😀",
  "a long line of words ".repeat(8).trim(),
];

const key = fc.oneof(
  fc.constantFrom("a", "app", "app.kubernetes.io/name", "cost-center", "z"),
  // Readers refuse the key <<, which Kustomize loses.
  fc.constantFrom(...AWKWARD.filter((text) => !/\n|^<<$/.test(text))),
  fc.string({ maxLength: 6 }).filter((text) => text !== "__proto__"),
);

const scalar = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(key, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** Mappings of everything that plain data can hold, four deep. */
export const object: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(
  key,
  tree,
  { minKeys: 1, maxKeys: 5, noNullPrototype: true },
);

/** Numbers from 0 to 1 that a seed decides. Source: the mulberry32 generator. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
