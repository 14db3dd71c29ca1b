/**
 * From the good example, platforms that are broken by one edit each: a rule
 * must refuse every one. What they break stands in their names.
 */
import { allOf } from "../cli/check/check.ts";
import { describeWith } from "./engines.ts";
import { breakablePlatform } from "./helpers/breakable.ts";
import { TODAY } from "./helpers/in-process.ts";
import { cleanEnv, programPath, spawn } from "./helpers/program.ts";
import { clusterMutations } from "./mutations/cluster.ts";
import { fileMutations } from "./mutations/files.ts";
import { fluxMutations } from "./mutations/flux.ts";
import { platformMutations } from "./mutations/platform.ts";
import { tenantMutations } from "./mutations/tenants.ts";

const CLUSTER = "clusters/sts-devpkg/eu";
const MUTATIONS = [
  ...clusterMutations,
  ...fileMutations,
  ...fluxMutations,
  ...platformMutations,
  ...tenantMutations,
];

describeWith("kustomize", "a platform that is broken by one edit", (paths) => {
  const held = breakablePlatform(paths.kustomize);

  const findings = (): string[] =>
    allOf(held.current.check(CLUSTER)).results.flatMap((result) =>
      result.severity === "info"
        ? []
        : [`${result.severity} ${result.tags.rule}: ${result.message}`],
    );

  test("is refused in all of at least 60 cases", () => {
    expect(MUTATIONS.length).toBeGreaterThanOrEqual(60);
    const names = MUTATIONS.map(([code, name]) => `${code} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test("has no finding while it is whole", () => {
    expect(findings()).toEqual([]);
    expect(allOf(held.current.check(CLUSTER)).edits).toEqual([]);
  });

  test.each(MUTATIONS)("%s: %s", (code, _name, mutate) => {
    mutate(held.current);
    const refusals = findings().filter((text) =>
      text.startsWith(`error ${code}: `),
    );
    expect(refusals.length ? [] : findings()).toEqual([]);
    expect(refusals).not.toEqual([]);
  });

  test("the built command refuses one of them, and exits 1", () => {
    const name = "a Namespace of a component";
    MUTATIONS.find((one) => one[1] === name)?.[2](held.current);
    const program = programPath("flux-platform");
    const cwd = held.current.root;
    const env = cleanEnv({ FLUX_PLATFORM_AS_OF: TODAY });
    const printed = spawn(program, ["check", CLUSTER], { cwd, env });
    expect(printed.stderr).toBe("");
    expect(printed.stdout.toString()).toContain("error [NS-OUTSIDE] ");
    expect(printed.code).toBe(1);
  });
});
