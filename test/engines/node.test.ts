/** The programs on every supported Node, however they were installed. */
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { functions } from "../../functions/index.ts";
import { programOf } from "../../lib/krm/define.ts";
import { describeWith } from "../engines.ts";
import { build, output } from "../helpers/kustomize.ts";
import { item, labelConfig, resourceList } from "../helpers/lists.ts";
import { cleanEnv, spawn } from "../helpers/program.ts";
import { at, root, temporaryFolder } from "../helpers/repository.ts";

const folder = temporaryFolder();
const PROGRAMS = [
  "flux-platform",
  ...functions.map(({ kind }) => programOf(kind)),
];
/** Programs that run the config below; the others refuse its kind. */
const TAKES_LABELS = new Set(["flux-platform", "label-namespaces", "pipeline"]);
const LABEL = "    labels:\n      environment: production\n";
const items = item("Namespace", "edited");
const config = labelConfig("edited");
const input = resourceList(items, config);
const expected = resourceList(items + LABEL, config);

/** Where the packed package was installed to, and unpacked without npm. */
const installed = join(folder, "installed");
const unpacked = join(folder, "unpacked");

beforeAll(() => {
  const packed = spawn(
    "npm",
    ["pack", "--silent", "--pack-destination", folder],
    { cwd: root },
  );
  const tarball = join(folder, packed.stdout.toString().trim());
  mkdirSync(unpacked);
  output(spawn("tar", ["-xpzf", tarball, "-C", unpacked]));
  mkdirSync(installed);
  writeFileSync(join(installed, "package.json"), "{}");
  const flags = ["--offline", "--no-audit", "--no-fund", "--silent"];
  output(spawn("npm", ["install", ...flags, tarball], { cwd: installed }));
  symlinkSync(at("dist"), join(folder, "linked-dist"));
  for (const name of PROGRAMS)
    symlinkSync(at("dist", name), join(folder, name));
}, 120_000);

/** A folder whose `node` is the given one. */
function pathTo(node: string): string {
  const own = join(folder, `path${node.replaceAll("/", "-")}`);
  mkdirSync(own, { recursive: true });
  try {
    symlinkSync(node, join(own, "node"));
  } catch {
    // Made by the test before.
  }
  return [own, process.env.PATH].join(delimiter);
}

const places: readonly (readonly [string, (name: string) => string])[] = [
  ["the checkout", (name) => at("dist", name)],
  ["a link", (name) => join(folder, name)],
  ["a linked folder", (name) => join(folder, "linked-dist", name)],
  [
    "the installed package",
    (name) =>
      join(installed, "node_modules/flux-platform-functions/dist", name),
  ],
  ["the unpacked tarball", (name) => join(unpacked, "package/dist", name)],
  ["the package's bin", (name) => join(installed, "node_modules/.bin", name)],
];

describeWith(["node20", "node22", "node24"], "on every Node", (nodes) => {
  describe.each(Object.entries(nodes))("%s", (_name, node) => {
    test.each(places)("runs from %s", (_title, pathOf) => {
      const PATH = pathTo(node);
      for (const program of PROGRAMS) {
        if (!TAKES_LABELS.has(program)) continue;
        const { stdout, stderr, code } = spawn(pathOf(program), [], {
          input: Buffer.from(input),
          env: cleanEnv({ PATH }),
        });
        expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
        expect(stdout.toString()).toBe(expected);
      }
    });

    test("a program's name restricts it, from everywhere", () => {
      for (const [, pathOf] of places) {
        const { stderr, code } = spawn(pathOf("inject-tolerations"), [], {
          input: Buffer.from(input),
          env: cleanEnv({ PATH: pathTo(node) }),
        });
        expect(code).toBe(1);
        expect(stderr).toMatch(
          /^inject-tolerations: inject-tolerations runs InjectTolerations only/,
        );
      }
    });
  });
});

test("a copy on its own says what it misses, and exits otherwise than 0", () => {
  const copy = join(folder, "alone", "label-namespaces");
  mkdirSync(join(folder, "alone"));
  copyFileSync(at("dist", "label-namespaces"), copy);
  chmodSync(copy, 0o755);
  const { stdout, code } = spawn(copy, [], { input: Buffer.from(input) });
  expect(code).not.toBe(0);
  expect(stdout).toHaveLength(0);
});

describe.each(PROGRAMS)("%s", (name) => {
  test.each([
    ["dist", at("dist", name)],
    ["the tarball", join(unpacked, "package/dist", name)],
  ])("is a regular small file in %s that can be run", (_title, path) => {
    const stat = lstatSync(path);
    expect(stat.isFile()).toBe(true);
    expect(stat.mode & 0o777).toBe(0o755);
    expect(stat.size).toBeLessThanOrEqual(300_000);
    expect(readFileSync(path, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

test("no script builds what no schema asks for", () => {
  const parts = readdirSync(at("dist", "parts")).filter((name) =>
    name.endsWith(".js"),
  );
  const holding = parts.filter((name) =>
    readFileSync(at("dist", "parts", name), "utf8").includes("Emoji"),
  );
  expect(holding).toEqual([]);
});

test("the package holds what dist holds", () => {
  const names = (path: string): string[] =>
    readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => name !== ".stamp" && !/\bcompiled\b/.test(name))
      .sort();
  expect(names(join(unpacked, "package/dist"))).toEqual(names(at("dist")));
});

describeWith(
  "kustomize",
  "by a bare name from PATH in Kustomize",
  ({ kustomize }) => {
    test.each(["the installed package", "the checkout"])("%s", (title) => {
      const own = join(folder, title);
      mkdirSync(own);
      const bin =
        title === "the checkout"
          ? at("dist")
          : join(installed, "node_modules/.bin");
      const annotations =
        "  annotations:\n    config.kubernetes.io/function: |\n      exec:\n        path: label-namespaces\n";
      writeFileSync(
        join(own, "config.yaml"),
        config.replace(
          "  name: guardrails\n",
          `  name: guardrails\n${annotations}`,
        ),
      );
      writeFileSync(
        join(own, "namespace.yaml"),
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: edited\n",
      );
      writeFileSync(
        join(own, "kustomization.yaml"),
        "resources: [namespace.yaml]\ntransformers: [config.yaml]\n",
      );
      const PATH = [bin, process.env.PATH].join(delimiter);
      const printed = output(
        build(kustomize, own, { env: cleanEnv({ PATH }) }),
      );
      expect(printed.toString()).toContain("environment: production");
    });
  },
);
