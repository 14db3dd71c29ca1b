/** A Pipeline prints what its functions print as entries of their own. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { programOf } from "../../lib/krm/define.ts";
import { describeWith } from "../engines.ts";
import { build, output } from "../helpers/kustomize.ts";
import { resourceList } from "../helpers/lists.ts";
import { PATHS, PLATFORM } from "../helpers/platform.ts";
import { pipe, programPath } from "../helpers/program.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";

const folder = temporaryFolder();
const GUARDRAILS = "clusters/_components/guardrails";

interface Step {
  readonly kind: string;
  readonly spec: unknown;
}

/** A pipeline's steps as configs of their own, as text. */
function separate(pipeline: string): { name: string; config: string }[] {
  const { spec } = parse(pipeline);
  return spec.functions.map(({ kind, spec: own }: Step, index: number) => {
    const name = programOf(kind);
    const exec = stringify({ exec: { path: programPath(name) } });
    const config = {
      apiVersion: "flux-platform.dev/v1alpha1",
      kind,
      metadata: {
        name: `step-${index}`,
        annotations: { "config.kubernetes.io/function": exec },
      },
      spec: own,
    };
    return { name, config: stringify(config) };
  });
}

describeWith("kustomize", "in Kustomize", ({ kustomize }) => {
  const copy = join(folder, PLATFORM);

  beforeAll(() => {
    cpSync(at(PLATFORM), copy, { recursive: true });
    symlinkSync(at("dist"), join(folder, "dist"));
    const guardrails = join(copy, GUARDRAILS);
    const text = readFileSync(join(guardrails, "pipeline.yaml"), "utf8");
    const steps = separate(text);
    expect(steps).toHaveLength(3);
    for (const { name, config } of steps) {
      writeFileSync(join(guardrails, `${name}.yaml`), config);
    }
    const list = steps.map(({ name }) => `- ${name}.yaml\n`).join("");
    const file = join(guardrails, "kustomization.yaml");
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, whole.replace("- pipeline.yaml\n", list));
  });

  test.each(PATHS.filter((path) => !/dev$|sss$/.test(path)))("%s", (path) => {
    const one = output(build(kustomize, at(PLATFORM, path)));
    const many = output(build(kustomize, join(copy, path)));
    expect(many.toString()).toBe(one.toString());
  });
});

describe("in pipes", () => {
  /** The list's text around the config, and the config's own. */
  function parts(list: string): {
    before: string;
    config: string;
    after: string;
  } {
    const match = /^([\s\S]*?)functionConfig:\n((?: .*\n)+)([\s\S]*)$/.exec(
      list,
    );
    const [, before = "", config = "", after = ""] = match ?? [];
    return { before, config: config.replaceAll(/^ {2}/gm, ""), after };
  }

  test.each(["typical", "later-step-sees-earlier", "failed-step"])(
    "case %s: the same items and results",
    (name) => compare(name),
  );

  function compare(name: string): void {
    const file = at("functions/pipeline/cases", name, "input.yaml");
    const input = readFileSync(file, "utf8");
    const whole = pipe("pipeline", input);
    let { before, after } = parts(input);
    let code: number | null = 0;
    for (const step of separate(parts(input).config)) {
      const list = resourceList("", step.config, after).replace(
        /[\s\S]*?functionConfig:/,
        `${before}functionConfig:`,
      );
      const printed = pipe(step.name, list);
      ({ before, after } = parts(printed.stdout.toString()));
      code = printed.code;
      if (code !== 0) break;
    }
    const expected = parts(whole.stdout.toString());
    expect({ before, after, code }).toEqual({
      before: expected.before,
      after: expected.after,
      code: whole.code,
    });
    expect(before).not.toBe(parts(input).before);
  }
});
