import * as v from "valibot";
import {
  defineFunction,
  type FunctionDefinition,
} from "../../lib/krm/define.ts";
import { Item } from "../../lib/krm/item.ts";
import { strict } from "../../lib/krm/schema.ts";

const nothing = strict({});
const base = { summary: "For tests.", rules: {} } as const;
const why = { code: "TEST", at: { path: ["spec"] }, reason: "a test" };

/** Looks at nothing at all. */
export const pass = defineFunction({
  ...base,
  kind: "Pass",
  schema: nothing,
  run: (items) => ({ items, results: [] }),
});

/** Reads every item to the end. */
export const look = defineFunction({
  ...base,
  kind: "Look",
  schema: nothing,
  run: (items) => {
    for (const item of items) void item.object;
    return { items, results: [] };
  },
});

/** Sets one field of every item of a kind (of all without one). */
export const setField = defineFunction({
  ...base,
  kind: "SetField",
  schema: strict({
    kind: v.optional(v.string()),
    path: v.array(v.union([v.string(), v.number()])),
    value: v.unknown(),
  }),
  run: (items, { kind, path, value }) => ({
    items: items.map((item) =>
      kind === undefined || item.kind === kind
        ? item.set(path, value, why)
        : item,
    ),
    results: [],
  }),
});

/** Adds a ConfigMap. */
export const addItem = defineFunction({
  ...base,
  kind: "AddItem",
  schema: strict({ name: v.string() }),
  run: (items, { name }) => {
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name } };
    return { items: [...items, Item.create(object, why)], results: [] };
  },
});

/** Takes away every item of a kind. */
export const removeKind = defineFunction({
  ...base,
  kind: "RemoveKind",
  schema: strict({ kind: v.string() }),
  run: (items, { kind }) => {
    const gone = items.filter((item) => item.kind === kind);
    return {
      items: items.filter((item) => item.kind !== kind),
      results: [],
      removed: gone.map((item) => ({ item, why })),
    };
  },
});

/** Finds the same in every item. */
export const complain = defineFunction({
  ...base,
  kind: "Complain",
  schema: strict({ severity: v.picklist(["error", "warning", "info"]) }),
  run: (items, { severity }) => ({
    items,
    results: items.map((item) => ({
      message: "looks odd",
      severity,
      resourceRef: item.ref,
      tags: { function: "Complain", rule: "TEST-ODD" },
    })),
  }),
});

/** Functions for tests of the kernel, whose names no real one has. */
export const testFunctions: readonly FunctionDefinition[] = [
  addItem,
  complain,
  look,
  pass,
  removeKind,
  setField,
];
