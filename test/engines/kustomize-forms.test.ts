/** The ways in which a kustomization names a function and configures it. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describeWith } from "../engines.ts";
import { build, output } from "../helpers/kustomize.ts";
import { cleanEnv, programPath } from "../helpers/program.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";

const EXAMPLE = "examples/label-namespaces-basic";
const CONFIG = "label-namespaces.yaml";

describeWith("kustomize", "a function in Kustomize", ({ kustomize }) => {
  const folder = temporaryFolder();
  const expected = readFileSync(at(EXAMPLE, "expected/output.yaml"), "utf8");

  /** A copy of the example whose config runs another `exec.path`. */
  const copyWith = (name: string, execPath: string): string => {
    const copy = join(folder, name);
    cpSync(at(EXAMPLE), copy, { recursive: true });
    const config = readFileSync(join(copy, CONFIG), "utf8");
    const changed = config.replace(/(?<= path: ).*/, execPath);
    expect(changed).not.toBe(config);
    writeFileSync(join(copy, CONFIG), changed);
    return copy;
  };
  const printedBy = (copy: string, path = ""): string => {
    const PATH = [path, process.env.PATH].filter(Boolean).join(delimiter);
    return output(
      build(kustomize, copy, { env: cleanEnv({ PATH }) }),
    ).toString();
  };

  test("by its name, from PATH", () => {
    const copy = copyWith("name", "label-namespaces");
    expect(printedBy(copy, at("dist"))).toBe(expected);
    expect(() => printedBy(copy)).toThrow(
      /label-namespaces.*not found in \$PATH/,
    );
  });

  test("by its absolute path", () => {
    const copy = copyWith("absolute", programPath("label-namespaces"));
    expect(printedBy(copy)).toBe(expected);
  });

  test("by a link to it, of any name", () => {
    symlinkSync(programPath("label-namespaces"), join(folder, "labels"));
    expect(printedBy(copyWith("link", "../labels"))).toBe(expected);
  });

  test("by a link of its name to flux-platform", () => {
    const link = join(folder, "label-namespaces");
    symlinkSync(programPath("flux-platform"), link);
    const copy = copyWith("launcher", "../label-namespaces");
    expect(printedBy(copy)).toBe(expected);
  });

  test("by flux-platform itself, which the config's kind is enough for", () => {
    const copy = copyWith("kind", programPath("flux-platform"));
    expect(printedBy(copy)).toBe(expected);
  });

  test("with a ConfigMap, which the program's name gives its meaning", () => {
    const configMap = (program: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: labels
  annotations:
    config.kubernetes.io/function: |
      exec:
        path: ${programPath(program)}
data:
  example.com/zone: north
`;
    const copy = copyWith("config-map", "unused");
    writeFileSync(join(copy, CONFIG), configMap("label-namespaces"));
    const plain = output(build(kustomize, copy, { withoutExec: true }));
    const label = "    example.com/zone: north\n";
    const labels = plain
      .toString()
      .replace("  name: kube-node-lease\n", `  labels:\n${label}$&`)
      .replaceAll(
        / {4}cost-center: .*\n(?: {4}environment: .*\n)?/g,
        `$&${label}`,
      );
    expect(printedBy(copy)).toBe(labels);
    writeFileSync(join(copy, CONFIG), configMap("flux-platform"));
    expect(() => printedBy(copy)).toThrow(
      /does not say which function is meant/,
    );
  });
});
