/** How processes end: at once, or by themselves where V8 may still compile. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { item, labelConfig, resourceList } from "../helpers/lists.ts";
import { programPath, spawn } from "../helpers/program.ts";
import { temporaryFolder } from "../helpers/repository.ts";

const folder = temporaryFolder();
const watch = join(folder, "watch.cjs");
writeFileSync(
  watch,
  `const { exit } = process;
process.exit = (code) => {
  require("node:fs").writeSync(2, "at once");
  exit(code);
};`,
);

const config = labelConfig("none");

/** Many of which the first lines tell all, and some that are read. */
const many = Array.from({ length: 30_000 }, (_, n) => item("Job", `n${n}`));
const read = Array.from({ length: 1_000 }, (_, n) =>
  item("Namespace", `n${n}`),
);

const flow = JSON.stringify({
  apiVersion: "config.kubernetes.io/v1",
  kind: "ResourceList",
  items: [],
  functionConfig: {
    apiVersion: "flux-platform.dev/v1alpha1",
    kind: "LabelNamespaces",
    spec: { undeclared: "ignore" },
  },
});

test.each([
  ["a short list", resourceList(item("Job", "one"), config), "at once"],
  ["nothing", "", "at once"],
  ["a list that only the yaml package reads", flow, ""],
  ["many items", resourceList(many.join(""), config), ""],
  ["many items that are read", resourceList(read.join(""), config), ""],
])("%s", (_what, input, said) => {
  const args = ["--require", watch, programPath("label-namespaces")];
  const { stderr } = spawn(process.execPath, args, {
    input: Buffer.from(input),
  });
  expect(stderr.replace(/^label-namespaces: .*\n/gm, "")).toBe(said);
});
