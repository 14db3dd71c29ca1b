import { finding } from "../../lib/krm/finding.ts";
import { Item } from "../../lib/krm/item.ts";

const told = (annotations: Readonly<Record<string, string>>) => {
  const object = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "a", annotations },
    data: { key: "c2VjcmV0" },
  };
  return finding("Some", "SOME-CODE", {
    severity: "error",
    message: "odd",
    item: Item.of(object),
    field: { path: ["data", "key"], current: "c2VjcmV0", proposed: "b3RoZXI=" },
  });
};

test.each([
  ["nothing", {}, undefined],
  [
    "what kpt wrote before 1.0",
    {
      "config.kubernetes.io/path": "a/b.yaml",
      "config.kubernetes.io/index": "2",
    },
    { path: "a/b.yaml", index: 2 },
  ],
  [
    "the newer annotations, which are stronger",
    {
      "config.kubernetes.io/path": "old.yaml",
      "internal.config.kubernetes.io/path": "new.yaml",
      "internal.config.kubernetes.io/index": "0",
    },
    { path: "new.yaml", index: 0 },
  ],
  [
    "an index that is no number",
    {
      "internal.config.kubernetes.io/path": "a.yaml",
      "internal.config.kubernetes.io/index": "first",
    },
    { path: "a.yaml" },
  ],
  [
    "an index without a path",
    { "internal.config.kubernetes.io/index": "1" },
    undefined,
  ],
])("the file of an item with %s", (_what, annotations, file) => {
  expect(told(annotations).file).toEqual(file);
});

test("a Secret's data is named and never shown", () => {
  expect(told({}).field).toEqual({ path: "data.key" });
});
