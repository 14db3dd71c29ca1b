/** What a function process refuses, each with its one line and no output. */

import { testFunctions } from "../helpers/functions.ts";
import { runInProcess } from "../helpers/in-process.ts";
import { configOf, item, lookConfig, resourceList } from "../helpers/lists.ts";

const EXPECTED =
  "expected a ResourceList (config.kubernetes.io/v1 or config.kubernetes.io/v1beta1), as Kustomize and kpt send it";
const passConfig = configOf("Pass");
const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n";
/** A mistake that only a reader of the whole item can see. */
const broken =
  "- apiVersion: v1\n  kind: Broken\n  metadata:\n    name: a\n  data: {a: 1\n";
const sound = item("ConfigMap", "sound");

interface Ran {
  readonly stdout: string | undefined;
  readonly messages: readonly string[];
  readonly code: number;
}

function run(input: string | Buffer): Ran {
  const ran = runInProcess(input, { registry: testFunctions });
  return { ...ran, stdout: ran.stdout?.toString() };
}

function refusal(message: string): Ran {
  return { stdout: undefined, messages: [message], code: 1 };
}

test.each([
  ["nothing", "", `stdin is empty, ${EXPECTED}`],
  ["blanks", " \n\n", `stdin is empty, ${EXPECTED}`],
  [
    "an object",
    "apiVersion: v1\nkind: ConfigMap\n",
    `stdin holds kind ConfigMap, ${EXPECTED}`,
  ],
  [
    "an object with items",
    "apiVersion: v1\nkind: List\nitems:\n- kind: A\n",
    `stdin holds kind List, ${EXPECTED}`,
  ],
  [
    "another version",
    "apiVersion: config.kubernetes.io/v2\nkind: ResourceList\nitems: []\n",
    `stdin holds apiVersion config.kubernetes.io/v2, ${EXPECTED}`,
  ],
  ["no kind", "items: []\n", `stdin holds no kind, ${EXPECTED}`],
  ["a scalar", "hello\n", `stdin holds no mapping, ${EXPECTED}`],
  ["a list", "- a\n", `stdin holds no mapping, ${EXPECTED}`],
  [
    "a comment alone",
    "# nothing here\n",
    `stdin holds no mapping, ${EXPECTED}`,
  ],
  [
    "items that are a mapping",
    `${head}items: {a: 1}\n`,
    "items of the ResourceList is not a list",
  ],
  [
    "items that are a string",
    `${head}items: none\n`,
    "items of the ResourceList is not a list",
  ],
  [
    "a key that stands twice",
    `${head}kind: ResourceList\nitems: []\n`,
    "stdin is no valid YAML at line 3, column 1: Map keys must be unique",
  ],
  [
    "a key before and behind the items",
    `${head}items:\n- kind: A\nkind: ResourceList\n`,
    "stdin is no valid YAML at line 5, column 1: the key kind stands twice",
  ],
])("refuses %s", (_title, input, message) => {
  expect(run(input)).toEqual(refusal(message));
});

test.each([
  ["a second list", `${resourceList(sound)}---\n${resourceList(sound)}`],
  ["a second object", `${resourceList(sound)}---\nkind: ConfigMap\n`],
  ["an end marker and more", `${resourceList(sound)}...\nkind: ConfigMap\n`],
  ["an object before the list", `kind: A\n---\n${resourceList(sound)}`],
  ["a document among the items", `${head}items:\n${sound}---\n${sound}`],
])("refuses several documents: %s", (_title, input) => {
  const { stdout, messages, code } = run(input);
  expect(stdout).toBeUndefined();
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatch(/several documents where one is expected/);
  expect(code).toBe(1);
});

test.each([
  ["a scalar", "- hello\n", 4, 3],
  ["a list", "- - a\n", 4, 3],
  ["nothing", "-\n", 4, 2],
  ["a quoted key-like string", '- "kind: A"\n', 4, 3],
])("refuses an item that is %s", (_title, text, line, column) => {
  const expected = refusal(
    `stdin is no valid YAML at line ${line}, column ${column}: an item of the list is not a mapping`,
  );
  expect(run(resourceList(text + sound))).toEqual(expected);
});

test.each([
  ["in an item", "- kind: A\n  name: \xff\n"],
  ["cut in the middle", "- kind: A\n  name: \xc3\n"],
  ["written too long", "- kind: A\n  name: \xc0\xaf\n"],
  ["a surrogate", "- kind: A\n  name: \xed\xa0\x80\n"],
])("refuses invalid UTF-8: %s", (_title, text) => {
  const input = Buffer.from(resourceList(text, passConfig), "latin1");
  expect(run(input)).toEqual(refusal("stdin is no valid UTF-8"));
});

describe("a list that cannot be cut with certainty", () => {
  // Go's reader takes each of these as one item with one long string.
  test.each([
    ["double-quoted", '- data: "one\n- two: x\n  three"\n'],
    ["single-quoted", "- data: 'one\n- two: x\n  three'\n"],
    ["in a sequence", '- data:\n  - "one\n- kind: Namespace"\n'],
    ["a quoted key", '- "one\n- two": x\n'],
    ["in flow", '- data: {a: "one\n- kind: Namespace"}\n'],
    ["twice on a line", '- data: "a"\n  more: "\n- kind: "\n'],
    [
      "behind one like a key",
      '- data: {a: "b: ", "\n- kind: Namespace\n  "}\n',
    ],
    ["behind a whole", '- data: {a: "b", "\n- kind: Namespace\n  "}\n'],
    [
      "with the other quote",
      `- data: {a: "b", 'it\n- kind: Namespace\n  "'}\n`,
    ],
  ])("is refused where a %s scalar goes on in column 0", (_title, text) => {
    const { stdout, messages, code } = run(
      resourceList(text + sound, passConfig),
    );
    expect(stdout).toBeUndefined();
    expect(messages[0]).toMatch(/^stdin is no valid YAML at line \d+, column/);
    expect(code).toBe(1);
  });

  test("is refused behind a string that ends like a key", () => {
    const job = "- apiVersion: v1\n  kind: Job\n  metadata:\n    name: b\n";
    const text = `${sound}  more: [{a: "b: "}, "\n${job}  c: ", e: "z"]\n${job}`;
    const { stdout, code } = run(resourceList(text, passConfig));
    expect([stdout, code]).toEqual([undefined, 1]);
  });

  test("says where", () => {
    const text = '- data: "one\n- two: x\n  three"\n';
    expect(run(resourceList(text, passConfig))).toEqual(
      refusal(
        'stdin is no valid YAML at line 5, column 1: Missing closing "quote',
      ),
    );
  });
});

describe("a YAML mistake", () => {
  const wrong = (line: number, column: number, message: string): Ran =>
    refusal(
      `stdin is no valid YAML at line ${line}, column ${column}: ${message}`,
    );
  const unclosed =
    "Flow map in block collection must be sufficiently indented and end with a }";

  test("in an item that somebody looks into is refused", () => {
    expect(run(resourceList(broken + sound))).toEqual(wrong(9, 1, unclosed));
  });

  test("in an item that nobody looks into passes", () => {
    const input = resourceList(broken + sound, passConfig);
    expect(run(input)).toEqual({
      stdout: input,
      messages: [],
      code: 0,
    });
  });

  test("in an item that nobody looks into passes beside an edit", () => {
    const config = configOf(
      "SetField",
      'kind: ConfigMap\npath: [data]\nvalue: "x"\n',
    );
    const { stdout, code } = run(resourceList(broken + sound, config));
    // Its keys are sorted, and so is the new one.
    const edited = sound.replace("  kind", "  data: x\n  kind");
    expect(code).toBe(0);
    expect(stdout).toBe(resourceList(broken + edited, config));
  });

  test("in the last item is always refused", () => {
    expect(run(resourceList(sound + broken, passConfig))).toEqual(
      wrong(13, 1, unclosed),
    );
  });

  test("in the functionConfig is refused", () => {
    const config = `${passConfig}more: {a: 1\n`;
    expect(run(resourceList(sound, config)).messages).toEqual([
      expect.stringMatching(
        /^stdin is no valid YAML at line \d+, column \d+: /,
      ),
    ]);
  });

  test("behind the functionConfig is refused", () => {
    const input = resourceList(sound, passConfig, 'results: "open\n');
    const { stdout, messages, code } = run(input);
    expect({ stdout, code }).toEqual({ stdout: undefined, code: 1 });
    expect(messages).toEqual([
      'stdin is no valid YAML at line 15, column 1: Missing closing "quote',
    ]);
  });

  test("before the items is refused", () => {
    const input = `x: {a: 1\n${resourceList(sound, passConfig)}`;
    expect(run(input).stdout).toBeUndefined();
  });

  test("counts columns in characters, not bytes", () => {
    const text = "- kind: 日本語\n  data: {é: *nowhere}\n";
    expect(run(resourceList(text + sound)).messages).toEqual([
      "stdin is no valid YAML at line 5, column 13: the anchor nowhere is unknown",
    ]);
  });

  test.each([
    ["a tab as indentation", "- kind: A\n\tname: b\n"],
    ["a key without a value in a block", "- kind: A\n  name\n  more: b\n"],
    ["an unknown alias", "- kind: A\n  name: *nowhere\n"],
    ["a key twice", "- kind: A\n  kind: B\n"],
    ["an unknown escape", '- kind: "\\q"\n'],
    ["a mapping as key", "- {a: b}: c\n"],
    ["a merge of a scalar", "- <<: a\n  kind: B\n"],
    ["too many aliases", bomb()],
    ["a carriage return alone", "- kind: A\r  name: b\n"],
    ["NEL", "- kind: A\u0085\n"],
    ["a line separator", "- kind: A\u2028b\n"],
    ["a NUL", "- kind: A\0\n"],
    ["a DEL", "- kind: A\x7f\n"],
  ])("is %s", (_title, text) => {
    const { stdout, messages } = run(resourceList(text + sound, lookConfig));
    expect(stdout).toBeUndefined();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(
      /^stdin is no valid YAML at line \d+, column \d+: [^\n]+$/,
    );
  });
});

/** A few lines whose aliases stand for millions of values. */
function bomb(): string {
  const lines = Array.from({ length: 9 }, (_, level) => {
    const below = level === 0 ? "x" : `*a${level - 1}`;
    return `  a${level}: &a${level} [${Array(9).fill(below).join(", ")}]\n`;
  });
  return `- kind: Bomb\n${lines.join("")}`;
}
