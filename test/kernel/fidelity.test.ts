/** Bytes that no edit touches are the bytes that came in. */
import { parse } from "yaml";
import { awkward, ENCODINGS, LABEL } from "../helpers/awkward.ts";
import { testFunctions } from "../helpers/functions.ts";
import { runInProcess } from "../helpers/in-process.ts";
import { configOf, idleConfig, resourceList } from "../helpers/lists.ts";
import { pipe } from "../helpers/program.ts";

/** Enforces one label of the Namespace `edited`, and nothing else. */
function labelled(key: string): string {
  return configOf(
    "LabelNamespaces",
    `rules:
- select:
  - names: [edited]
  labels:
    ${key}: silver
undeclared: ignore
`,
  );
}

/** Standard output of label-namespaces, which must succeed. */
function label(input: string): string {
  const { stdout, stderr, code } = pipe("label-namespaces", input);
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  return stdout.toString();
}

describe.each(ENCODINGS)("with %s", (_title, encode) => {
  test.each([
    ["nobody looks at", "Pass"],
    ["somebody reads whole", "Look"],
  ])("a list that %s stays as it is", (_how, kind) => {
    const input = encode(awkward(configOf(kind)));
    const { stdout, messages, code } = runInProcess(input, {
      registry: testFunctions,
    });
    expect({ messages, code }).toEqual({ messages: [], code: 0 });
    expect(stdout?.toString()).toBe(input);
  });

  test("a run without edits prints its input", () => {
    const input = encode(awkward(idleConfig, 1 << 20));
    expect(Buffer.byteLength(input)).toBeGreaterThan(1 << 20);
    expect(label(input)).toBe(input);
  });

  test("a changed label changes its line only", () => {
    const input = awkward(labelled("tier"), 1 << 20);
    const line = LABEL.replace("gold", "silver");
    expect(input).toContain(LABEL);
    expect(label(encode(input))).toBe(encode(input.replace(LABEL, line)));
  });

  test("an added label adds its line only", () => {
    const input = awkward(labelled("zone"), 1 << 20);
    const line = "          zone: silver\n";
    expect(label(encode(input))).toBe(
      encode(input.replace(LABEL, LABEL + line)),
    );
  });
});

/** Metadata of a Namespace before and after one more label. */
const styles: readonly (readonly [string, string, string])[] = [
  [
    "a one-line map",
    "  metadata: {name: edited, labels: {a: b}} # why\n",
    "  metadata: {name: edited, labels: {a: b, tier: silver}} # why\n",
  ],
  [
    "a one-line map without labels",
    "  metadata: {name: edited}\n",
    "  metadata: {name: edited, labels: {tier: silver}}\n",
  ],
  [
    "one-line labels with odd spaces",
    "  metadata:\n    name: edited\n    labels: { a : b , }\n",
    "  metadata:\n    name: edited\n    labels: { a : b, tier: silver , }\n",
  ],
  [
    "JSON",
    '  metadata: {"name":"edited","labels":{"a":"b"}}\n',
    '  metadata: {"name":"edited","labels":{"a":"b", tier: silver}}\n',
  ],
  [
    "empty labels",
    "  metadata:\n    name: edited\n    labels: {}\n",
    "  metadata:\n    name: edited\n    labels:\n      tier: silver\n",
  ],
  [
    "null labels",
    "  metadata:\n    name: edited\n    labels: # none yet\n",
    "  metadata:\n    name: edited\n    labels: # none yet\n      tier: silver\n",
  ],
  [
    "no labels, keys sorted",
    "  metadata:\n    annotations:\n      a: b\n    name: edited\n",
    "  metadata:\n    annotations:\n      a: b\n    labels:\n      tier: silver\n    name: edited\n",
  ],
  [
    "no labels, keys in the customary order",
    "  metadata:\n    name: edited\n    annotations:\n      a: b\n",
    "  metadata:\n    name: edited\n    labels:\n      tier: silver\n    annotations:\n      a: b\n",
  ],
  [
    "sorted labels",
    "  metadata:\n    labels:\n      a: b\n      # The zone.\n      zone: c\n    name: edited\n",
    "  metadata:\n    labels:\n      a: b\n      tier: silver\n      # The zone.\n      zone: c\n    name: edited\n",
  ],
  [
    "wide indentation",
    "  metadata:\n      name: edited\n      labels:\n          a: b\n",
    "  metadata:\n      name: edited\n      labels:\n          a: b\n          tier: silver\n",
  ],
  [
    "a single-quoted value",
    "  metadata:\n    name: edited\n    labels:\n      tier: 'gold' # x\n",
    "  metadata:\n    name: edited\n    labels:\n      tier: 'silver' # x\n",
  ],
  [
    "a double-quoted value",
    '  metadata:\n    name: edited\n    labels:\n      tier:   "gold"\n',
    '  metadata:\n    name: edited\n    labels:\n      tier:   "silver"\n',
  ],
  [
    "a number as value",
    "  metadata:\n    name: edited\n    labels:\n      tier: 1_000 # x\n",
    "  metadata:\n    name: edited\n    labels:\n      tier: silver # x\n",
  ],
];

test.each(styles)("%s is edited in its own style", (_title, before, after) => {
  const list = (metadata: string): string =>
    resourceList(
      `- apiVersion: v1\n  kind: Namespace\n${metadata}- apiVersion: v1\n  kind: Other\n`,
      labelled("tier"),
    );
  expect(label(list(before))).toBe(list(after));
});

/** What YAML 1.1 or 1.2 would not read as the string it is. */
const strings =
  "yes on y 0644 0x1f 0b11 1_000 1e3 12:30:45 2021-01-02 = << ~ null No TRUE .5 1.0 0o7 -1 +1 .inf .nan 1__0 190:20:30.15 _1 0 00 - ? : a: #a |".split(
    " ",
  );

test.each([...strings, "", " lead", "trail ", "a: b", "a #b", "a\nb", "é😀"])(
  "a new string is quoted where it has to be: %j",
  (value) => {
    const spec = `path: [data, new]\nvalue: ${JSON.stringify(value)}\n`;
    const input = resourceList(
      "- apiVersion: v1\n  kind: ConfigMap\n",
      configOf("SetField", spec),
    );
    const { stdout } = runInProcess(input, { registry: testFunctions });
    const output = stdout?.toString() ?? "";
    for (const version of ["1.1", "1.2"] as const) {
      const read = parse(output, { version });
      expect(read.items[0].data.new).toBe(value);
    }
  },
);
