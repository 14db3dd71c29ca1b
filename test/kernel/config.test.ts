/** What a functionConfig must be, and what is said where it is not. */

import { ALL, items, refused, registry } from "../helpers/configs.ts";
import { runInProcess } from "../helpers/in-process.ts";
import { configOf } from "../helpers/lists.ts";

describe("the config", () => {
  const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items}`;

  test.each([
    ["absent", list],
    ["null", `${list}functionConfig: null\n`],
    ["empty", `${list}functionConfig:\n`],
  ])("that is %s", (_title, input) => {
    expect(runInProcess(input, { registry })).toEqual({
      stdout: Buffer.from(input),
      messages: [`missing functionConfig, expected ${ALL}`],
      code: 1,
    });
  });

  test.each([
    ["a list", "- a\n"],
    ["a scalar", "hello\n"],
  ])("that is %s", (_title, config) => {
    expect(refused(config)).toEqual(["functionConfig is not a mapping"]);
  });

  test("without a kind", () => {
    expect(refused("spec: {}\n")).toEqual([
      `functionConfig has no kind, expected ${ALL}`,
    ]);
  });

  test.each([
    ["PaintThing", ", did you mean PaintThings?"],
    ["paint-things", ", did you mean PaintThings?"],
    ["CuontThings", ", did you mean CountThings?"],
    ["Deployment", ""],
  ])("of the unknown kind %s", (kind, hint) => {
    expect(refused(configOf(kind, '{color: "red"}'))).toEqual([
      `functionConfig is of kind ${kind}${hint} (expected ${ALL})`,
    ]);
  });

  test.each([undefined, "count-things"])(
    "of a kind that a function only reads (%s)",
    (program) => {
      expect(refused(configOf("Thing", "{a: 1}"), program)).toEqual([
        'functionConfig is of kind Thing, which CountThings reads among the items: count it, it is {"a":1}',
      ]);
    },
  );

  test("of such a kind, for a function that doesn't read it", () => {
    expect(refused(configOf("Thing"), "paint-things")).toEqual([
      "functionConfig is of kind Thing (expected PaintThings (flux-platform.dev/v1alpha1))",
    ]);
  });

  test("of an unknown version", () => {
    const config = configOf("CountThings").replace("v1alpha1", "v1");
    expect(refused(config)).toEqual([
      "functionConfig CountThings has apiVersion flux-platform.dev/v1, expected flux-platform.dev/v1alpha1",
    ]);
  });

  test("without a version", () => {
    expect(refused("kind: CountThings\nspec: {}\n")).toEqual([
      "functionConfig CountThings has no apiVersion, expected flux-platform.dev/v1alpha1",
    ]);
  });

  test("of another group's kind of the same name", () => {
    const config = configOf("CountThings").replace("flux-platform.dev", "a.b");
    expect(refused(config)).toEqual([
      "functionConfig CountThings has apiVersion a.b/v1alpha1, expected flux-platform.dev/v1alpha1",
    ]);
  });
});

describe("mistakes are reported at once", () => {
  test("with paths and nearest keys", () => {
    const spec = "colour: red\nlayers: two\nthings:\n- nam: a\n";
    expect(refused(configOf("PaintThings", spec))).toEqual([
      [
        "functionConfig PaintThings has 5 mistakes:",
        "  spec.color: is required",
        "  spec.layers: must be a number, not a string",
        "  spec.things[0].name: is required",
        "  spec.things[0].nam: unknown key, did you mean name?",
        "  spec.colour: unknown key, did you mean color?",
      ].join("\n"),
    ]);
  });

  test("outside spec too", () => {
    const config = `${configOf("CountThings")}specs: {}\nzzzzzzz: 1\n`;
    expect(refused(config)).toEqual([
      [
        "functionConfig CountThings has 2 mistakes:",
        "  specs: unknown key, did you mean spec?",
        "  zzzzzzz: unknown key",
      ].join("\n"),
    ]);
  });

  test("names what is known where nothing is near", () => {
    const config = configOf("PaintThings", '{color: "red", zzzzzzz: 1}');
    expect(refused(config)).toEqual([
      [
        "functionConfig PaintThings has 1 mistake:",
        "  spec.zzzzzzz: unknown key; known are color, layers, shade, things",
      ].join("\n"),
    ]);
  });

  test.each([
    ["[]", "spec: must be a mapping, not a list"],
    ["7", "spec: must be a mapping, not a number"],
    [
      '{color: "red", shade: "drak"}',
      'spec.shade: must be light or dark, not "drak", did you mean dark?',
    ],
    ["{color: [red]}", "spec.color: must be a string, not a list"],
    ["{color: null}", "spec.color: must be a string, not null"],
    [
      '{color: "red", things: {}}',
      "spec.things: must be a list, not a mapping",
    ],
  ])("in the spec %s", (spec, mistake) => {
    expect(refused(configOf("PaintThings", spec))).toEqual([
      `functionConfig PaintThings has 1 mistake:\n  ${mistake}`,
    ]);
  });

  test.each([
    ["0012", "number"],
    ["1_000", "number"],
    ["99999999999999999999", "number"],
    ["true", "boolean"],
    ["1.5", "number"],
  ])("shows no %s where a string is wanted", (written, type) => {
    expect(refused(configOf("PaintThings", `color: ${written}\n`))).toEqual([
      [
        "functionConfig PaintThings has 1 mistake:",
        `  spec.color: must be a string, but a ${type} arrived: ` +
          "YAML reads an unquoted scalar as such, and Kustomize rewrites it " +
          "(0012 becomes 10) before functions see it; write it in quotes",
      ].join("\n"),
    ]);
  });
});
