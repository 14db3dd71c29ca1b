/**
 * What orchestrators really send stays on the kernel's own paths: no text for
 * the `yaml` package, no node written anew, no splice that failed its proof.
 */
import {
  cpSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { functions } from "../../functions/index.ts";
import { cutList, itemNode } from "../../lib/krm/list.ts";
import { counters } from "../../lib/yaml/read.ts";
import { describeWith } from "../engines.ts";
import { frozen, type Ran, runInProcess } from "../helpers/in-process.ts";
import { copyPackage, evaluate, kpt } from "../helpers/kpt.ts";
import { build, output } from "../helpers/kustomize.ts";
import { PATHS, PLATFORM } from "../helpers/platform.ts";
import { makeRecorder } from "../helpers/recorder.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";

const folder = temporaryFolder();
const NONE = { fallbacks: 0, rewrites: 0, unproven: 0 };

beforeEach(() => {
  Object.assign(counters, NONE);
});

/** Runs what was sent, once as it is and once with every item read whole. */
function runAll(wires: readonly Buffer[], program?: string): Ran[] {
  return wires.map((wire) => {
    const ran = runInProcess(wire, { program });
    expect(
      runInProcess(wire, { program, registry: frozen(functions) }),
    ).toEqual(ran);
    return ran;
  });
}

/** Items with anchors are for the `yaml` package, all others are not. */
function expectFallbacksForAnchors(wire: string): void {
  const list = cutList(wire);
  const fallen = list.items.map((item) => {
    const before = counters.fallbacks;
    itemNode(wire, item);
    return counters.fallbacks > before;
  });
  const anchored = list.items.map(({ start, end }) =>
    / &\w/.test(wire.slice(start, end)),
  );
  expect(anchored).toContain(true);
  expect(fallen).toEqual(anchored);
}

test("the counters count", () => {
  const list = (item: string): string =>
    `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${item}functionConfig:\n` +
    "  apiVersion: flux-platform.dev/v1alpha1\n  kind: LabelNamespaces\n  spec: {rules: [{labels: {a: b}}]}\n";
  const metadata =
    "metadata: &m\n    name: a\n    labels: {x: y}\n  copy: *m\n";
  runInProcess(list(`- apiVersion: v1\n  kind: Namespace\n  ${metadata}`));
  expect(counters.fallbacks).toBeGreaterThan(0);
  expect(counters.rewrites).toBeGreaterThan(0);
});

describeWith("kustomize", "what Kustomize sends", ({ kustomize }) => {
  const copy = join(folder, PLATFORM);
  const { path, recorded } = makeRecorder(folder);

  beforeAll(() => {
    cpSync(at(PLATFORM), copy, { recursive: true });
    symlinkSync(at("dist"), join(folder, "dist"));
    const config = join(copy, "clusters/_components/guardrails/pipeline.yaml");
    const text = readFileSync(config, "utf8");
    writeFileSync(
      config,
      text.replace(/path: .*\/dist\/pipeline/, `path: ${path}`),
    );
    for (const one of PATHS) output(build(kustomize, join(copy, one)));
  });

  test("needs no fallback and no rewrite", () => {
    const wires = recorded();
    expect(wires.length).toBeGreaterThanOrEqual(PATHS.length);
    const edited = runAll(wires).filter(({ stdout, code }, index) => {
      expect(code).toBe(0);
      return !stdout?.equals(wires[index] ?? Buffer.alloc(0));
    });
    expect(edited.length).toBeGreaterThan(PATHS.length / 2);
    expect(counters).toEqual(NONE);
  });

  test("is changed the first time only", () => {
    for (const { stdout = Buffer.alloc(0) } of runAll(recorded())) {
      expect(runInProcess(stdout).stdout?.equals(stdout)).toBe(true);
    }
    expect(counters).toEqual(NONE);
  });
});

describeWith("kpt", "what kpt sends", ({ kpt: program }) => {
  const own = temporaryFolder();
  const CONFIGS = ["label-namespaces.yaml", "inject-tolerations.yaml"];

  const needsNoRewrite = (wires: readonly Buffer[]): void => {
    expect(wires).toHaveLength(CONFIGS.length);
    runAll(wires).forEach(({ stdout, code }, index) => {
      expect(code).toBe(0);
      const input = String(wires[index]);
      expect(String(stdout)).not.toBe(input);
      const before = parse(input).items.length;
      expect(parse(String(stdout)).items).toHaveLength(before);
    });
    expect(counters).toEqual({ ...NONE, fallbacks: expect.any(Number) });
  };

  test("to evaluate a function needs no rewrite", () => {
    const folder = join(own, "eval");
    mkdirSync(folder);
    const { path, recorded } = makeRecorder(folder);
    const copy = copyPackage(own, "evaluated");
    for (const name of CONFIGS) {
      evaluate(program, copy, path, readFileSync(join(copy, name), "utf8"));
    }
    needsNoRewrite(recorded());
  });

  test("to render a package needs no rewrite", () => {
    const folder = join(own, "render");
    mkdirSync(folder);
    const { path, recorded } = makeRecorder(folder);
    const copy = copyPackage(own, "rendered");
    const file = join(copy, "Kptfile");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replaceAll(/(?<=exec: ).*/g, path));
    kpt(program, ["fn", "render", copy, "--allow-exec"]);
    const wires = recorded();
    needsNoRewrite(wires);
    for (const wire of wires) {
      expect(String(wire)).toContain("kind: Kptfile");
      expectFallbacksForAnchors(wire.toString("latin1"));
    }
  });
});
