import { which } from "../tools/common.mjs";
import { apiserver } from "../tools/engines/apiserver.mjs";
import { containerEnv } from "../tools/engines/containers.mjs";
import {
  actionlint,
  executables,
  kustomize,
  node,
  podman,
  qemuArm64,
  qemuX64,
} from "../tools/engines/find.mjs";
import { fluxCrds } from "../tools/engines/flux-crds.mjs";
import { goYaml } from "../tools/engines/go-yaml.mjs";
import { IMAGE } from "../tools/engines/image.mjs";

export { containerEnv, IMAGE };

const finders = {
  kustomize,
  kubectl: () => which("kubectl"),
  kpt: () => which("kpt"),
  podman,
  node20: () => node("20"),
  node22: () => node("22"),
  node24: () => node("24"),
  actionlint,
  apiserver,
  executables,
  goYaml,
  fluxCrds: () => fluxCrds()?.[0],
  qemuArm64,
  qemuX64,
} as const;

/** A program that tests run and that a machine may lack. */
export type Engine = keyof typeof finders;

/** Path of the engine, `undefined` where this machine has none. */
export function engine(name: Engine): string | undefined {
  return finders[name]();
}

/**
 * `describe` for tests that need engines; they get the engines' paths. Where
 * one is missing the tests are skipped, which the end of `npm test` tells, and in
 * CI they fail.
 */
export function describeWith<Name extends Engine>(
  needed: Name | readonly Name[],
  title: string,
  tests: (paths: Readonly<Record<Name, string>>) => void,
): void {
  const names = typeof needed === "string" ? [needed] : needed;
  const paths: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const path = engine(name);
    if (path === undefined) {
      reportMissing(name, title);
      return;
    }
    paths[name] = path;
  }
  describe(title, () => tests(paths as Record<Name, string>));
}

function reportMissing(name: Engine, title: string): void {
  const purpose = name === "apiserver" ? "cluster" : "test";
  const message = `${name} is missing; node tools/setup.mjs --for ${purpose} installs or builds it`;
  if (process.env.CI) {
    test(title, () => {
      throw new Error(message);
    });
    return;
  }
  // Not every machine has every engine; `npm test` tells which tests it skipped.
  test.skip(`${title} (${message})`, () => {});
}
