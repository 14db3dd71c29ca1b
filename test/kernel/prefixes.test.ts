/**
 * A stream that was cut off: every prefix of a list is either refused, or is a
 * whole list by itself whose output holds everything that it holds.
 */
import { isDeepStrictEqual } from "node:util";
import { parseDocument } from "yaml";
import { awkward } from "../helpers/awkward.ts";
import { testFunctions } from "../helpers/functions.ts";
import { runInProcess } from "../helpers/in-process.ts";
import { configOf, idleConfig, indented } from "../helpers/lists.ts";
import { pipe } from "../helpers/program.ts";

const setConfig = configOf(
  "SetField",
  'path: [data]\nvalue: "written"\nkind: Namespace\n',
);

/** About 4 kB, as on the wire: the items before the config. */
const wire = fitted(awkward(setConfig));
/** The same with the config first, so that many prefixes are whole. */
const configFirst = fitted(
  `${wire.slice(0, wire.indexOf("items:"))}functionConfig:
${indented(setConfig, 2)}${wire.slice(wire.indexOf("items:"), wire.indexOf("functionConfig:"))}`,
);

/** Padded by an item in front to 4 kB at least. */
function fitted(text: string): string {
  const missing = Math.max(0, 4096 - Buffer.byteLength(text));
  return text.replace(
    "items:\n",
    `items:\n- kind: Padding\n  data: ${"x".repeat(missing)}\n`,
  );
}

interface Read {
  readonly items?: readonly Readonly<Record<string, unknown>>[];
  readonly functionConfig: {
    readonly spec?: { readonly value?: unknown; readonly kind?: string };
  };
}

/** What another reader says the text holds. */
function readElsewhere(text: string): Read {
  const document = parseDocument(text, { merge: true, logLevel: "silent" });
  expect(document.errors).toEqual([]);
  return document.toJS();
}

/** The items that a prefix's output should hold. */
function expectedItems({ items, functionConfig: { spec } }: Read): unknown[] {
  const { kind, value } = spec ?? {};
  return (items ?? []).map((item) => {
    if (kind !== undefined && item.kind !== kind) return item;
    const { data: _, ...rest } = item;
    return value === undefined ? rest : { ...item, data: value };
  });
}

test.each([
  ["items before the config", wire, 20],
  ["the config before items", configFirst, 500],
])("every prefix, %s", (_title, text, least) => {
  const bytes = Buffer.from(text);
  expect(bytes.length).toBeGreaterThanOrEqual(4096);
  let whole = 0;
  for (let length = 0; length <= bytes.length; length++) {
    const prefix = bytes.subarray(0, length);
    const ran = runInProcess(prefix, { registry: testFunctions });
    if (ran.code === 0) {
      whole++;
      const output = readElsewhere(String(ran.stdout));
      const items = expectedItems(readElsewhere(prefix.toString()));
      if (!isDeepStrictEqual(output.items ?? [], items)) {
        expect({ length, items: output.items }).toEqual({ length, items });
      }
    } else {
      expect(ran.code).toBe(1);
      expect(ran.messages).not.toEqual([]);
      if (ran.stdout) expect(ran.stdout.equals(prefix)).toBe(true);
    }
  }
  expect(whole).toBeGreaterThan(least);
});

test("prefixes through the built program", () => {
  const text = fitted(awkward(idleConfig));
  const bytes = Buffer.from(text);
  const step = Math.floor(bytes.length / 60);
  for (let length = bytes.length; length >= 0; length -= step) {
    const prefix = bytes.subarray(0, length);
    const printed = pipe("label-namespaces", prefix);
    const { stdout, messages, code } = runInProcess(prefix, {
      program: "label-namespaces",
    });
    expect(printed.code).toBe(code);
    expect(printed.stdout.equals(stdout ?? Buffer.alloc(0))).toBe(true);
    const lines = messages.map((message) => `label-namespaces: ${message}\n`);
    expect(printed.stderr).toBe(lines.join(""));
  }
});
