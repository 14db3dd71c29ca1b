/** Every way to a program, however it was installed or copied. */
import { type ChildProcess, spawn as start } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { thisPlatform } from "../../cli/platform.mjs";
import { describeWith } from "../engines.ts";
import { build, output } from "../helpers/kustomize.ts";
import { item, labelConfig, resourceList } from "../helpers/lists.ts";
import { cleanEnv, type Printed, spawn } from "../helpers/program.ts";
import { copyCheckout, installOffline, release } from "../helpers/release.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";

const folder = temporaryFolder();
const platform = thisPlatform();
const LABEL = "    labels:\n      environment: production\n";
const items = item("Namespace", "edited");
const config = labelConfig("edited");
const input = resourceList(items, config);
const edited = resourceList(items + LABEL, config);
const REFUSED =
  /^inject-tolerations: inject-tolerations runs InjectTolerations/;

/** What programs do with that list, by their names. */
const CASES: readonly (readonly [string, string, RegExp, number])[] = [
  ["flux-platform", edited, /^$/, 0],
  ["label-namespaces", edited, /^$/, 0],
  ["pipeline", edited, /^$/, 0],
  ["inject-tolerations", input, REFUSED, 1],
];

const npm = join(folder, "npm");
const nodeOnly = join(folder, "node-only");
const tarball = join(folder, "tarball");

beforeAll(() => {
  const checkout = copyCheckout(join(folder, "checkout"), { built: true });
  const made = release(checkout, [platform]);
  installOffline(npm, [made.npm(), made.npm(platform)]);
  installOffline(nodeOnly, [made.npm()], ["--omit=optional"]);
  mkdirSync(tarball);
  const archive = made.files.find((name) => name.endsWith(".tar.gz")) ?? "";
  const args = ["-xzf", join(made.folder, archive), "-C", tarball];
  output(spawn("tar", [...args, "--strip-components=1"]));
  rmSync(checkout, { recursive: true });
  for (const name of ["links", "alone"]) mkdirSync(join(folder, name));
  for (const [name] of CASES) {
    symlinkSync(at("dist", name), join(folder, "links", name));
    copyFileSync(at("dist/flux-platform"), join(folder, "alone", name));
  }
  symlinkSync(at("dist"), join(folder, "linked"));
}, 240_000);

const library = (root: string, ...parts: string[]): string =>
  join(root, "node_modules", ...parts);

/** Where a program is, by its name. */
const ROUTES: Readonly<Record<string, (name: string) => string>> = {
  "the checkout": (name) => at("dist", name),
  "a link": (name) => join(folder, "links", name),
  "a linked folder": (name) => join(folder, "linked", name),
  "a copied file": (name) => join(folder, "alone", name),
  "the unpacked tarball": (name) => join(tarball, name),
  "npm's bin": (name) => library(npm, ".bin", name),
  "npm's package": (name) =>
    library(npm, "flux-platform-functions/dist/bin", `${name}.js`),
  "npm's bin on Node": (name) => library(nodeOnly, ".bin", name),
};
/** Those of them that Node runs: the executable refuses what would change it. */
const ON_NODE = ["npm's bin on Node"];

/** Runs a program over the list, in a folder that holds nothing. */
function run(
  path: string,
  env: Readonly<Record<string, string>> = {},
): Printed {
  const cwd = join(folder, "links");
  return spawn(path, [], {
    input: Buffer.from(input),
    env: cleanEnv(env),
    cwd,
  });
}

describe.each(Object.entries(ROUTES))("%s", (route, pathOf) => {
  test.each(CASES)("%s", (name, stdout, stderr, code) => {
    const printed = run(pathOf(name));
    expect(printed.stderr).toMatch(stderr);
    expect(printed.stdout.toString()).toBe(stdout);
    expect(printed.code).toBe(code);
  });

  test("runs the executable, or Node, as it should", () => {
    const env = cleanEnv({ BUN_JSC_useJIT: "0" });
    const { code } = spawn(pathOf("pipeline"), ["--version"], { env });
    expect(code).toBe(ON_NODE.includes(route) ? 0 : 1);
  });

  test("takes arguments", () => {
    const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
    const printed = spawn(pathOf("label-namespaces"), ["--version"]);
    expect(printed.stdout.toString()).toBe(`${version}\n`);
    expect(spawn(pathOf("flux-platform"), ["no-such"]).code).toBe(1);
  });
});

test("a link of any name runs what it leads to, by a function's name too", () => {
  const link = join(folder, "guardrail");
  symlinkSync(at("dist/inject-tolerations"), link);
  expect(run(link).stderr).toMatch(REFUSED);
  symlinkSync(at("dist/flux-platform"), join(folder, "anything"));
  expect(run(join(folder, "anything")).stdout.toString()).toBe(edited);
});

test("flux-platform run NAME is NAME", () => {
  const program = join(folder, "alone", "flux-platform");
  const options = { input: Buffer.from(input) };
  const { stderr } = spawn(program, ["run", "inject-tolerations"], options);
  expect(stderr).toMatch(REFUSED);
});

describeWith(
  ["node20", "node22", "node24"],
  "npm without optional",
  (nodes) => {
    test.each(Object.entries(nodes))("runs on %s", (name, node) => {
      const bin = join(folder, name);
      mkdirSync(bin);
      symlinkSync(node, join(bin, "node"));
      const PATH = [bin, process.env.PATH].join(delimiter);
      for (const [program, stdout, stderr, code] of CASES) {
        const printed = run(library(nodeOnly, ".bin", program), { PATH });
        expect(printed.stderr).toMatch(stderr);
        expect(printed.stdout.toString()).toBe(stdout);
        expect(printed.code).toBe(code);
      }
    });
  },
);

describe("npm's launcher", () => {
  const own = library(npm, `flux-platform-functions-${platform}`);
  const bin = library(npm, ".bin/label-namespaces");

  /** Whether it runs on Node while the platform's package is changed. */
  function runsOnNodeWith(name: string, text: string): boolean {
    const path = join(own, name);
    const kept = join(folder, "kept");
    copyFileSync(path, kept);
    rmSync(path);
    writeFileSync(path, text);
    const { stdout, stderr, code } = run(bin, { BUN_JSC_useJIT: "0" });
    rmSync(path);
    copyFileSync(kept, path);
    if (code !== 0) return false;
    expect([stdout.toString(), stderr]).toEqual([edited, ""]);
    return true;
  }

  test("leaves an executable alone that is of another version", () => {
    const text = readFileSync(join(own, "package.json"), "utf8");
    expect(runsOnNodeWith("package.json", text)).toBe(false);
    const other = text.replace(/"version": ".*"/, '"version": "99.0.0"');
    expect(runsOnNodeWith("package.json", other)).toBe(true);
  });

  test("runs the same program on Node where the executable can't start", () => {
    expect(runsOnNodeWith("flux-platform", "no run bit\n")).toBe(true);
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "passes %s on",
    async (signal) => {
      const child = start(bin, { stdio: ["pipe", "pipe", "inherit"] });
      const ended = ending(child);
      await started(child);
      child.kill(signal);
      // stdout closes when the executable is gone too, not only the launcher.
      expect(await ended).toBe(signal);
    },
  );
});

/** When a launcher runs its executable. */
async function started({ pid }: ChildProcess): Promise<void> {
  const children = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(children)) throw new Error(`${children} is not there`);
  while (readFileSync(children, "utf8") === "") {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The signal that ended a process, when nobody holds its stdout any more. */
function ending(child: ChildProcess): Promise<NodeJS.Signals | null> {
  child.stdout?.resume();
  return new Promise((resolve) => {
    child.on("close", (_code, signal) => resolve(signal));
  });
}

describeWith(
  "kustomize",
  "by a bare name from PATH in Kustomize",
  (engines) => {
    test.each([
      ["the checkout", at("dist")],
      ["the unpacked tarball", tarball],
      ["npm's bin", library(npm, ".bin")],
      ["npm's bin on Node", library(nodeOnly, ".bin")],
    ])("%s", (title, bin) => {
      const own = join(folder, "kustomize", title);
      mkdirSync(own, { recursive: true });
      const annotations =
        "  annotations:\n    config.kubernetes.io/function: |\n      exec:\n        path: label-namespaces\n";
      const name = "  name: guardrails\n";
      const files = {
        "config.yaml": config.replace(name, `${name}${annotations}`),
        "namespace.yaml":
          "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: edited\n",
        "kustomization.yaml":
          "resources: [namespace.yaml]\ntransformers: [config.yaml]\n",
      };
      for (const [file, text] of Object.entries(files)) {
        writeFileSync(join(own, file), text);
      }
      const PATH = [bin, process.env.PATH].join(delimiter);
      const { kustomize } = engines;
      const printed = output(
        build(kustomize, own, { env: cleanEnv({ PATH }) }),
      );
      expect(printed.toString()).toContain("environment: production");
    });
  },
);
