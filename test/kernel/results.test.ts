/** Findings: where they stand in the list, and what they do to the process. */
import { parse } from "yaml";
import { testFunctions } from "../helpers/functions.ts";
import { runInProcess } from "../helpers/in-process.ts";
import { configOf, indented, item, resourceList } from "../helpers/lists.ts";

const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n";

const complain = configOf("Complain", '{severity: "warning"}');
const items = item("ConfigMap", "a");
const finding = `- message: looks odd
  severity: warning
  resourceRef:
    apiVersion: v1
    kind: ConfigMap
    name: a
  tags:
    function: Complain
    rule: TEST-ODD
`;
const once = (input: string): string =>
  String(runInProcess(input, { registry: testFunctions }).stdout);

test("follow the list", () => {
  const input = resourceList(items, complain);
  expect(once(input)).toBe(`${input}results:\n${finding}`);
});

test("follow those that came in, each finding once", () => {
  const input = resourceList(items, complain, "results:\n- message: old\n");
  expect(once(input)).toBe(input + finding);
  expect(once(once(input))).toBe(input + finding);
});

test("have the line ends of the list", () => {
  const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
  const input = resourceList(items, complain);
  expect(once(crlf(input))).toBe(crlf(`${input}results:\n${finding}`));
});

test("stand before an end marker", () => {
  const input = resourceList(items, complain);
  expect(once(`${input}...\n`)).toBe(`${input}results:\n${finding}...\n`);
});

test("have a place before the items too", () => {
  const input = `${head}results:\n- message: old\nitems:\n${items}functionConfig:\n${indented(complain, 2)}`;
  expect(once(input)).toBe(
    input.replace("- message: old\n", `- message: old\n${finding}`),
  );
});

test("go into a flow list", () => {
  const input = JSON.stringify(parse(resourceList(items, complain)));
  const list = parse(once(input));
  expect(list).toEqual({ ...parse(input), results: parse(finding) });
});

test.each([
  ["error", undefined, 1, 1],
  ["warning", undefined, 0, 1],
  ["info", undefined, 0, 0],
  ["info", "unknown", 0, 0],
  ["info", "info", 0, 1],
  ["warning", "warning", 0, 1],
  ["error", "error", 1, 1],
  ["warning", "error", 0, 0],
  ["info", "error", 0, 0],
])("of severity %s with log %s exit %i", (severity, log, code, lines) => {
  const spec = configOf("Complain", `{severity: "${severity}"}`);
  const options = { registry: testFunctions, log };
  const ran = runInProcess(resourceList(items, spec), options);
  expect(ran.code).toBe(code);
  expect(ran.messages).toHaveLength(lines);
  expect(parse(String(ran.stdout)).results).toHaveLength(1);
});
