/**
 * Streams cut off inside every kind of value: a prefix is refused, or is a
 * list by itself that another reader reads in the same way.
 */
import { parseDocument } from "yaml";
import { cutList, itemNode } from "../../lib/krm/list.ts";
import { encode } from "../../lib/yaml/text.ts";
import { testFunctions } from "../helpers/functions.ts";
import { runInProcess } from "../helpers/in-process.ts";
import { indented, lookConfig } from "../helpers/lists.ts";

const head = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
functionConfig:
${indented(lookConfig, 2)}items:
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: last
`;

test.each([
  ["flow on one line", `  data: {a: [1, "b, c", {d: 'e''f'}], g: ~}\n`],
  ["flow on several lines", "  data: {\n    a: [\n      b, # c\n    ]\n  }\n"],
  ["double quotes", '  data: "one \\" two\n    three \\\n    four\\u00e9"\n'],
  ["single quotes", "  data: 'it''s\n\n    more'\n"],
  ["a literal block", "  data: |2+\n    one\n\n   two\n\n\n"],
  ["a folded block", "  data: >-\n    one\n    two\n\n      three\n"],
  ["a plain scalar", "  data: one\n    two\n\n    three # four\n"],
  ["anchors", "  a: &b {c: d}\n  e: *b\n  f:\n    <<: *b\n    g: h\n"],
  ["a sequence", "  data:\n  - - a\n    - b: c\n  -\n    d: e\n"],
  ["explicit keys", "  ? data\n  : é\n"],
  ["CRLF", '  data: "a\r\n    b"\r\n  c: |\r\n    d\r\n'],
  ["what follows the items", "results:\n- message: é\n  severity: info\n"],
])("every prefix of a list that ends in %s", (_title, tail) => {
  const bytes = Buffer.from(head + tail);
  let whole = 0;
  for (let length = 0; length <= bytes.length; length++) {
    const prefix = bytes.subarray(0, length);
    const { stdout, messages, code } = runInProcess(prefix, {
      registry: testFunctions,
    });
    if (code === 0) {
      whole++;
      expect(stdout?.equals(prefix)).toBe(true);
      expect({ length, items: trimmed(ours(prefix)) }).toEqual({
        length,
        items: trimmed(theirs(prefix)),
      });
    } else {
      const withoutOutput = stdout === undefined || stdout.equals(prefix);
      expect([length, code, messages.length, withoutOutput]).toEqual([
        length,
        1,
        1,
        true,
      ]);
    }
  }
  expect(whole).toBeGreaterThan(0);
});

/** Readers part on the line end that a cut takes from a block scalar. */
function trimmed(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, inner) =>
      typeof inner === "string" ? inner.replace(/\n+$/, "") : inner,
    ),
  );
}

function ours(bytes: Buffer): unknown[] {
  const text = encode(bytes.toString());
  return cutList(text).items.map((item) => itemNode(text, item).value);
}

function theirs(bytes: Buffer): unknown {
  const document = parseDocument(bytes.toString(), { merge: true });
  expect(document.errors).toEqual([]);
  return document.toJS().items ?? [];
}
