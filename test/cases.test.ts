/**
 * Every case of every function: exact bytes, twice the same, and the same
 * through the built program. `UPDATE=1 npx jest test/cases.test.ts -t NAME`
 * writes what a case prints as what it expects; review the difference.
 */
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { functions } from "../functions/index.ts";
import { ConfigError, configure } from "../lib/krm/config.ts";
import { defineFunction } from "../lib/krm/define.ts";
import { Item, type KubernetesObject } from "../lib/krm/item.ts";
import { InputError } from "../lib/krm/list.ts";
import { run } from "../lib/krm/run.ts";
import { strict } from "../lib/krm/schema.ts";
import { valueAt } from "../lib/yaml/node.ts";
import {
  allCases,
  asExpected,
  type Case,
  expectedOf,
  update,
} from "./helpers/cases.ts";
import { frozen, type Ran, runInProcess } from "./helpers/in-process.ts";
import { pipe, RUNTIME } from "./helpers/program.ts";

const updating = process.env.UPDATE === "1";

const CASES = allCases().map(
  (one) => [`${one.program} ${one.name}`, one] as const,
);

if (RUNTIME === "executable") {
  describe.each(CASES)("%s", (_title, one) => {
    test("prints what it should, and leaves its input alone", () => {
      const ran = ranBy(one, one.input);
      if (updating) update(one, asExpected(ran));
      expect(asExpected(ran)).toEqual(expectedOf(one));
    });

    test("changes nothing the second time", () => {
      const first = ranBy(one, one.input);
      if (!first.stdout) return;
      const second = ranBy(one, first.stdout);
      expect(second.stdout?.toString()).toBe(first.stdout.toString());
    });
  });
}

if (RUNTIME === "executable") {
  const told = CASES.flatMap(([title, one]) => toldBy(title, one));
  const edits = told.flatMap((one) => one.edits);
  const results = told.flatMap((one) => one.results);

  test("every edit of every case names a rule of its function, and why", () => {
    const wrong = edits.filter(
      ({ function: kind, why }) => why.reason === "" || !isRule(kind, why.code),
    );
    expect(wrong).toEqual([]);
    expect(new Set(edits.map(({ why }) => why.code)).size).toBeGreaterThan(15);
  });

  test("every edit is asked for by a field that somebody wrote", () => {
    const holders = told.flatMap(({ objects }) => objects);
    const missing = edits.filter(({ why: { at } }) =>
      holders.every(
        ({ ref, object }) =>
          !isDeepStrictEqual(ref, at.object) ||
          valueAt(object, at.path) === undefined,
      ),
    );
    expect(missing).toEqual([]);
  });

  test("every result names a rule of its function", () => {
    const wrong = results.filter(
      ({ tags }) => !isRule(tags.function, tags.rule),
    );
    expect(wrong).toEqual([]);
    expect(results.length).toBeGreaterThan(300);
  });

  test("every result names a field, but for what is about none", () => {
    const without = results.filter(({ field }) => !field);
    const codes = new Set(without.map(({ tags }) => tags.rule));
    expect([...codes].sort()).toEqual(Object.keys(WITHOUT_FIELD).sort());
  });
}

/** Rules whose findings may be about no field, and why. */
const WITHOUT_FIELD: Readonly<Record<string, string>> = {
  "CHECK-SKIPPED": "what was not judged at all",
  "CLU-PROFILE": "an object that should not be there",
  "FACT-CONFLICT": "two sources, either of which may be the wrong one",
  "NS-OUTSIDE": "an object that should be elsewhere",
  "PRO-CLUSTER": "a cluster that is missing, or one too many",
  "PRO-NAMESPACE-GONE": "an object that is there no longer",
  "RBAC-STD": "a binding that is missing",
  "TEN-FACT-KEY": "a fact, which several objects may give",
  "TEN-NAMESPACE-LEFT": "an object that should be there no longer",
  "TEN-NOT-OURS": "an object that somebody else made",
  "TOL-RULE-CONFLICT": "several rules of the config",
};

function isRule(kind: string, code: string): boolean {
  const definition = functions.find((one) => one.kind === kind);
  return Object.hasOwn(definition?.rules ?? {}, code);
}

/** What a case's run tells, and the objects that it may speak of. */
function toldBy(title: string, { program, today, input }: Case) {
  const list = parse(input.toString()) ?? {};
  const { items = [], functionConfig } = list;
  const objects = [...items, functionConfig].map((object) => ({
    ref: Item.of(object ?? {}).ref,
    object,
  }));
  try {
    const configured = configure(functionConfig, functions, program);
    const received = items.map((object: KubernetesObject) => Item.of(object));
    const { edits, results } = run(configured, received, { today }, functions);
    return [{ title, objects, edits, results }];
  } catch (error) {
    if (error instanceof ConfigError || error instanceof InputError) return [];
    throw error;
  }
}

if (!updating) {
  test.each(CASES)("%s: prints the same from dist", (_title, one) => {
    const { output = "" } = expectedOf(one);
    const { messages, code } = ranBy(one, one.input);
    const printed = pipe(one.program, one.input, {
      FLUX_PLATFORM_AS_OF: one.today,
    });
    const lines = messages.map((message) => `${one.program}: ${message}\n`);
    expect(printed.stderr).toBe(lines.join(""));
    expect(printed.stdout.toString()).toBe(output);
    expect(printed.code).toBe(code);
  });
}

function ranBy({ program, today }: Case, input: Buffer): Ran {
  return runInProcess(input, {
    registry: frozen(functions),
    program,
    context: { today },
  });
}

test("the harness notices a function that changes its input", () => {
  const vandal = defineFunction({
    kind: "Vandal",
    summary: "",
    schema: strict({}),
    rules: {},
    run: (items) => {
      const [first] = items;
      if (first) Object.assign(first.object, { kind: "Other" });
      return { items, results: [] };
    },
  });
  const input = [
    "apiVersion: config.kubernetes.io/v1",
    "kind: ResourceList",
    "items:",
    "- kind: Thing",
    "functionConfig:",
    "  apiVersion: flux-platform.dev/v1alpha1",
    "  kind: Vandal",
    "",
  ].join("\n");
  const spoiled = () => runInProcess(input, { registry: frozen([vandal]) });
  expect(spoiled).toThrow(/read only property/);
});
