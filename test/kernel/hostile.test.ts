/**
 * Input that is made to hurt: it is refused in one line with nothing on
 * stdout, or comes out right, and costs no more than its length allows.
 */
import { testFunctions } from "../helpers/functions.ts";
import { type Ran, runInProcess } from "../helpers/in-process.ts";
import { configOf, lookConfig, resourceList } from "../helpers/lists.ts";

jest.setTimeout(300_000);

const LABEL = "    labels:\n      added: x\n";
const setConfig = configOf(
  "SetField",
  'path: [metadata, labels, added]\nvalue: "x"\n',
);
const config = configOf(
  "SetField",
  'kind: ConfigMap\npath: [metadata, labels, added]\nvalue: "x"\n',
);
const head =
  "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: hostile\n";

const MB = 1_000_000;

function run(items: string, config: string): Ran {
  return runInProcess(resourceList(items, config), { registry: testFunctions });
}

/** `text` again and again, `length` characters in all. */
function filled(text: string, length: number): string {
  return text.repeat(Math.ceil(length / text.length));
}

function numbered(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("");
}

interface Hostile {
  /** Size of the large one; the small one is a quarter of it. */
  readonly size: number;
  /** Lines behind an item's metadata. */
  readonly body: (size: number) => string;
  /** The one line of the refusal; absent where the list comes out. */
  readonly refused?: RegExp;
}

const TOO_DEEP =
  /^stdin is no valid YAML at line \d+, column \d+: collections are nested more than 1000 levels deep$/;
const TOO_MANY = /: aliases expand to too many values$/;
const lines = "    word word\n";

const hostile: Readonly<Record<string, Hostile>> = {
  "a plain scalar on one line": {
    size: 10 * MB,
    body: (size) => `  data: ${filled("word ", size)}x\n`,
  },
  "a plain scalar on many lines": {
    size: 10 * MB,
    body: (size) => `  data: a\n${filled(lines, size)}`,
  },
  "a double-quoted scalar on one line": {
    size: 10 * MB,
    body: (size) => `  data: "${filled("word ", size)}"\n`,
  },
  "a double-quoted scalar on many lines": {
    size: 2 * MB,
    body: (size) => `  data: "a\n${filled(lines, size)}    b"\n`,
  },
  "a double-quoted scalar of escapes": {
    size: 2 * MB,
    body: (size) => `  data: "${filled("\\u00e9", size)}"\n`,
  },
  "a double-quoted scalar of backslashes": {
    size: 2 * MB,
    body: (size) => `  data: "${filled("\\\\", size)}"\n`,
  },
  "a double-quoted scalar of quotes": {
    size: 2 * MB,
    body: (size) => `  data: "${filled('\\"', size)}"\n`,
  },
  "blanks inside a line of a double-quoted scalar": {
    size: 2 * MB,
    body: (size) => `  data: "a${filled(" ", size)}b\n    c"\n`,
  },
  "blanks inside a line of a single-quoted scalar": {
    size: 2 * MB,
    body: (size) => `  data: 'a${filled(" ", size)}b\n    c'\n`,
  },
  "blanks inside a line of a plain scalar": {
    size: 2 * MB,
    body: (size) => `  data: a${filled(" ", size)}b\n    c\n`,
  },
  "a single-quoted scalar": {
    size: 10 * MB,
    body: (size) => `  data: '${filled("''", size)}'\n`,
  },
  "a literal block": {
    size: 10 * MB,
    body: (size) => `  data: |\n${filled(lines, size)}`,
  },
  "a literal block of one line": {
    size: 10 * MB,
    body: (size) => `  data: |\n    ${filled("word ", size)}\n`,
  },
  "a literal block of blank lines": {
    size: 2 * MB,
    body: (size) => `  data: |+\n${filled("\n", size)}`,
  },
  "a folded block": {
    size: 2 * MB,
    body: (size) => `  data: >\n${filled(lines, size)}`,
  },
  comments: { size: 2 * MB, body: (size) => filled("  # comment\n", size) },
  "blank lines": { size: 2 * MB, body: (size) => filled("\n", size) },
  "a line of blanks": {
    size: 10 * MB,
    body: (size) => `  a: b${filled(" \t", size)}\n`,
  },
  "keys of one mapping": {
    size: 100_000,
    body: (size) => `  data:\n${numbered(size, (i) => `    k${i}: v\n`)}`,
  },
  "keys of the object": {
    size: 100_000,
    body: (size) => numbered(size, (i) => `  k${i}: v\n`),
  },
  "keys in flow style on one line": {
    size: 100_000,
    body: (size) => `  data: {${numbered(size, (i) => `k${i}: v, `)}}\n`,
  },
  "keys in flow style on many lines": {
    size: 100_000,
    body: (size) =>
      `  data: {\n${numbered(size, (i) => `    k${i}: v,\n`)}  }\n`,
  },
  "a key twice among many": {
    size: 100_000,
    body: (size) =>
      `  data:\n${numbered(size, (i) => `    k${i}: v\n`)}    k7: w\n`,
    refused: /: Map keys must be unique$/,
  },
  anchors: {
    size: 100_000,
    body: (size) =>
      `  data:\n${numbered(size, (i) => `    k${i}: &a${i} v\n`)}`,
  },
  "aliases of a scalar": {
    size: 100_000,
    body: (size) =>
      `  a: &a v\n  data:\n${numbered(size, (i) => `    k${i}: *a\n`)}`,
  },
  "elements of a list": {
    size: 100_000,
    body: (size) => `  data:\n${filled("  - a\n", size * 6)}`,
  },
  "an alias bomb": {
    size: 40,
    body: (size) =>
      `  a0: &a0 [x]\n${numbered(size, (i) => `  a${i + 1}: &a${i + 1} [${filled(`*a${i}, `, 40)}]\n`)}`,
    refused: TOO_MANY,
  },
  "a bomb of merge keys": {
    size: 40,
    body: (size) =>
      `  a0: &a0 { k: v }\n${numbered(size, (i) => `  a${i + 1}: &a${i + 1}\n    <<: [${filled(`*a${i}, `, 40)}]\n    k${i}: v\n`)}`,
    refused: TOO_MANY,
  },
  "a chain of merge keys": {
    size: 4000,
    body: (size) =>
      `  a0: &a0 { k: v }\n${numbered(size, (i) => `  a${i + 1}: &a${i + 1}\n    <<: *a${i}\n    k${i}: v\n`)}`,
    refused: TOO_MANY,
  },
  "nested block mappings": {
    size: 10_000,
    body: (size) =>
      `  data:\n${numbered(size, (i) => `${" ".repeat(3 + i)}a:\n`)}`,
    refused: TOO_DEEP,
  },
  "nested block sequences": {
    size: 10_000,
    body: (size) => `  data:\n  ${filled("- ", size * 2)}x\n`,
    refused: TOO_DEEP,
  },
  "nested flow sequences": {
    size: 10_000,
    body: (size) => `  data: ${filled("[", size)}${filled("]", size)}\n`,
    refused: TOO_DEEP,
  },
  "nested flow mappings": {
    size: 10_000,
    body: (size) =>
      `  data: ${filled("{a: ", size * 4)}1${filled("}", size)}\n`,
    refused: TOO_DEEP,
  },
  "flow sequences that never end": {
    size: 10_000,
    body: (size) => `  data: ${filled("[", size)}\n`,
    refused: TOO_DEEP,
  },
  "keys of keys": {
    size: 10_000,
    body: (size) => `  data:\n    ${filled("? ", size * 2)}x\n`,
    refused: TOO_DEEP,
  },
  "a quote that never ends": {
    size: MB / 5,
    body: (size) => `  data: "${filled("x: y\n- z\n", size)}\n`,
    refused: /^stdin is no valid YAML at line \d+, column \d+: /,
  },
  "quotes inside a plain scalar": {
    size: MB,
    body: (size) => `  data: x${filled(`'"`, size)}\n`,
  },
};

/** CPU time of this process in ms, and what the work gave. */
function measured<T>(work: () => T): { cost: number; result: T } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { cost: (user + system) / 1000, result };
}

/** Below this cost in ms a ratio says nothing. */
const NOTEWORTHY = 1000;

describe.each(Object.entries(hostile))(
  "%s",
  (_title, { size, body, refused }) => {
    test(refused ? "is refused" : "comes out", () => {
      const small = body(size / 4);
      const large = body(size);
      const first = measured(() => run(head + small, setConfig));
      const second = measured(() => run(head + large, setConfig));
      // Four times as much; a square would be sixteen times.
      const most = Math.max(10 * first.cost, NOTEWORTHY);
      expect(second.cost).toBeLessThan(most);
      const { stdout, messages, code } = second.result;
      if (refused) {
        expect([code, stdout, messages.length]).toEqual([1, undefined, 1]);
        expect(messages[0]).toMatch(refused);
        expect(messages[0]?.length).toBeLessThan(300);
        return;
      }
      expect([code, messages]).toEqual([0, []]);
      const expected = resourceList(head + LABEL + large, setConfig);
      // Not `toEqual`: it would print both.
      expect(stdout?.equals(Buffer.from(expected))).toBe(true);
    });
  },
);

test("1000 levels come out", () => {
  const body = `  data: ${filled("[", 900)}${filled("]", 900)}\n`;
  const block = `  more:\n${numbered(900, (i) => `${" ".repeat(3 + i)}a:\n`)}`;
  const { stdout, messages, code } = run(head + block + body, setConfig);
  expect([code, messages]).toEqual([0, []]);
  const expected = resourceList(head + LABEL + block + body, setConfig);
  expect(stdout?.toString()).toBe(expected);
});

test.each([
  ["without a quote", ""],
  ["with a quote in the first alone", "  x: \"y\"\n  y: 'z'\n"],
])("a million items %s come out", (_title, first) => {
  const items = `${head}${first}${head.repeat(999_998)}- apiVersion: v1\n  kind: Namespace\n`;
  const config = configOf(
    "SetField",
    'kind: Namespace\npath: [zone]\nvalue: "x"\n',
  );
  const { stdout, messages, code } = run(items, config);
  expect([code, messages]).toEqual([0, []]);
  const expected = resourceList(`${items}  zone: x\n`, config);
  expect(stdout?.equals(Buffer.from(expected))).toBe(true);
});

/**
 * Rounds of a loop that an expression of V8 has no stack for, and of which
 * JavaScriptCore says "no match".
 */
const ROUNDS = 6 * MB;
const comments = "#\n".repeat(ROUNDS);
const blanks = "\n".repeat(ROUNDS);
const marks = `${head}    annotations:\n      a: a${":b".repeat(ROUNDS)}\n`;

test.each([
  ["comments above everything", comments, "", head],
  ["blank lines above everything", blanks, "", head],
  ["comments above items", "", comments, head],
  ["comments above the first item", "", "", comments + head],
  ["blank lines above the first item", "", "", blanks + head],
  ["comments behind an item", "", "", head + comments],
  ["marks in a scalar of the head", "", "", marks],
])("millions of %s come out", (_what, above, before, first) => {
  const [edited, plain] = [LABEL, ""].map((label) => {
    const item = first.replace(/(?<=name: hostile\n)/, () => label);
    const items = resourceList(item + head.replace("ConfigMap", "Job"), config);
    return above + items.replace("items:", () => `${before}items:`);
  });
  const { stdout, messages, code } = runInProcess(plain ?? "", {
    registry: testFunctions,
  });
  expect([code, messages]).toEqual([0, []]);
  expect(stdout?.equals(Buffer.from(edited ?? ""))).toBe(true);
});

test.each([
  ["escaped quotes", '\\"', '"'],
  ["doubled quotes", "''", "'"],
])("millions of %s beside an anchor come out", (_what, one, quote) => {
  const body = `  data: &a ${quote}${one.repeat(ROUNDS)}${quote}\n`;
  const { stdout, messages, code } = run(head + body, lookConfig);
  expect([code, messages]).toEqual([0, []]);
  expect(
    stdout?.equals(Buffer.from(resourceList(head + body, lookConfig))),
  ).toBe(true);
});

const sample = Buffer.from(
  resourceList(
    `# é\n${head}  data: {a: "日本"}\n\n# between\n${head}  text: |\n    😀\n`,
    lookConfig,
  ),
);

describe("bytes that are no text", () => {
  const wrong: readonly (readonly [string, readonly number[]])[] = [
    ["a byte that UTF-8 never has", [0xff]],
    ["a continuation alone", [0x80]],
    ["a start alone", [0xe6]],
    ["an overlong form", [0xc0, 0xaf]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["beyond U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
  ];
  test.each(wrong)("%s, at every place", (_title, bytes) => {
    for (let at = 0; at <= sample.length; at++) {
      const input = Buffer.concat([
        sample.subarray(0, at),
        Buffer.from(bytes),
        sample.subarray(at),
      ]);
      const ran = runInProcess(input, { registry: testFunctions });
      expect({ at, ...ran }).toEqual({
        at,
        stdout: undefined,
        messages: ["stdin is no valid UTF-8"],
        code: 1,
      });
    }
  });

  test("NUL, at every place", () => {
    for (let at = 0; at <= sample.length; at++) {
      const input = Buffer.concat([
        sample.subarray(0, at),
        Buffer.of(0),
        sample.subarray(at),
      ]);
      const { stdout, messages, code } = runInProcess(input, {
        registry: testFunctions,
      });
      const complete = stdout === undefined || stdout.equals(input);
      expect([at, code, complete, messages.length]).toEqual([at, 1, true, 1]);
    }
  });

  test.each([
    ["above everything", "# \0\nitems:\n- kind: A\n"],
    ["behind items:", "items: # \0\n- kind: A\n"],
    ["above the first item", "items:\n# \0\n- kind: A\n"],
    ["behind the last item", "items:\n- kind: A\n# \0\n"],
  ])("NUL in a comment %s", (_place, items) => {
    const input = `${items}apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n`;
    const { stdout, messages, code } = runInProcess(Buffer.from(input), {
      registry: testFunctions,
    });
    expect({ stdout, code }).toEqual({ stdout: undefined, code: 1 });
    expect(messages).toEqual([expect.stringContaining("U+0000")]);
  });
});

test("comments before the list cost no more than their length", () => {
  const list = resourceList(head, config);
  const { stdout } = runInProcess(`${filled("#\r\n", 3000)}${list}`, {
    registry: testFunctions,
  });
  expect(stdout?.toString()).toContain("name: hostile");
});

test("blanks in the first lines of an item cost no more than their length", () => {
  const item = `- apiVersion: v1\n  kind: a${filled(" ", MB)}b"\n  metadata:\n    name: hostile\n`;
  expect(run(item, config).stdout?.toString()).toContain("name: hostile");
});
