/** A ConfigMap as config, and what the name of the program has to do with it. */

import { ALL, accepted, refused } from "../helpers/configs.ts";
import { configOf } from "../helpers/lists.ts";

function configMap(name: string, data: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${data}`;
}

describe("a ConfigMap as config", () => {
  const empty =
    "functionConfig is the empty ConfigMap that kpt sends without arguments";

  test.each([
    ["without data", ""],
    ["with empty data", "data: {}\n"],
    ["with null data", "data:\n"],
  ])("that is kpt's function-input %s", (_title, data) => {
    const config = configMap("function-input", data);
    expect(refused(config)).toEqual([
      `${empty}, expected ${ALL}, or arguments behind --`,
    ]);
    expect(refused(config, "paint-things")).toEqual([
      `${empty}, expected PaintThings (flux-platform.dev/v1alpha1), or arguments behind --`,
    ]);
  });

  test("does not say which function is meant", () => {
    expect(
      refused(configMap("function-input", "data:\n  color: red\n")),
    ).toEqual([
      "a ConfigMap as functionConfig does not say which function is meant: " +
        "run the program of that name (paint-things), or set FLUX_PLATFORM_FUNCTION to it",
    ]);
  });

  test("is mapped onto the spec of the program", () => {
    const config = configMap("any", 'data:\n  color: red\n  layers: "2"\n');
    expect(accepted(config, "paint-things")).toBe(true);
  });

  test("is as strict as the spec", () => {
    const config = configMap("any", "data:\n  colour: red\n");
    expect(refused(config, "paint-things")).toEqual([
      [
        "functionConfig PaintThings has 2 mistakes:",
        "  spec.color: is required",
        "  spec.colour: unknown key, did you mean color?",
      ].join("\n"),
    ]);
  });

  test("holds strings only", () => {
    const config = configMap("any", "data:\n  color: red\n  layers: 2\n");
    expect(refused(config, "paint-things")).toEqual([
      [
        "functionConfig PaintThings has 1 mistake:",
        "  data.layers: must be a string, as every value of a ConfigMap; write it in quotes",
      ].join("\n"),
    ]);
  });

  test("without data", () => {
    expect(refused(configMap("any", ""), "paint-things")).toEqual([
      "functionConfig ConfigMap has no data",
    ]);
  });

  test("is nothing for a function that takes none", () => {
    const config = configMap("any", "data:\n  color: red\n");
    expect(refused(config, "count-things")).toEqual([
      "CountThings takes no ConfigMap, expected CountThings (flux-platform.dev/v1alpha1)",
    ]);
  });
});

describe("the program's name", () => {
  const config = configOf("CountThings");

  test("restricts to its own kind", () => {
    expect(refused(config, "paint-things")).toEqual([
      "paint-things runs PaintThings only, and functionConfig is of kind CountThings: " +
        "call count-things, or flux-platform, which runs every kind",
    ]);
  });

  test("accepts its own kind", () => {
    expect(accepted(config, "count-things")).toBe(true);
  });

  test.each([["many"], ["flux-platform"], [undefined]])(
    "%s runs every kind",
    (program) => {
      expect(accepted(config, program)).toBe(true);
      expect(accepted(configOf("PaintThings", '{color: "red"}'), program)).toBe(
        true,
      );
    },
  );

  test("names its own kind where another is unknown", () => {
    expect(refused(configOf("PaintThing"), "paint-things")).toEqual([
      "functionConfig is of kind PaintThing, did you mean PaintThings? " +
        "(expected PaintThings (flux-platform.dev/v1alpha1))",
    ]);
  });
});
