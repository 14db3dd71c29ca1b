/**
 * Every case of every function: exact bytes, twice the same, and the same
 * through the built program. `UPDATE=1 npx jest test/cases.test.ts -t NAME`
 * writes what a case prints as what it expects; review the difference.
 */
import { functions } from "../functions/index.ts";
import { defineFunction, type FunctionDefinition } from "../lib/krm/define.ts";
import { strict } from "../lib/krm/schema.ts";
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
      const ran = run(one, one.input);
      if (updating) update(one, asExpected(ran));
      expect(asExpected(ran)).toEqual(expectedOf(one));
    });

    test("changes nothing the second time", () => {
      const first = run(one, one.input);
      if (!first.stdout) return;
      const second = run(one, first.stdout);
      expect(second.stdout?.toString()).toBe(first.stdout.toString());
    });
  });
}

if (RUNTIME === "executable") {
  test("every edit of every case names a rule of its function, and why", () => {
    const codes = new Set<string>();
    for (const [, one] of CASES) {
      runInProcess(one.input, {
        registry: functions.map((definition) => watched(definition, codes)),
        program: one.program,
        context: { today: one.today },
      });
    }
    expect(codes.size).toBeGreaterThan(15);
  });
}

/** A function whose outcomes are looked at; `codes` gets those of its edits. */
function watched(
  definition: FunctionDefinition,
  codes: Set<string>,
): FunctionDefinition {
  const { run: own, rules } = definition;
  if (!own) return definition;
  return {
    ...definition,
    run: (items, spec, context) => {
      const outcome = own(items, spec, context);
      const before = new Map(items.map((item) => [item.identity, item]));
      const whys = [
        ...(outcome.removed ?? []).map(({ why }) => why),
        ...outcome.items.flatMap((item) =>
          item.writes
            .slice(before.get(item.identity)?.writes.length ?? 0)
            .map(({ why }) => why),
        ),
      ];
      for (const { code, at, reason } of whys) {
        expect(Object.keys(rules)).toContain(code);
        expect(at.path[0]).toMatch(/^(spec|metadata)$/);
        expect(reason).not.toBe("");
        codes.add(code);
      }
      return outcome;
    },
  };
}

if (!updating) {
  test.each(CASES)("%s: prints the same from dist", (_title, one) => {
    const { output = "" } = expectedOf(one);
    const { messages, code } = run(one, one.input);
    const printed = pipe(one.program, one.input, {
      FLUX_PLATFORM_AS_OF: one.today,
    });
    const lines = messages.map((message) => `${one.program}: ${message}\n`);
    expect(printed.stderr).toBe(lines.join(""));
    expect(printed.stdout.toString()).toBe(output);
    expect(printed.code).toBe(code);
  });
}

function run({ program, today }: Case, input: Buffer): Ran {
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
