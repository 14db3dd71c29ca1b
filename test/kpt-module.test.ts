/**
 * The module that the package exports for the TypeScript SDK, as a program
 * elsewhere uses it: with its types, and under the SDK's own command.
 */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Printed, spawn } from "./helpers/program.ts";
import { at, root, temporaryFolder } from "./helpers/repository.ts";

const folder = temporaryFolder();
const packages = join(folder, "node_modules");
const tsc = at("node_modules/typescript/bin/tsc");

beforeAll(() => {
  mkdirSync(packages);
  symlinkSync(root, join(packages, "flux-platform-functions"));
  symlinkSync(
    at("node_modules/kpt-functions"),
    join(packages, "kpt-functions"),
  );
  writeFileSync(
    join(folder, "main.ts"),
    [
      'import { run } from "kpt-functions";',
      'import { functions, pipeline, toKptFunction } from "flux-platform-functions/kpt";',
      "void run(toKptFunction(pipeline, functions));",
      "",
    ].join("\n"),
  );
});

test("has types, and runs under the SDK's own command", () => {
  const options = "--strict --skipLibCheck --target es2022 --module node20";
  const types = ["--types", "node", "--typeRoots", at("node_modules/@types")];
  const compile = [tsc, ...options.split(" "), ...types, "main.ts"];
  const compiled = spawn(process.execPath, compile, { cwd: folder });
  expect(String(compiled.stdout)).toBe("");

  const good = start(namespace, config("team"));
  expect([good.code, good.stderr]).toEqual([0, ""]);
  expect(parse(String(good.stdout)).items).toMatchObject([
    { metadata: { labels: { team: "platform" } } },
  ]);
  const bad = start(namespace, config("not a label"));
  expect(bad.code).toBe(1);
  expect(parse(String(bad.stdout)).items).toEqual([namespace]);
  expect(parse(String(bad.stdout)).results).toMatchObject([
    { severity: "error" },
  ]);
});

const namespace = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "a" },
};

function config(label: string): object {
  const rules = [{ labels: { [label]: "platform" } }];
  return {
    apiVersion: "flux-platform.dev/v1alpha1",
    kind: "Pipeline",
    metadata: { name: "guardrails" },
    spec: { functions: [{ kind: "LabelNamespaces", spec: { rules } }] },
  };
}

function start(item: object, functionConfig: object): Printed {
  const list = { kind: "ResourceList", items: [item], functionConfig };
  const apiVersion = "config.kubernetes.io/v1";
  const input = Buffer.from(JSON.stringify({ apiVersion, ...list }));
  return spawn(process.execPath, ["main.js"], { cwd: folder, input });
}
