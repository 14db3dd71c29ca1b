/**
 * What looks like one object and is another to Kubernetes or Kustomize: every
 * function refuses it, and keys that JavaScript has by itself are keys.
 */
import { functions } from "../functions/index.ts";
import { readDocuments } from "../lib/krm/documents.ts";
import { OBJECT_RULES } from "../lib/krm/objects.ts";
import { runInProcess } from "./helpers/in-process.ts";
import { configOf, indented, resourceList } from "./helpers/lists.ts";

const judges = functions.filter(({ run }) => run).map(({ kind }) => kind);

/** A config of a function that takes it, and runs over anything. */
function configFor(kind: string): string {
  if (kind !== "InjectTolerations") return configOf(kind);
  return configOf(kind, "rules:\n- tolerations:\n  - operator: Exists\n");
}

/** The codes that a function tells of one item. */
function told(kind: string, item: string): string[] {
  const input = resourceList(item, configFor(kind));
  const { messages, stdout } = runInProcess(input);
  expect(stdout?.toString().startsWith(input.slice(0, -1))).toBe(true);
  return messages.flatMap(
    (line) => /^error \[(KRM-\w+)\]/.exec(line)?.[1] ?? [],
  );
}

const plain = "  metadata: {name: a}\n";
const inner =
  "  - {apiVersion: v1, kind: Namespace, metadata: {name: hidden}}\n";

const LISTS: Readonly<Record<string, string>> = {
  "a List": `- apiVersion: v1\n  kind: List\n  items:\n${inner}`,
  "a list of a group": `- apiVersion: apps/v1\n  kind: DeploymentList\n  items:\n${inner}`,
  "any kind": `- apiVersion: v1\n  kind: Namespace\n${plain}  items:\n${inner}`,
  "a quoted key": `- apiVersion: v1\n  kind: ConfigMap\n${plain}  "items":\n${inner}`,
  "an escaped key": `- apiVersion: v1\n  kind: ConfigMap\n${plain}  "\\x69tems":\n${inner}`,
  "an explicit key": `- apiVersion: v1\n  kind: ConfigMap\n${plain}  ? items\n  : []\n`,
  "a tagged key": `- apiVersion: v1\n  kind: ConfigMap\n${plain}  !!str items:\n${inner}`,
  "the first key": `- items:\n${inner}  apiVersion: v1\n  kind: ConfigMap\n${plain}`,
  "flow style": `- {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Namespace}]}\n`,
  "several lines of flow": `- {apiVersion: v1,\n  kind: ConfigMap,\n  items: [], metadata: {name: a}}\n`,
  "a dash alone": `-\n  apiVersion: v1\n  kind: ConfigMap\n${plain}  items: []\n`,
  "deeper keys": `-   apiVersion: v1\n    kind: ConfigMap\n    items: []\n    metadata: {name: a}\n`,
  "a merge key": `- apiVersion: v1\n  kind: ConfigMap\n  metadata: &m {name: a, items: []}\n  <<: *m\n`,
};

const VERSIONS = ["/v1", "v1/", "a/b/c", "//v1", '"v1 "', '" v1"', '"v1\\t"']
  .concat(["V1", "Apps/v1", "apps//v1", '""', "~", "1", "1.0", "true", "[v1]"])
  .concat(["{a: b}", '"apps /v1"', "-v1", ".v1", '"v1\\n"', "apps/v1/"]);
const KINDS = [
  '"Namespace "',
  '" Namespace"',
  '""',
  "~",
  "1",
  "true",
  "[a]",
].concat(["/Namespace", "Names/pace", '"Name space"', '"Namespace\\n"', "Ä"]);

describe.each(judges)("%s refuses", (kind) => {
  test.each(Object.entries(LISTS))("a list of objects, as %s", (_, item) => {
    expect(told(kind, item)).toEqual(["KRM-LIST"]);
  });
  test.each(VERSIONS)("the apiVersion %s", (apiVersion) => {
    const item = `- apiVersion: ${apiVersion}\n  kind: Namespace\n${plain}`;
    expect(told(kind, item)).toEqual(["KRM-KIND"]);
  });
  test.each(KINDS)("the kind %s", (name) => {
    const item = `- apiVersion: v1\n  kind: ${name}\n${plain}`;
    expect(told(kind, item)).toEqual(["KRM-KIND"]);
  });
  test.each(["yes", '""', "true", "TRUE", '"True"', "1", "~", '" true"'])(
    "%s for local-config",
    (value) => {
      const item = `- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n    annotations:\n      config.kubernetes.io/local-config: ${value}\n`;
      expect(told(kind, item)).toEqual(["KRM-LOCAL"]);
    },
  );
  test("by every rule of objects, in a Pipeline too", () => {
    const own = functions.find((one) => one.kind === kind);
    expect(Object.keys(own?.rules ?? {})).toEqual(
      expect.arrayContaining(Object.keys(OBJECT_RULES)),
    );
    const spec = configFor(kind).split("\nspec:")[1] ?? "";
    const step = `- kind: ${kind}\n  spec:${indented(spec, 2)}`;
    const config = configOf("Pipeline", `functions:\n${step}`);
    const { messages } = runInProcess(
      resourceList(LISTS["a List"] ?? "", config),
    );
    expect(messages).toEqual([
      expect.stringMatching(
        new RegExp(`^step 1 \\(${kind}\\): error \\[KRM-LIST\\] List `),
      ),
    ]);
  });
});

test.each([
  [
    "a kind that ends so",
    "kind: AllowList\nmetadata: {name: a}\nspec: {items: [1]}",
  ],
  ["items deeper", "kind: ConfigMap\nmetadata: {name: a}\ndata:\n  items: x"],
  ["a word that begins so", "kind: ConfigMap\nmetadata: {name: a}\nitemsOf: x"],
  ["the names of groups", "kind: Kustomization\nmetadata: {name: a}"],
])("what holds no list is judged: %s", (_, object) => {
  const item = `- apiVersion: example.com/v1alpha1\n${indented(object, 2)}\n`;
  for (const kind of judges) expect(told(kind, item)).toEqual([]);
});

const NAMES = ["constructor", "__proto__", "toString", "hasOwnProperty"].concat(
  ["valueOf", "prototype"],
);

describe.each(judges)("keys of JavaScript are keys to %s", (kind) => {
  test.each(NAMES)("%s", (name) => {
    const object = (own: string) => {
      const marks = `{${own}: x, example.com/${own}: x}`;
      const meta = `{name: a, namespace: b, labels: ${marks}, annotations: ${marks}}`;
      return ["v1 Namespace", "v1 Secret", "apps/v1 Deployment"]
        .concat([`v1 ${own}`, `example.com/v1 ${own}`, "v1 ConfigMap"])
        .concat(["helm.toolkit.fluxcd.io/v2 HelmRelease"])
        .concat(["kustomize.toolkit.fluxcd.io/v1 Kustomization"])
        .map((id) => {
          const [apiVersion, word] = id.split(" ");
          return `- apiVersion: ${apiVersion}\n  kind: ${word}\n  metadata: ${meta}\n  ${own}: {${own}: [{name: ${own}}]}\n  data: {${own}: "1"}\n  spec: {${own}: {${own}: x}, values: {${own}: {a: b}}, postBuild: {substitute: {${own}: x}}}\n`;
        })
        .join("");
    };
    const run = (own: string) => {
      const input = resourceList(object(own), configFor(kind));
      const { messages, code, stdout } = runInProcess(input);
      return [messages, code, stdout?.toString()].map((one) =>
        JSON.stringify(one).replaceAll(own, "KEY"),
      );
    };
    // Of the same form: no kind begins with a line.
    expect(run(name)).toEqual(
      run(name.startsWith("_") ? "__other__" : "other"),
    );
  });
});

test.each(["constructor", "__proto__", "prototype"])(
  "%s is no key of a config, and that is said",
  (key) => {
    const rule = `rules:\n- select:\n  - labels:\n      matchLabels: {${key}: x}\n  labels: {a: b}\n`;
    for (const spec of [rule, `${key}: 1\n`]) {
      const { messages, code } = runInProcess(
        resourceList("[]\n", configOf("LabelNamespaces", spec)).replace(
          "items:\n",
          "items: ",
        ),
      );
      expect(code).toBe(1);
      expect(messages.join("\n")).toContain(
        `${key}: can't be a key of a config`,
      );
    }
  },
);

test("documents are what Kustomize makes of lists", () => {
  const hidden = { apiVersion: "v1", kind: "Namespace" };
  const list = (kind: string, items: unknown) => ({ kind, items });
  const stream = [
    list("List", [list("FooList", [hidden]), hidden]),
    list("Namespace", [hidden]),
    list("FooList", {}),
  ];
  expect(
    readDocuments(stream.map((one) => JSON.stringify(one)).join("\n---\n")),
  ).toEqual([hidden, hidden, ...stream.slice(1)]);
  expect(() => readDocuments("kind: List\nitems: [1]\n")).toThrow(
    /an item of a list is not a mapping/,
  );
});
