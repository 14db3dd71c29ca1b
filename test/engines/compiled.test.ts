/** Code that was compiled ahead is used where it fits, and only there. */
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../engines.ts";
import { item, labelConfig, resourceList } from "../helpers/lists.ts";
import { spawn } from "../helpers/program.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";

const LABEL = "    labels:\n      environment: production\n";
const items = item("Namespace", "edited");
const config = labelConfig("edited");
const input = Buffer.from(resourceList(items, config));
const expected = resourceList(items + LABEL, config);

const folder = temporaryFolder();
let copies = 0;

/** A copy of dist with other compiled code. */
function copyOf(change: (compiled: string) => void): string {
  const copy = join(folder, `dist-${copies++}`);
  cpSync(at("dist"), copy, { recursive: true });
  change(join(copy, "parts", "compiled"));
  return copy;
}

describeWith(["node20", "node22", "node24"], "compiled ahead", (nodes) => {
  describe.each(Object.entries(nodes))("%s", (_name, node) => {
    const labelsIn = (dist: string) => {
      const program = join(dist, "label-namespaces");
      const { stdout, stderr, code } = spawn(node, [program], { input });
      return { stdout: stdout.toString(), stderr, code };
    };
    const works = { stdout: expected, stderr: "", code: 0 };

    test.each([
      ["label-namespaces", ["program-label-namespaces"]],
      ["flux-platform", ["kernel", "label-namespaces"]],
    ])("is taken by %s", (program, parts) => {
      const script = `const vm = require("node:vm");
vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    const { filename } = options;
    console.error(filename.replace(/.*[/]/, ""), this.cachedDataRejected);
  }
};
process.argv[1] = "${program}";
require("./${program}");`;
      const { stderr } = spawn(node, ["-e", script], {
        cwd: at("dist"),
        input,
      });
      expect(stderr).toBe(parts.map((part) => `${part}.js false\n`).join(""));
    });

    test("is there for every script and part", () => {
      const version = spawn(node, ["-p", "process.version"]).stdout;
      const folder = `${version.toString().trim()}-${process.arch}`;
      const scripts = readdirSync(at("dist", "parts")).flatMap((file) =>
        file.endsWith(".js") ? [file.slice(0, -3)] : [],
      );
      // No sample is for the fallback.
      expect([
        ...readdirSync(at("dist", "parts", "compiled", folder)),
        "yaml",
      ]).toEqual(expect.arrayContaining(scripts));
    });

    test("is not needed", () => {
      const dist = copyOf((made) => rmSync(made, { recursive: true }));
      expect(labelsIn(dist)).toEqual(works);
    });

    test.each([
      ["nothing", Buffer.alloc(0)],
      ["noise", Buffer.alloc(5000, "noise")],
    ])("is left alone where it is %s", (_what, noise) => {
      const dist = copyOf((made) => {
        for (const version of readdirSync(made)) {
          for (const part of readdirSync(join(made, version)))
            writeFileSync(join(made, version, part), noise);
        }
      });
      expect(labelsIn(dist)).toEqual(works);
    });

    test("is left alone where another Node made it", () => {
      const dist = copyOf((made) => {
        const versions = readdirSync(made);
        for (const [index, version] of versions.entries()) {
          const other = versions[(index + 1) % versions.length] ?? "";
          const from = join(at("dist", "parts", "compiled"), other);
          cpSync(from, join(made, version), { recursive: true });
        }
      });
      expect(labelsIn(dist)).toEqual(works);
    });

    test("is made by flux-platform compile", () => {
      const dist = copyOf((made) => rmSync(made, { recursive: true }));
      const made = spawn(node, [join(dist, "flux-platform"), "compile"]);
      expect({ ...made, stdout: made.stdout.toString() }).toEqual({
        stdout: "",
        stderr: "",
        code: 0,
      });
      expect(readdirSync(join(dist, "parts", "compiled"))).toHaveLength(1);
      expect(labelsIn(dist)).toEqual(works);
    });
  });

  test("a folder that takes no files is told", () => {
    const dist = copyOf((made) => {
      rmSync(made, { recursive: true });
      writeFileSync(made, "no folder");
    });
    const program = join(dist, "flux-platform");
    const { stderr, code } = spawn(nodes.node24, [program, "compile"]);
    expect(stderr).toMatch(
      /^flux-platform: the folder of the programs takes no files \(\w+\): run this as the user that installed them\n$/,
    );
    expect(code).toBe(1);
  });
});
