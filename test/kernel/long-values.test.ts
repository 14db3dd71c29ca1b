/**
 * Expressions over values of millions of parts. Where a group is repeated V8 says
 * that its stack is full, and JavaScriptCore "no match", which would pass.
 */
import { canonicalString } from "../../lib/yaml/canonical-scalar.ts";

const quoted = (text: string) => canonicalString(text, 0, 2).startsWith('"');

test.each([
  ["1:1", true],
  ["-1_0:59:5.5_", true],
  ["+190:20:30", true],
  ["1:0", true],
  ["1:60", false],
  ["1:100", false],
  ["1::1", false],
  ["1:", false],
  ["1:5:", false],
  ["1:5:.", false],
  ["_1:1", false],
  ["1:1.2.3", false],
  ["1:1a", false],
])(
  "%s is quoted if readers of YAML 1.1 take it for a number",
  (text, number) => {
    expect(quoted(text)).toBe(number);
  },
);

test("a number of millions of parts is quoted, however long", () => {
  expect(quoted(`1${":1".repeat(4_000_000)}`)).toBe(true);
  expect(quoted(`1${":1".repeat(4_000_000)}a`)).toBe(false);
});
