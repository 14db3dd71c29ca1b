/** What a repository names is read, and neither executed nor downloaded. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describeWith } from "./engines.ts";
import { cleanEnv, programPath, spawn } from "./helpers/program.ts";
import { at, temporaryFolder } from "./helpers/repository.ts";

const NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n";

describeWith("kustomize", "a build that check makes", ({ kustomize }) => {
  const base = temporaryFolder();
  const emptyFolder = () => mkdtempSync(join(base, "repository-"));
  const PATH = `${dirname(kustomize)}${delimiter}${process.env.PATH}`;

  /** A repository of these files, and what check says of its `app`. */
  const checked = (files: Readonly<Record<string, string>>) => {
    const root = emptyFolder();
    mkdirSync(join(root, ".git"));
    const all: Record<string, string> = {
      "app/kustomization.yaml": "resources: [a.yaml]\ntransformers: [f.yaml]\n",
      "app/a.yaml": NAMESPACE,
      ...files,
    };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const ran = join(root, "ran");
    const script = join(root, "app", "x.sh");
    writeFileSync(script, `#!/bin/sh\ntouch ${ran}\nexec cat\n`);
    chmodSync(script, 0o755);
    const args = ["check", "app", "--output", "json"];
    const env = cleanEnv({ PATH });
    const printed = spawn(programPath("flux-platform"), args, {
      cwd: root,
      env,
    });
    const text = printed.stdout.toString();
    const rules = text.startsWith("{")
      ? (JSON.parse(text).results as { tags: { rule: string } }[]).map(
          ({ tags }) => tags.rule,
        )
      : [];
    return { ...printed, root, rules, ran: existsSync(ran) };
  };

  const config = (head: string, annotations: string, rest = "") =>
    `${head}\nmetadata:\n  name: f\n  annotations:\n    ${annotations}\n${rest}`;
  const OWN = "apiVersion: flux-platform.dev/v1alpha1\nkind: LabelNamespaces";
  const SPEC = "spec: { rules: [{ labels: { a: b } }] }\n";
  const FOREIGN = "apiVersion: example.com/v1\nkind: X";
  const exec = (path: string, key = "config.kubernetes.io/function") =>
    `${key}: "exec: { path: ${path} }"`;

  test.each([
    ["a script in place of the program", exec("./x.sh")],
    ["a program that is not there", exec("../../dist/label-namespaces")],
    [
      "an image, which no engine runs",
      'config.kubernetes.io/function: "container: { image: evil.example.com/x:1 }"',
    ],
  ])("runs this installation's function for an own config: %s", (_, naming) => {
    const { ran, code, rules, stderr } = checked({
      "app/f.yaml": config(OWN, naming, SPEC),
    });
    expect({ ran, code, rules, stderr }).toEqual({
      ran: false,
      code: 0,
      rules: [],
      stderr: "",
    });
  });

  const own = { "app/own.yaml": config(OWN, exec("./x.sh"), SPEC) };
  const foreign = config(FOREIGN, exec("./x.sh"));
  const list = (fields: string) => `resources: [a.yaml]\n${fields}\n`;
  const oneLine = JSON.stringify({
    apiVersion: "example.com/v1",
    kind: "X",
    metadata: {
      name: "f",
      annotations: { "config.kubernetes.io/function": "exec: {path: ./x.sh}" },
    },
  });
  const folder = (fields: string) => ({
    "app/f/kustomization.yaml": `resources: [c.yaml]\n${fields}`,
    "app/f/c.yaml": `${FOREIGN}\nmetadata: { name: f }\n`,
  });
  const patched = JSON.stringify([
    {
      op: "add",
      path: "/metadata/annotations",
      value: { "config.kubernetes.io/function": "exec: {path: ./x.sh}" },
    },
  ]);

  test.each<[string, string, Readonly<Record<string, string>>]>([
    ["a file", "transformers: [own.yaml, f.yaml]", { "app/f.yaml": foreign }],
    [
      "the older key",
      "transformers: [own.yaml, f.yaml]",
      {
        "app/f.yaml": config(FOREIGN, exec("./x.sh", "config.k8s.io/function")),
      },
    ],
    ["inline on one line", `transformers: [own.yaml, '${oneLine}']`, {}],
    [
      "a field in other letter case",
      `transformers: [own.yaml]\nGenerators: ['${oneLine}']`,
      {},
    ],
    [
      "a validator",
      "transformers: [own.yaml]\nvalidators: [f.yaml]",
      { "app/f.yaml": foreign },
    ],
    [
      "an annotation that a patch sets in a folder of configs",
      "transformers: [own.yaml, f]",
      folder(`patches: [{ target: { kind: X }, patch: '${patched}' }]\n`),
    ],
    [
      "a ConfigMap with the name of no function",
      "transformers: [own.yaml, f.yaml]",
      {
        "app/f.yaml": config("apiVersion: v1\nkind: ConfigMap", exec("./x.sh")),
      },
    ],
  ])("does not run a program of the repository: %s", (_, fields, files) => {
    const { ran, code, rules } = checked({
      ...own,
      ...files,
      "app/kustomization.yaml": list(fields),
    });
    expect({ ran, code }).toEqual({ ran: false, code: 1 });
    expect(rules).toContain("PROGRAM-FOREIGN");
  });

  test("does not run what a folder of configs lists itself", () => {
    const { ran, code } = checked({
      ...own,
      ...folder("transformers: [../f.yaml]\n"),
      "app/f.yaml": foreign,
      "app/kustomization.yaml": list("transformers: [own.yaml, f]"),
    });
    expect({ ran, code }).toEqual({ ran: false, code: 1 });
  });

  test.each([
    ["resources: [a.yaml, 'https://example.com/x.yaml']"],
    ["resources: [a.yaml, 'github.com/org/repo//dir?ref=main']"],
    ["resources: [a.yaml, 'git@example.com:org/repo.git']"],
    ["configMapGenerator: [{ name: x, files: ['https://example.com/x'] }]"],
    ["configMapGenerator: [{ name: x, envs: ['https://example.com/x'] }]"],
    ["replacements: [{ path: 'https://example.com/x' }]"],
    ["openapi: { path: 'https://example.com/x' }"],
    ["crds: ['https://example.com/x']"],
    ["Components: ['https://example.com/x']"],
  ])("downloads nothing: %s", (fields) => {
    const { code, stderr, stdout } = checked({
      ...own,
      "app/kustomization.yaml": `transformers: [own.yaml]\n${fields}\n`,
    });
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).toContain("nothing is downloaded here");
  });

  test("takes nothing from outside of the repository, nor by links", () => {
    const outside = emptyFolder();
    writeFileSync(join(outside, "a.yaml"), NAMESPACE);
    cpSync(at("LICENSE"), join(outside, "LICENSE"));
    const links = checked({ ...own });
    symlinkSync(outside, join(links.root, "app", "link"));
    const env = cleanEnv({ PATH });
    const say = (kustomization: string) => {
      const file = join(links.root, "app", "kustomization.yaml");
      writeFileSync(file, `transformers: [own.yaml]\n${kustomization}`);
      const options = { cwd: links.root, env };
      return spawn(programPath("flux-platform"), ["check", "app"], options);
    };
    expect(say("resources: [link/a.yaml]\n")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        "app/link is a symbolic link, which Flux",
      ),
    });
    expect(say(`resources: [${outside}/a.yaml]\n`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("leads out of the repository"),
    });
  });
});
