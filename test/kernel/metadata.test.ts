/** Metadata that a function asks for, by a look at as little as can tell. */
import { functions } from "../../functions/index.ts";
import { runInProcess } from "../helpers/in-process.ts";
import { labelConfig, resourceList } from "../helpers/lists.ts";

/** Longer than metadata, so that nobody has a reason to read all of it. */
const rest = `  data:\n    long: ${"word ".repeat(60)}end\n`;

function run(items: string): { code: number; messages: readonly string[] } {
  return runInProcess(resourceList(items, labelConfig("b")), {
    registry: functions,
  });
}

test("an alias in metadata finds an anchor outside of it", () => {
  const item = (last: string): string =>
    `- apiVersion: v1\n  data:\n    k: &x\n      environment: production\n  kind: Namespace\n  metadata:\n    name: b\n    labels: ${last}\n`;
  expect(run(item("*x"))).toMatchObject({ code: 0, messages: [] });
  expect(run(item("*y"))).toMatchObject({
    code: 1,
    messages: [
      "stdin is no valid YAML at line 11, column 13: the anchor y is unknown",
    ],
  });
});

test("a label that stands twice is an error where labels are asked for", () => {
  const item = `- apiVersion: v1\n  kind: Namespace\n  metadata:\n    name: b\n    labels:\n      a: b\n      a: c\n${rest}`;
  const { code, messages } = run(item);
  expect({ code, messages }).toEqual({
    code: 1,
    messages: [
      "stdin is no valid YAML at line 10, column 7: Map keys must be unique",
    ],
  });
});

test("an alias in a flow list finds the text of another item", () => {
  const release = (name: string, spec: string): string =>
    `{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: ${name}}, spec: ${spec}}`;
  const items = [
    release("a", "&spec {targetNamespace: lost}"),
    release("b", "*spec"),
  ];
  const list = `{apiVersion: config.kubernetes.io/v1, kind: ResourceList,
items: [${items.join(",\n")}],
functionConfig: {apiVersion: flux-platform.dev/v1alpha1, kind: LabelNamespaces, spec: {undeclared: warning}}}
`;
  const { messages } = runInProcess(list, { registry: functions });
  expect(messages).toEqual([
    expect.stringContaining(
      "used by HelmRelease a (spec.targetNamespace) and 1 more object",
    ),
  ]);
});
