/**
 * Every function as a `KptFunc`, run by the TypeScript SDK over the objects of
 * every case, makes of them what our own programs make.
 */
import {
  Configs,
  type KubernetesObject,
  kubernetesKey,
  runFnWithConfigs,
} from "kpt-functions";
import { stringify } from "yaml";
import { functions } from "../functions/index.ts";
import {
  API_VERSION,
  type FunctionDefinition,
  programOf,
} from "../lib/krm/define.ts";
import { valueAt } from "../lib/krm/item.ts";
import { toKptFunction } from "../lib/krm/kpt.ts";
import type { Result } from "../lib/krm/result.ts";
import { read } from "../lib/yaml/read.ts";
import { allCases, type Case } from "./helpers/cases.ts";
import {
  addItem,
  complain,
  removeKind,
  setField,
} from "./helpers/functions.ts";
import { runInProcess } from "./helpers/in-process.ts";

/** A ResourceList in the SDK's types. */
interface List {
  readonly items?: KubernetesObject[];
  readonly functionConfig?: KubernetesObject;
  readonly results?: Result[];
}

const nameless = "the SDK takes no object without metadata";
/** Cases whose objects the SDK can't hold, and why. */
const twins = "of two with the same name the SDK keeps one";
const sorted = "the SDK sorts objects, and findings name the second of two";
const UNFIT: Readonly<Record<string, string>> = {
  "inject-tolerations awkward-input": nameless,
  "label-namespaces awkward-input": nameless,
  "check-platform krm-kind": nameless,
  "check-platform krm-list": nameless,
  "apply-profile invalid-resources": twins,
  "apply-profile two-clusters": sorted,
  "check-platform clu-profile": sorted,
  "pipeline config-ref-twice": twins,
};

const cases = allCases()
  .map((one) => [`${one.program} ${one.name}`, one] as const)
  .filter(([title]) => !(title in UNFIT));

describe.each(functions.map((one) => [programOf(one.kind), one] as const))(
  "%s",
  (program, definition) => {
    const own = cases.filter(([, one]) => one.program === program);

    test.each(own)("%s: the same objects and results", async (_, one) => {
      const { stdout, messages } = runInProcess(one.input, {
        program,
        context: { today: one.today },
      });
      const printed = readList(stdout ?? Buffer.of());
      const configs = await runBySdk(definition, one);
      expect(byKey(configs.getAll())).toEqual(byKey(printed.items ?? []));
      const refused = !printed.results && messages.length > 0;
      expect(inOrder(configs.getResults())).toEqual(
        refused
          ? [refusal(definition, messages)]
          : inOrder((printed.results ?? []).map(inSdkWords)),
      );
    });
  },
);

/** Runs a case as the SDK's own `run` does, once it has read its input. */
async function runBySdk(
  definition: FunctionDefinition,
  { input, today }: Case,
): Promise<Configs> {
  const { items, functionConfig } = readList(input);
  const configs = new Configs(items, functionConfig);
  const adapted = toKptFunction(definition, functions, { today });
  await runFnWithConfigs(adapted, configs);
  return configs;
}

/** With our reader: what the SDK's makes of numbers and dates is its own. */
function readList(bytes: Buffer): List {
  const text = bytes.toString("latin1");
  return (read(text, 0, text.length).value ?? {}) as List;
}

function byKey(objects: readonly KubernetesObject[]): [string, unknown][] {
  return objects
    .map((one): [string, unknown] => [kubernetesKey(one), one])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The SDK sorts objects, and findings come in their order. */
function inOrder(results: readonly object[]): object[] {
  const keyOf = (one: object) => stringify(one, { sortMapEntries: true });
  return results
    .map((one) => [keyOf(one), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
}

/** A result of ours as the SDK's older words have it. */
function inSdkWords({ severity, resourceRef, field, ...rest }: Result): object {
  const { proposedValue: suggestedValue, ...other } = field ?? { path: "" };
  const suggested = suggestedValue === undefined ? {} : { suggestedValue };
  return {
    ...rest,
    severity: severity === "warning" ? "warn" : severity,
    ...(resourceRef && { resourceRef: { namespace: "", ...resourceRef } }),
    ...(field && { field: { ...other, ...suggested } }),
  };
}

function refusal(
  { kind }: FunctionDefinition,
  messages: readonly string[],
): object {
  const message = messages.join("\n");
  return { message, severity: "error", tags: { function: kind } };
}

describe("the adapter", () => {
  const namespaces = ["a", "b"].map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name },
  }));
  const apply = async (
    definition: FunctionDefinition,
    spec: object,
    items: KubernetesObject[],
  ): Promise<Configs> => {
    const configs = new Configs(structuredClone(items), {
      apiVersion: API_VERSION,
      kind: definition.kind,
      metadata: { name: "guardrails" },
      ...{ spec },
    });
    await toKptFunction(definition)(configs);
    return configs;
  };

  test("says what it does and what configures it", () => {
    const usages = functions.map((one) => toKptFunction(one).usage);
    expect(usages).toEqual(
      functions.map(({ kind, summary }) =>
        expect.stringMatching(new RegExp(`^${summary}\n\n.*${kind}`)),
      ),
    );
  });

  test("adds and deletes objects", async () => {
    const added = await apply(addItem, { name: "new" }, namespaces);
    expect(added.getAll().map(kubernetesKey)).toEqual([
      "v1/ConfigMap//new",
      "v1/Namespace//a",
      "v1/Namespace//b",
    ]);
    const removed = await apply(removeKind, { kind: "Namespace" }, namespaces);
    expect(removed.getAll()).toEqual([]);
  });

  test("replaces no object by one that takes its name", async () => {
    const kept = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "taken" },
      data: { key: "value" },
    };
    const configs = await apply(addItem, { name: "taken" }, [kept]);
    expect(configs.getAll()).toEqual([kept]);
    expect(configs.getResults()).toMatchObject([
      { severity: "error", tags: { rule: "KRM-DUPLICATE" } },
    ]);
  });

  test.each([
    ["error", "error"],
    ["warning", "warn"],
    ["info", "info"],
  ])("calls the severity %s %s", async (severity, word) => {
    const configs = await apply(complain, { severity }, namespaces);
    const [first, second] = configs.getResults();
    expect([first?.severity, second?.severity]).toEqual([word, word]);
  });

  test("reports every mistake of a config, and runs nothing", async () => {
    const configs = await apply(complain, { sevrity: "info" }, namespaces);
    expect(configs.getAll()).toEqual(namespaces);
    expect(configs.getResults()).toEqual([
      {
        message: [
          "functionConfig Complain has 2 mistakes:",
          "  spec.severity: is required",
          "  spec.sevrity: unknown key, did you mean severity?",
        ].join("\n"),
        severity: "error",
        tags: { function: "Complain" },
      },
    ]);
  });

  test("keeps its config from the function, where it is an object too", async () => {
    const config = {
      apiVersion: API_VERSION,
      kind: "Complain",
      metadata: { name: "guardrails" },
    };
    const items = [...namespaces, config];
    const configs = await apply(complain, { severity: "info" }, items);
    expect(configs.getAll()).toContainEqual(config);
    expect(configs.getResults()).toHaveLength(namespaces.length);
  });

  test("shares nothing between objects, which users change in place", async () => {
    const spec = { path: ["spec"], value: { finalizers: ["kubernetes"] } };
    const configs = await apply(setField, spec, namespaces);
    const [a, b] = configs.getAll();
    Object.assign(valueAt(b, ["spec", "finalizers"]) ?? {}, { 0: "other" });
    expect(valueAt(a, ["spec", "finalizers"])).toEqual(["kubernetes"]);
  });
});
