/**
 * Real Kustomize over the examples. `UPDATE=1 npx jest test/engines` writes
 * what it prints as what is expected; review the difference.
 */
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { parseAllDocuments } from "yaml";
import { describeWith } from "../engines.ts";
import { expectFile } from "../helpers/expected.ts";
import { build, output } from "../helpers/kustomize.ts";
import { PATHS, PLATFORM } from "../helpers/platform.ts";
import { at, root } from "../helpers/repository.ts";

const EU = "clusters/sts-devpkg/eu/cluster";
const LABEL = "platform.example.com/cluster: sts-devpkg-eu";

/** Where a folder's expected output is; a cluster's carries its own name. */
function expectedOf(path: string): string {
  return `${PLATFORM}/expected/${path.replace(/\/cluster$/, "")}.yaml`;
}

describeWith("kustomize", "kustomize", ({ kustomize }) => {
  test("every cluster and component path is expected, and nothing else", () => {
    expect(PATHS).toContain(EU);
    expect(PATHS.length).toBeGreaterThan(15);
    const files = readdirSync(at(PLATFORM, "expected"), { recursive: true })
      .map((name) => `${PLATFORM}/expected/${name}`)
      .filter((name) => name.endsWith(".yaml"));
    expect(files.sort()).toEqual(PATHS.map(expectedOf).sort());
  });

  const examples = [
    ...PATHS.map((path) => [`${PLATFORM}/${path}`, expectedOf(path)] as const),
    ...["label-namespaces-basic", "inject-tolerations-helm"].map(
      (name) =>
        [`examples/${name}`, `examples/${name}/expected/output.yaml`] as const,
    ),
  ];
  describe.each(examples)("%s", (path, expected) => {
    test("prints what is expected", () => {
      const printed = build(kustomize, path, { cwd: root });
      expectFile(expected, output(printed));
    });

    test("prints the same from elsewhere", () => {
      const printed = build(kustomize, at(path), { cwd: tmpdir() });
      expectFile(expected, output(printed));
    });
  });

  test("the trap: without --enable-exec nothing runs, and nobody says so", () => {
    const whole = build(kustomize, `${PLATFORM}/${EU}`);
    const { stdout, stderr, code } = build(kustomize, `${PLATFORM}/${EU}`, {
      withoutExec: true,
    });
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    expect(whole.stdout.toString()).toContain(LABEL);
    expect(stdout.toString()).not.toContain(LABEL);
    // What functions make of small files is missing as well.
    expect(countObjects(stdout)).toBeLessThan(countObjects(whole.stdout));
  });

  test("an error of a function fails the build and is shown", () => {
    const { stderr, code, stdout } = build(
      kustomize,
      at("test/fixtures/wrong-config"),
    );
    expect(code).toBe(1);
    expect(stdout).toHaveLength(0);
    expect(stderr).toContain(
      "label-namespaces: functionConfig LabelNamespaces has 1 mistake:\n  spec.rulez: unknown key, did you mean rules?",
    );
  });
});

function countObjects(yaml: Buffer): number {
  return parseAllDocuments(yaml.toString()).length;
}
