/**
 * What holds the repository in shape: imports point down and in no circle, and
 * a function has everything that a function has.
 */
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { severityOf } from "../functions/check-platform/policy.ts";
import { DECISIONS } from "../functions/check-platform/rules/index.ts";
import type { Spec } from "../functions/check-platform/schema.ts";
import { functions } from "../functions/index.ts";
import type { Registry } from "../lib/krm/config.ts";
import { programOf } from "../lib/krm/define.ts";
import { READ_ONLY_KINDS } from "../lib/krm/run.ts";
import { spawn } from "./helpers/program.ts";
import { at, root, temporaryFolder } from "./helpers/repository.ts";
import {
  cycles,
  importsIn,
  type Modules,
  packagesLoaded,
  readModules,
  upward,
} from "./structure/imports.ts";
import { parityProblems } from "./structure/parity.ts";

describe("imports", () => {
  const modules = readModules(root);

  test("point down: cli to functions to lib", () => {
    expect(upward(modules)).toEqual([]);
  });

  test("go in no circle", () => {
    expect(cycles(modules)).toEqual([]);
  });

  test("load these packages only", () => {
    const loaded = [...packagesLoaded(modules)];
    const packages = loaded.filter((name) => !name.startsWith("node:"));
    expect(packages.sort()).toEqual([
      "@valibot/to-json-schema",
      "commander",
      "re2js",
      "valibot",
      "yaml",
    ]);
  });

  test("are seen in every form", () => {
    const text = [
      'import { a } from "./a.ts";',
      'import {\n  b,\n  type C,\n} from "../b.ts";',
      'import type { D } from "yaml";',
      'export * from "./e.ts";',
      'import * as f from "node:fs";',
      'import "./g.ts";',
      'export type { H } from "./h.ts";',
      '  const i = require("./i.ts") as typeof import("./i.ts");',
      '  const j = await import("./j.ts");',
      'export const k = "./k.ts";',
    ].join("\n");
    const seen = importsIn("lib/x/y.ts", text).map(
      ({ to, typeOnly }) => `${typeOnly ? "type " : ""}${to}`,
    );
    expect(seen).toEqual([
      "lib/x/a.ts",
      "lib/b.ts",
      "type yaml",
      "lib/x/e.ts",
      "node:fs",
      "lib/x/g.ts",
      "type lib/x/h.ts",
      "lib/x/i.ts",
      "type lib/x/i.ts",
      "lib/x/j.ts",
    ]);
  });

  test.each([
    ["lib/a.ts", "../functions/index.ts", "imports point down"],
    ["lib/a.ts", "../cli/main.ts", "imports point down"],
    ["lib/krm/a.ts", "../policy/b.ts", "point down"],
    ["lib/yaml/a.ts", "../helm/b.ts", "point down"],
    ["lib/krm/a.ts", "../flux/b.ts", "point down"],
    ["lib/helm/a.ts", "../flux/b.ts", "sideways"],
    ["lib/helm/a.ts", "../policy/b.ts", "point down"],
    ["lib/new/a.ts", "../policy/b.ts", "add it"],
    ["cli/process/a.ts", "../check/b.ts", "point down"],
    ["cli/check/a.ts", "../main.ts", "point down"],
    ["functions/x/a.ts", "../../cli/main.ts", "imports point down"],
    ["functions/x/a.ts", "../y/index.ts", "a function imports no other"],
    ["functions/x/a.ts", "../index.ts", "a function imports no other"],
    ["cli/a.ts", "../controller/main.ts", "imports point down"],
    ["cli/a.ts", "../tools/common.mjs", "there is no such module"],
    ["cli/a.ts", "./main", "there is no such module"],
  ])("refuse: %s from %s", (path, to, why) => {
    const own = modulesOf({ [path]: [to] });
    const targets = [
      "functions/index.ts",
      "lib/policy/b.ts",
      "lib/helm/b.ts",
      "lib/flux/b.ts",
      "cli/check/b.ts",
      "functions/y/index.ts",
      "cli/main.ts",
      "controller/main.ts",
    ].map((name) => [name, []] as const);
    expect(upward(new Map([...targets, ...own]))).toEqual([
      expect.stringContaining(why),
    ]);
  });

  test("refuse a circle, of types too", () => {
    const circle = { "lib/a.ts": ["./b.ts"], "lib/b.ts": ["./c.ts"] };
    const values = modulesOf({ ...circle, "lib/c.ts": ["./a.ts"] });
    expect(cycles(values)).toEqual([
      "lib/a.ts -> lib/b.ts -> lib/c.ts -> lib/a.ts",
    ]);
    const type = importsIn("lib/c.ts", 'import type { A } from "./a.ts";');
    expect(cycles(new Map([...values, ["lib/c.ts", type]]))).toHaveLength(1);
  });
});

function modulesOf(imports: Readonly<Record<string, string[]>>): Modules {
  return new Map(
    Object.entries(imports).map(([path, names]) => {
      const lines = names.map((name) => `import { x } from "${name}";`);
      return [path, importsIn(path, lines.join("\n"))];
    }),
  );
}

test("every rule of check-platform is judged", () => {
  const files = readdirSync(join(root, "functions/check-platform/rules"));
  const codes = DECISIONS.map(({ code }) => `${code.toLowerCase()}.ts`);
  expect(files.sort()).toEqual([...codes, "index.ts"].sort());
});

test("a decision that is off by itself is judged where a config says so", () => {
  const decision = { code: "NS-CREATE", says: "", checks: [] };
  const severity = (rules: Spec["rules"], off: boolean) => {
    const one = off ? { ...decision, default: "off" as const } : decision;
    return severityOf(one, { rules } as Spec);
  };
  expect(severity({}, false)).toBe("error");
  expect(severity({}, true)).toBe("off");
  expect(severity({ "NS-CREATE": "warning" }, true)).toBe("warning");
});

test("what only functions read is what they list, and exceptions", () => {
  const kinds = functions.flatMap(({ resources = [] }) =>
    resources.map(({ kind }) => kind),
  );
  expect([...READ_ONLY_KINDS].sort()).toEqual(
    [...kinds, "GuardrailException"].sort(),
  );
});

test("every function has all its parts", () => {
  expect(parityProblems(root, functions)).toEqual([]);
});

/** What a checkout does not have, or nothing here reads. */
const NOT_COPIED = [
  ".git",
  ".tools",
  "coverage",
  "dist",
  "examples/platform/rendered",
  "node_modules",
  "test/bench",
];

/** A checkout of its own, which shares the packages. */
function copyOfRepository(): string {
  const copy = join(temporaryFolder(), "copy");
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => !NOT_COPIED.includes(relative(root, path)),
  });
  symlinkSync(at("node_modules"), join(copy, "node_modules"));
  // Or the copy's build would download it.
  mkdirSync(join(copy, ".tools"));
  for (const tool of ["bin", "runtime"]) {
    symlinkSync(at(".tools", tool), join(copy, ".tools", tool));
  }
  return copy;
}

describe.each(
  functions.map(({ kind, rules }) => ({
    kind,
    program: programOf(kind),
    codes: Object.keys(rules).filter((code) => isOnlyIn(kind, code)),
  })),
)("the folder of $program and its line in the registry", (one) => {
  const copy = copyOfRepository();
  const path = (name: string) => join(copy, name);
  const node = (...args: string[]) => {
    const { stdout, stderr, code } = spawn(process.execPath, args, {
      cwd: copy,
    });
    return [`${stdout}${stderr}`, code];
  };

  test("are all of it, for the command and the build too", () => {
    rmSync(path(`functions/${one.program}`), { recursive: true });
    const lines = readFileSync(path("functions/index.ts"), "utf8").split("\n");
    const others = lines.filter((line) => !line.includes(one.kind));
    expect(others).toHaveLength(lines.length - 1);
    writeFileSync(path("functions/index.ts"), others.join("\n"));
    expect(node("tools/generate.mjs")).toEqual(["", 0]);
    const modules = readModules(copy);
    expect(upward(modules)).toEqual([]);
    const named = [one.kind, ...one.codes].map((name) => `"${name}"`);
    const left = [...modules.keys()].filter((file) => {
      const text = readFileSync(path(file), "utf8");
      return named.some((name) => text.includes(name));
    });
    expect(left).toEqual([]);
    writeFileSync(path("tsconfig.rest.json"), WITHOUT_TESTS);
    const tsc = "node_modules/typescript/bin/tsc";
    expect(node(tsc, "-p", "tsconfig.rest.json")).toEqual(["", 0]);
    expect(node("tools/build.mjs")[1]).toBe(0);
    const example =
      one.program === "label-namespaces" ? "expand-tenant" : "label-namespaces";
    const args = ["check", `examples/${example}-basic`];
    const checked = spawn(path("dist/flux-platform"), args, { cwd: copy });
    expect(checked.stdout.toString()).toContain(": the guardrails hold");
  }, 60_000);
});

/** NS-PRUNE is a rule of two functions. */
function isOnlyIn(kind: string, code: string): boolean {
  return functions.every((one) => one.kind === kind || !(code in one.rules));
}

/** Tests of one function go with it. */
const WITHOUT_TESTS = JSON.stringify({
  extends: "./tsconfig.json",
  include: ["functions", "lib", "cli", "tools"],
});

describe("npm run new-function", () => {
  const copy = copyOfRepository();
  const node = (...args: string[]) =>
    spawn(process.execPath, args, { cwd: copy });

  beforeAll(() => {
    const { stderr, code } = node("tools/new-function.mjs", "require-owners");
    expect([stderr, code]).toEqual(["", 0]);
  }, 60_000);

  test("makes a function that has all its parts", () => {
    const registry = registryOf(copy);
    expect(registry.map(({ kind }) => programOf(kind))).toContain(
      "require-owners",
    );
    expect(parityProblems(copy, registry)).toEqual([]);
    expect(upward(readModules(copy))).toEqual([]);
  });

  test("makes cases that pass, and a config that is refused", () => {
    const cases = ["test/cases.test.ts", "-t", "^require-owners "];
    const ran = node("node_modules/jest/bin/jest.js", ...cases);
    expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)]);
    const told = (name: string): string => {
      const folder = join(copy, "functions/require-owners/cases", name);
      return readdirSync(folder).includes("messages.txt")
        ? readFileSync(join(folder, "messages.txt"), "utf8")
        : "";
    };
    expect(told("invalid-config")).toMatch(
      /spec.selct: .* did you mean select\?\nexit 1\n$/,
    );
    expect(told("typical")).toBe(
      "error [REQUIRE-OWNERS] Namespace team-a metadata.annotations.owner: has no owner: name one in the annotation\nexit 1\n",
    );
    for (const name of ["exception", "selection", "no-op", "awkward-input"]) {
      expect([name, told(name)]).toEqual([name, ""]);
    }
  });

  test("notices every part that is missing", () => {
    const registry = registryOf(copy);
    const without = (path: string): string[] => {
      const [there, aside] = [join(copy, path), join(copy, "aside")];
      renameSync(there, aside);
      const problems = parityProblems(copy, registry);
      renameSync(aside, there);
      return problems;
    };
    const own = "functions/require-owners";
    expect(without(own).join("\n")).toMatch("there is no folder");
    expect(without("dist/require-owners")).toEqual([
      "dist/require-owners is missing or can't be run: run npm run build",
    ]);
    expect(without("dist/bin/require-owners.js")).toEqual([
      "dist/bin/require-owners.js is missing: run npm run build",
    ]);
    expect(without("dist/schemas/RequireOwners.json")).toEqual([
      "dist/schemas/RequireOwners.json is missing: run npm run build",
    ]);
    expect(without(`${own}/README.md`)).toEqual([
      `${own}/README.md is missing: write why, options, rules and limits`,
    ]);
    expect(without("examples/require-owners-basic")).toEqual([
      expect.stringMatching("examples/require-owners-<topic> is missing"),
    ]);
    const cases = join(copy, own, "cases");
    cpSync(cases, join(copy, "cases"), { recursive: true });
    for (const name of ["no-op", "selection", "exception"]) {
      rmSync(join(cases, name), { recursive: true });
    }
    expect(parityProblems(copy, registry)).toEqual([
      expect.stringMatching(`${own}/cases has 3 cases, 4 are the fewest`),
    ]);
    cpSync(join(copy, "cases"), cases, { recursive: true });
  });

  test("notices what is not registered, not listed or not explained", () => {
    const registry = registryOf(copy);
    const others = registry.filter(({ kind }) => kind !== "RequireOwners");
    expect(parityProblems(copy, others)).toEqual([
      expect.stringMatching("functions/require-owners is not in"),
      expect.stringMatching("dist/require-owners belongs to no function"),
      expect.stringMatching("dist/bin/require-owners.js belongs to no"),
      expect.stringMatching("dist/schemas/RequireOwners.json is no function's"),
    ]);
    const coded = registry.map((one) =>
      one.kind === "RequireOwners"
        ? { ...one, rules: { ...one.rules, "OWN-NONE": "" } }
        : one,
    );
    expect(parityProblems(copy, coded)).toEqual([
      expect.stringMatching('write a section "### OWN-NONE"'),
    ]);
    expect(parityProblems(copy, [...registry].reverse())).toEqual([
      "functions/index.ts is not sorted by name: sort its lines",
    ]);
    const readme = join(copy, "README.md");
    writeFileSync(
      readme,
      readFileSync(readme, "utf8").replaceAll("`RequireOwners`", ""),
    );
    expect(parityProblems(copy, registry)).toEqual([
      "README.md has no row for require-owners: run npm run generate",
    ]);
  });
});

describe("a decision of check-platform that is off by itself", () => {
  const copy = copyOfRepository();
  const path = (name: string) => join(copy, "functions/check-platform", name);
  const node = (...args: string[]) =>
    spawn(process.execPath, args, { cwd: copy });

  test("is a file and a line, and turns no case red", () => {
    writeFileSync(
      path("rules/cfg-none.ts"),
      [
        'import type { Decision } from "../decision.ts";',
        'import { type Breach, breach, type World } from "../world.ts";',
        "export const cfgNone = {",
        '  code: "CFG-NONE",',
        '  says: "There is no ConfigMap.",',
        '  default: "off",',
        '  checks: [{ sees: "ConfigMaps", run: breaches }],',
        "} as const satisfies Decision;",
        "function breaches({ objects }: World): Breach[] {",
        "  return objects",
        '    .filter(({ kind }) => kind === "ConfigMap")',
        '    .map((item) => breach(item, ["kind"], "must not be there"));',
        "}",
      ].join("\n"),
    );
    const table = readFileSync(path("rules/index.ts"), "utf8")
      .replace("import", 'import { cfgNone } from "./cfg-none.ts";\nimport')
      .replace("DECISIONS = [", "DECISIONS = [\n  cfgNone,");
    writeFileSync(path("rules/index.ts"), table);
    for (const tool of ["generate", "build"]) {
      expect(node(`tools/${tool}.mjs`)).toMatchObject({ code: 0, stderr: "" });
    }
    const jest = ["node_modules/jest/bin/jest.js", "test/cases.test.ts"];
    const ran = node(...jest, "-t", "^check-platform ");
    expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)]);
  }, 60_000);

  test("judges where a config switches it on", () => {
    const told = (rules: string) =>
      spawn(join(copy, "dist/check-platform"), [], {
        input: Buffer.from(
          [
            "apiVersion: config.kubernetes.io/v1",
            "kind: ResourceList",
            "items: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }]",
            "functionConfig:",
            "  apiVersion: flux-platform.dev/v1alpha1",
            "  kind: CheckPlatform",
            `  spec: { rules: { ${rules} } }`,
          ].join("\n"),
        ),
      });
    expect(told("")).toMatchObject({ code: 0, stderr: "" });
    expect(told("CFG-NONE: error")).toMatchObject({
      code: 1,
      stderr:
        "check-platform: error [CFG-NONE] ConfigMap a kind: must not be there\n",
    });
  });
});

describe("a command", () => {
  const copy = copyOfRepository();
  const node = (...args: string[]) =>
    spawn(process.execPath, args, { cwd: copy });
  const file = (name: string) => join(copy, "cli/commands", `${name}.ts`);

  test("is one file, which the build wants in the table", () => {
    writeFileSync(
      file("hello"),
      [
        'import type { CommandDefinition } from "../process/command.ts";',
        "export const command: CommandDefinition = {",
        '  summary: "greet",',
        '  help: "\\nExample:\\n  flux-platform hello",',
        '  declare: (command) => void command.action(() => console.log("hello")),',
        "};",
      ].join("\n"),
    );
    expect(node("tools/build.mjs")).toMatchObject({
      code: 1,
      stderr:
        "cli/commands/index.ts is not what its folder holds: run npm run generate\n",
    });
    for (const tool of ["generate", "build"]) {
      expect(node(`tools/${tool}.mjs`)).toMatchObject({ code: 0, stderr: "" });
    }
    const { stdout } = spawn(join(copy, "dist/flux-platform"), ["hello"]);
    expect(stdout.toString()).toBe("hello\n");
  }, 60_000);

  test("can't have a function's name", () => {
    renameSync(file("hello"), file("label-namespaces"));
    const { stderr, code } = node("tools/build.mjs");
    expect(code).not.toBe(0);
    expect(stderr).toContain(
      "cli/commands/label-namespaces.ts: label-namespaces is a function or what every program knows",
    );
  });
});

/** The registry of a copy, which the module cache of this test knows not. */
function registryOf(folder: string): Registry {
  return require(join(folder, "functions/index.ts")).functions;
}
