import * as v from "valibot";
import { defineFunction } from "../../lib/krm/define.ts";
import { described, strict } from "../../lib/krm/schema.ts";
import { runInProcess } from "./in-process.ts";
import { item, resourceList } from "./lists.ts";

const unused = { summary: "", rules: {} };

const paint = defineFunction({
  ...unused,
  kind: "PaintThings",
  schema: strict({
    color: v.string(),
    layers: v.optional(v.number()),
    shade: v.optional(v.picklist(["light", "dark"])),
    things: v.optional(
      v.array(strict({ name: described(v.string(), "Its name.") })),
    ),
  }),
  fromConfigMap: ({ layers, ...data }) =>
    layers === undefined ? data : { ...data, layers: Number(layers) },
  run: (items) => ({ items, results: [] }),
});
const count = defineFunction({
  ...unused,
  kind: "CountThings",
  notConfigs: {
    Thing: ({ spec }) => `count it, it is ${JSON.stringify(spec)}`,
  },
  schema: strict({}),
  run: (items) => ({ items, results: [] }),
});
const many = defineFunction({
  ...unused,
  kind: "Many",
  schema: strict({}),
  steps: () => [],
});

/** Functions whose configs tests get wrong. */
export const registry = [paint, count, many];
/** What a message names as accepted by a program that runs every kind. */
export const ALL =
  "PaintThings, CountThings, Many (flux-platform.dev/v1alpha1)";
/** The items beside each config. */
export const items = item("ConfigMap", "a");

/** What is said of a config, and whether the input came out complete beside it. */
export function refused(config: string, program?: string): readonly string[] {
  const input = resourceList(items, config);
  const ran = runInProcess(input, { registry, program });
  expect(ran.stdout?.toString()).toBe(input);
  expect(ran.code).toBe(1);
  return ran.messages;
}

/** Whether a config runs, without a word. */
export function accepted(config: string, program?: string): boolean {
  const input = resourceList(items, config);
  const { code, messages } = runInProcess(input, { registry, program });
  return code === 0 && messages.length === 0;
}
