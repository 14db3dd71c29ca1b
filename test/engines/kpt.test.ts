/** Real kpt over the example package, and over what people write by hand. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../engines.ts";
import { expectFile } from "../helpers/expected.ts";
import {
  copyPackage,
  evaluate,
  exec,
  filesOf,
  kpt,
  PACKAGE,
} from "../helpers/kpt.ts";
import { configOf, labelConfig } from "../helpers/lists.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";

const folder = temporaryFolder();

/** For every function a config by which it has nothing to change. */
const IDLE: Readonly<Record<string, string>> = {
  "label-namespaces": configOf("LabelNamespaces", "undeclared: ignore\n"),
  "inject-tolerations": configOf("InjectTolerations", "rules: []\n"),
  pipeline: configOf(
    "Pipeline",
    "functions:\n- kind: LabelNamespaces\n  spec: {undeclared: ignore}\n- kind: InjectTolerations\n  spec: {rules: []}\n",
  ),
};

/** What kpt makes of the package when a function changes nothing. */
function byCat(program: string): Record<string, string> {
  const copy = copyPackage(folder, "cat");
  evaluate(program, copy, "cat");
  return filesOf(copy);
}

describeWith("kpt", "kpt fn eval --exec", ({ kpt: program }) => {
  test.each(Object.entries(IDLE))(
    "a no-op of %s gives the same as cat",
    (name, config) => {
      const copy = copyPackage(folder, name);
      evaluate(program, copy, exec(name), config);
      expect(filesOf(copy)).toEqual(byCat(program));
    },
  );

  test("one label changes its line besides, and only once", () => {
    const copy = copyPackage(folder, "label");
    const config = labelConfig("platform-metrics");
    evaluate(program, copy, exec("label-namespaces"), config);
    const files = filesOf(copy);
    const before = byCat(program);
    const line = "environment: 'staging' # on its way";
    expect(before["namespaces.yaml"]).toContain(line);
    expect(files).toEqual({
      ...before,
      "namespaces.yaml": before["namespaces.yaml"]?.replace(
        line,
        line.replace("staging", "production"),
      ),
    });
    evaluate(program, copy, exec("label-namespaces"), config);
    expect(filesOf(copy)).toEqual(files);
  });

  test("arguments are labels of every Namespace, added only once", () => {
    const copy = copyPackage(folder, "arguments");
    const run = (): Record<string, string> => {
      const name = exec("label-namespaces");
      kpt(program, ["fn", "eval", copy, "--exec", name, "--", "team=platform"]);
      return filesOf(copy);
    };
    const files = run();
    const before = byCat(program);
    const edits = [
      ["    environment: 'staging'.*\n", "$&    team: platform\n"],
      ['team: "jobs"', 'team: "platform"'],
      [
        "(?<=story: .*\n)# the end of the list\n",
        "  labels:\n    team: platform\n$&",
      ],
    ] as const;
    expect(files).toEqual({
      ...before,
      "namespaces.yaml": edits.reduce((text, [from, to]) => {
        expect(text).toMatch(new RegExp(from));
        return text.replace(new RegExp(from), to);
      }, before["namespaces.yaml"] ?? ""),
    });
    // kpt doubles a foot comment below a nested block, whoever runs.
    const twin = join(folder, "arguments-cat");
    cpSync(copy, twin, { recursive: true });
    evaluate(program, twin, "cat");
    expect(run()).toEqual(filesOf(twin));
  });

  test("without arguments it says what it needs", () => {
    const copy = copyPackage(folder, "nothing");
    const run = (): void => evaluate(program, copy, exec("label-namespaces"));
    expect(run).toThrow(
      /functionConfig is the empty ConfigMap that kpt sends without arguments/,
    );
    expect(filesOf(copy)).toEqual(filesOf(at(PACKAGE)));
  });
});

describeWith("kpt", "kpt fn render", ({ kpt: program }) => {
  const render = (copy: string): Record<string, string> => {
    kpt(program, ["fn", "render", copy, "--allow-exec"]);
    return filesOf(copy);
  };

  test("the example prints what is expected, and stays as it is", () => {
    const before = filesOf(at(PACKAGE));
    const args = [
      "fn",
      "render",
      PACKAGE,
      "--allow-exec",
      "--output",
      "unwrap",
    ];
    expectFile(
      `${PACKAGE}/expected/output.yaml`,
      Buffer.from(kpt(program, args)),
    );
    expect(filesOf(at(PACKAGE))).toEqual(before);
  });

  test("in place it changes what is meant, and a second time nothing", () => {
    const copy = copyPackage(folder, "render");
    const before = filesOf(copy);
    const first = render(copy);
    const changed = Object.keys(first).filter((k) => first[k] !== before[k]);
    expect(changed).toEqual([
      "lists.yaml",
      "namespaces.yaml",
      "workloads.yaml",
    ]);
    expect(first["lists.yaml"]).toBe(byCat(program)["lists.yaml"]);
    expect(render(copy)).toEqual(first);
  });

  test("a pipeline of no-ops gives the same as one of cat", () => {
    const rendered = ["cat", ...Object.keys(IDLE)].map((name) => {
      const copy = copyPackage(folder, `render-${name}`);
      const config = IDLE[name];
      // Beside the package, so that both packages hold the same files.
      const steps = `  - exec: ${config ? exec(name) : "cat"}\n`;
      const path = config ? "    configPath: idle.yaml\n" : "";
      writeFileSync(join(copy, "idle.yaml"), `${config ?? IDLE.pipeline}`);
      const kptfile = readFileSync(join(copy, "Kptfile"), "utf8");
      writeFileSync(
        join(copy, "Kptfile"),
        kptfile.replace(/mutators:[\s\S]*/, `mutators:\n${steps}${path}`),
      );
      const { Kptfile: _, "idle.yaml": __, ...files } = render(copy);
      return files;
    });
    for (const files of rendered) expect(files).toEqual(rendered[0]);
  });
});

/** Things that readers and writers like to change, as a package's file. */
const BY_HAND = `# Above all.

apiVersion: v1 # which is core
kind:   Namespace
metadata:
    name:     'edited'   # in quotes
    # Indented oddly.
    annotations: {a: "1", "b" : '2' , }   # one line
    labels:
        tier: gold # as agreed

    # At the end.
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: scalars
data:
  mode: 0644
  limit: 1_000
  bits: 0b1
  big: 1e3
  time: 12:30:45
  answer: yes
  literal: |2-
      two more spaces
    than here
  folded: >-
    one
    line
---
apiVersion: v1
kind: ConfigMap
metadata: &meta
  name: anchored
  labels: &labels {a: b}
data: *labels
---
apiVersion: v1
kind: Namespace
metadata: {name: flow, labels: {app: web}} # on one line
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: large
data:
  file: |
${"    line of text: with more # than one # hash\n".repeat(22_000)}`;

describeWith(
  "kpt",
  "kpt over what people write by hand",
  ({ kpt: program }) => {
    const write = (name: string, text: string): string => {
      const path = join(folder, name);
      mkdirSync(path);
      writeFileSync(join(path, "all.yaml"), text);
      return path;
    };

    test.each([
      ["LF", BY_HAND],
      ["CRLF", BY_HAND.replaceAll("\n", "\r\n")],
      ["BOM", `\uFEFF${BY_HAND}`],
    ])(
      "with %s a no-op gives the same as cat, a label its line",
      (name, text) => {
        const [cat, idle, label] = ["cat", "idle", "label"].map((kind) =>
          write(`by-hand-${name}-${kind}`, text),
        ) as [string, string, string];
        const labels = exec("label-namespaces");
        evaluate(program, cat, "cat");
        evaluate(program, idle, labels, IDLE["label-namespaces"]);
        evaluate(program, label, labels, labelConfig("edited"));
        const before = filesOf(cat)["all.yaml"] ?? "";
        expect(before.length).toBeGreaterThan(1_000_000);
        expect(filesOf(idle)["all.yaml"] === before).toBe(true);
        const line = /^( +)tier: gold # as agreed\n/m;
        expect(before).toMatch(line);
        const after = before.replace(line, "$&$1environment: production\n");
        expect(filesOf(label)["all.yaml"] === after).toBe(true);
      },
    );
  },
);
