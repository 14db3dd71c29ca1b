/** The forms of a list that orchestrators send, and what becomes of them. */
import { parse } from "yaml";
import { testFunctions } from "../helpers/functions.ts";
import { runInProcess } from "../helpers/in-process.ts";
import {
  configOf,
  indented,
  item,
  lookConfig,
  resourceList,
} from "../helpers/lists.ts";

/** Standard output, where the run must succeed. */
function run(input: string): string {
  const { stdout, messages, code } = runInProcess(input, {
    registry: testFunctions,
  });
  expect({ messages, code }).toEqual({ messages: [], code: 0 });
  return stdout?.toString() ?? "";
}

const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n";
const config = `functionConfig:\n${indented(lookConfig, 2)}`;
const addConfig = configOf("AddItem", '{name: "new"}');
const removeConfig = configOf("RemoveKind", '{kind: "Gone"}');
const added = item("ConfigMap", "new");

describe("comes back as it was", () => {
  const items = item("ConfigMap", "a") + item("Namespace", "b");
  const json = JSON.stringify(parse(resourceList(items)));

  test.each([
    ["JSON on one line", json],
    ["JSON on many lines", `${JSON.stringify(parse(json), null, 2)}\n`],
    ["flow items", `${head}items: [{kind: A}, {kind: B, data: {}}]\n${config}`],
    [
      "flow items on several lines",
      `${head}items: [\n  {kind: A},\n  {kind: B}\n]\n${config}`,
    ],
    ["indented items", `${head}items:\n${indented(items, 2)}${config}`],
    ["empty items", `${head}items: []\n${config}`],
    ["null items", `${head}items: null\n${config}`],
    ["no value of items", `${head}items:\n${config}`],
    ["no items", `${head}${config}`],
    ["items at the very end", `${head}${config}items:\n${items}`],
    ["no line end at the end", `${head}${config}items:\n${items}`.trimEnd()],
    ["v1beta1", resourceList(items).replace("io/v1\n", "io/v1beta1\n")],
    [
      "quoted keys and kinds",
      resourceList(items).replace("kind: Res", '"kind": Res'),
    ],
    ["a document marker", `---\n${resourceList(items)}`],
    ["a comment and a marker", `# x\n---\n${resourceList(items)}`],
    ["an end marker", `${resourceList(items)}...\n`],
    [
      "unknown fields",
      resourceList(items, lookConfig, "more: {a: 0644}\nother: yes\n"),
    ],
    ["results", resourceList(items, lookConfig, "results:\n- message: old\n")],
    [
      "items without metadata",
      resourceList("- kind: Kustomization\n  resources: []\n- {}\n"),
    ],
    ["items without kind", resourceList("- metadata:\n    name: a\n- a: 1\n")],
    [
      "metadata of an odd type",
      resourceList(
        "- kind: A\n  metadata: text\n- kind: [a]\n  metadata:\n  - b\n",
      ),
    ],
    [
      "a Kptfile",
      resourceList(
        `- apiVersion: kpt.dev/v1\n  kind: Kptfile\n  metadata:\n    name: pkg\n${items}`,
      ),
    ],
    [
      "a dash on a line of its own",
      resourceList("-\n  kind: A\n-   \n  kind: B\n"),
    ],
    [
      "a comment behind a dash",
      resourceList("- # second\n  kind: A\n- kind: B\n"),
    ],
    ["duplicate ids", resourceList(items + items)],
  ])("%s", (_title, input) => {
    expect(run(input)).toBe(input);
  });
});

describe("its own config among the items", () => {
  const asItem = `- ${indented(configOf("Complain", '{severity: "warning"}'), 2).trimStart()}`;
  const complain = configOf("Complain", '{severity: "warning"}');

  test("is no object of the platform", () => {
    expect(run(resourceList(asItem, complain))).toBe(
      resourceList(asItem, complain),
    );
  });

  test("stays, but no function sees it", () => {
    const input = resourceList(asItem + item("ConfigMap", "a"), complain);
    const { stdout, messages } = runInProcess(input, {
      registry: testFunctions,
    });
    expect(messages).toEqual(["warning [TEST-ODD] ConfigMap a: looks odd"]);
    expect(parse(String(stdout)).items).toEqual(parse(input).items);
  });
});

describe("new items", () => {
  const old = item("Namespace", "old");

  test("follow the others", () => {
    expect(run(resourceList(old, addConfig))).toBe(
      resourceList(old + added, addConfig),
    );
  });

  test("follow them in their column", () => {
    const list = (items: string): string =>
      resourceList(indented(items, 2), addConfig);
    expect(run(list(old))).toBe(list(old + added));
  });

  test("follow a last item without a line end", () => {
    const list = (items: string): string =>
      `${head}functionConfig:\n${indented(addConfig, 2)}items:\n${items}`;
    expect(run(list(old.trimEnd()))).toBe(list(old + added));
  });

  test.each([
    ["empty", "items: []\n"],
    ["null", "items: null\n"],
    ["without a value", "items:\n"],
  ])("make a list of items that are %s", (_title, items) => {
    const list = (text: string): string =>
      `${head}${text}functionConfig:\n${indented(addConfig, 2)}`;
    expect(run(list(items))).toBe(list(`items:\n${added}`));
  });

  test.each([
    ["[]", "[{apiVersion: v1, kind: ConfigMap, metadata: {name: new}}]"],
    [
      "[{kind: A}]",
      "[{kind: A}, {apiVersion: v1, kind: ConfigMap, metadata: {name: new}}]",
    ],
  ])("join a flow list %s", (before, after) => {
    const list = (items: string): string =>
      `{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: ${items}, ` +
      "functionConfig: {apiVersion: flux-platform.dev/v1alpha1, kind: AddItem, spec: {name: new}}}\n";
    expect(run(list(before))).toBe(list(after));
  });

  test("with the id of another are an error, and are in the output", () => {
    const input = resourceList(item("ConfigMap", "new"), addConfig);
    const { stdout, messages, code } = runInProcess(input, {
      registry: testFunctions,
    });
    expect(code).toBe(1);
    expect(messages).toEqual([
      "error [KRM-DUPLICATE] ConfigMap new: AddItem adds an object that is among the items already; give one of them another name",
    ]);
    expect(parse(String(stdout)).items).toHaveLength(2);
  });
});

describe("removed items", () => {
  const gone = `# About it.\n${item("Gone", "a")}`;
  const kept = item("ConfigMap", "b");

  test.each([
    ["first", gone + kept],
    ["last", kept + item("Gone", "a")],
  ])("leave the others as they are: %s", (_title, items) => {
    const output = run(resourceList(items, removeConfig));
    expect(output).toContain(kept);
    expect(parse(output).items).toEqual(parse(kept));
  });

  test.each([
    ["block", resourceList(gone, removeConfig)],
    [
      "flow",
      resourceList("", removeConfig).replace(
        "items:\n",
        "items: [{kind: Gone}, {kind: Gone}]\n",
      ),
    ],
    ["indented", resourceList(indented(item("Gone", "a"), 4), removeConfig)],
  ])("leave an empty list: %s", (_title, input) => {
    const output = run(input);
    expect(parse(output)).toEqual({ ...parse(input), items: [] });
  });
});

test.each([
  [
    ["Gone", "A", "B"],
    ["A", "B"],
  ],
  [
    ["A", "Gone", "B"],
    ["A", "B"],
  ],
  [
    ["A", "B", "Gone"],
    ["A", "B"],
  ],
  [["A", "Gone", "Gone"], ["A"]],
  [["Gone", "Gone", "A"], ["A"]],
  [["Gone", "A", "Gone"], ["A"]],
  [
    ["A", "Gone", "Gone", "B"],
    ["A", "B"],
  ],
])("of the flow items %j these stay: %j", (before, after) => {
  const list = (kinds: readonly string[]): string => {
    const items = kinds.map((kind) => `{kind: ${kind}}`).join(", ");
    return resourceList("", removeConfig).replace(
      "items:",
      `items: [${items}]`,
    );
  };
  expect(run(list(before))).toBe(list(after));
});

test("kinds that only functions read are marked as local", () => {
  const tenant =
    "- apiVersion: flux-platform.dev/v1alpha1\n  kind: Tenant\n  metadata:\n    name: a\n";
  const mark =
    '    annotations:\n      config.kubernetes.io/local-config: "true"\n';
  expect(run(resourceList(tenant))).toBe(resourceList(tenant + mark));
  expect(run(resourceList(tenant + mark))).toBe(resourceList(tenant + mark));
});
