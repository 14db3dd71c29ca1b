/** A Pipeline prints what its functions print as entries of their own. */
import {
  appendFileSync,
  cpSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { functions } from "../../functions/index.ts";
import { programOf } from "../../lib/krm/define.ts";
import { describeWith } from "../engines.ts";
import { build, output } from "../helpers/kustomize.ts";
import { resourceList } from "../helpers/lists.ts";
import { PATHS, PLATFORM } from "../helpers/platform.ts";
import { pipe, programPath } from "../helpers/program.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";

const folder = temporaryFolder();
const BASE = "clusters/_components/base";
const GUARDRAILS = "clusters/_components/guardrails";
/** Components with a pipeline, in the order in which a cluster runs them. */
const COMPONENTS = [BASE, GUARDRAILS];

interface Step {
  readonly kind: string;
  readonly spec: unknown;
}

interface Config {
  readonly name: string;
  readonly text: string;
}

/** A config of its own, run by its own program. */
function configOf(kind: string, spec: unknown): Config {
  const name = programOf(kind);
  const exec = stringify({ exec: { path: programPath(name) } });
  const config = {
    apiVersion: "flux-platform.dev/v1alpha1",
    kind,
    metadata: {
      name: `step-${name}`,
      annotations: { "config.kubernetes.io/function": exec },
    },
    spec,
  };
  return { name, text: stringify(config) };
}

/** Steps of a component's pipeline, taken out of its kustomization. */
function takeSteps(component: string): Step[] {
  const file = join(component, "kustomization.yaml");
  const whole = readFileSync(file, "utf8");
  const without = whole.replace("transformers:\n- pipeline.yaml\n", "");
  if (without === whole) throw new Error(`${file} lists no pipeline.yaml`);
  writeFileSync(file, without);
  return parse(readFileSync(join(component, "pipeline.yaml"), "utf8")).spec
    .functions;
}

/** Lists configs as entries of a component. */
function enter(component: string, configs: readonly Config[]): void {
  for (const { name, text } of configs) {
    writeFileSync(join(component, `${name}.yaml`), text);
  }
  const entries = configs.map(({ name }) => `- ${name}.yaml\n`).join("");
  const file = join(component, "kustomization.yaml");
  appendFileSync(file, `transformers:\n${entries}`);
}

describeWith("kustomize", "in Kustomize", ({ kustomize }) => {
  const copies = ["one", "many"].map((name) => join(folder, name, PLATFORM));
  const [one = "", many = ""] = copies;

  beforeAll(() => {
    for (const copy of copies) {
      cpSync(at(PLATFORM), copy, { recursive: true });
      symlinkSync(at("dist"), join(copy, "../../dist"));
    }
    // In one copy all of a cluster's steps stand in the last component.
    const [base = [], own = []] = COMPONENTS.map((path) =>
      takeSteps(join(one, path)),
    );
    const steps = [...base, ...own];
    expect(steps.map(({ kind }) => kind).sort()).toEqual(
      functions.map(({ kind }) => kind).filter((kind) => kind !== "Pipeline"),
    );
    enter(join(one, GUARDRAILS), [configOf("Pipeline", { functions: steps })]);
    for (const path of COMPONENTS) {
      const configs = takeSteps(join(many, path)).map(({ kind, spec }) =>
        configOf(kind, spec),
      );
      enter(join(many, path), configs);
    }
  });

  test.each(PATHS.filter((path) => path.startsWith("clusters/")))(
    "all five functions over %s",
    (path) => {
      const asOne = output(build(kustomize, join(one, path))).toString();
      expect(output(build(kustomize, join(many, path))).toString()).toBe(asOne);
      expect(output(build(kustomize, at(PLATFORM, path))).toString()).toBe(
        asOne,
      );
    },
  );

  test.each(PATHS.filter((path) => path.endsWith("/production")))(
    "%s",
    (path) => {
      const asOne = output(build(kustomize, at(PLATFORM, path)));
      const asMany = output(build(kustomize, join(many, path)));
      expect(asMany.toString()).toBe(asOne.toString());
    },
  );
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
    const steps: readonly Step[] = parse(parts(input).config).spec.functions;
    for (const { kind, spec } of steps) {
      const step = configOf(kind, spec);
      const list = resourceList("", step.text, after).replace(
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
