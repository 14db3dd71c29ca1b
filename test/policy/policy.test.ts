import { Item } from "../../lib/krm/item.ts";
import { own, type Wanted } from "../../lib/policy/owned.ts";
import { policyOf } from "../../lib/policy/policy.ts";
import { fixed, suspendable } from "../../lib/policy/rule.ts";

interface Spec {
  readonly strict: boolean;
}

const table = {
  ...suspendable("error", { "SOME-OFTEN": "Always judged." }),
  ...suspendable("warning", { "SOME-STRICT": "Judged where asked." }),
  ...suspendable("off", { "SOME-OFF": "Off by itself." }),
  ...fixed("error", { "SOME-FIXED": "Never suspended." }),
};
const policy = policyOf("Some", table, {
  on: { "SOME-STRICT": (spec: Spec) => spec.strict },
});

const object = (kind: string, name: string, annotations = {}) => ({
  apiVersion: "v1",
  kind,
  metadata: { name, annotations },
});
const target = Item.of(object("Thing", "a"));
const exception = (code: string) =>
  Item.of({
    ...object("GuardrailException", code.toLowerCase()),
    apiVersion: "flux-platform.dev/v1alpha1",
    spec: {
      rule: code,
      target: { names: ["a"] },
      owner: "people",
      reason: "a test",
      expires: "2027-01-01",
    },
  });
const framed = (spec: Spec, ...codes: string[]) =>
  policy.frame({
    items: [target, ...codes.map(exception)],
    spec,
    context: { today: "2026-01-15" },
  });

describe("a policy", () => {
  test("lists its rules and those that all functions have", () => {
    expect(Object.keys(policy.rules)).toEqual(
      expect.arrayContaining(["SOME-OFTEN", "SOME-OFF", "EXCEPTION-UNUSED"]),
    );
    expect(policy.rules["SOME-FIXED"]).toBe("Never suspended.");
  });

  test("gives a finding its rule's severity, unless it has its own", () => {
    const told = { message: "odd", item: target };
    expect(policy.finding("SOME-STRICT", told).severity).toBe("warning");
    const worse = { ...told, severity: "error" } as const;
    expect(policy.finding("SOME-STRICT", worse).severity).toBe("error");
    expect(policy.finding("SOME-OFF", worse).severity).toBe("error");
    expect(() => policy.finding("SOME-OFF", told)).toThrow("SOME-OFF is off");
  });
});

describe("a frame", () => {
  const told = { message: "odd", item: target };

  test("tells nothing that an exception suspends", () => {
    const frame = framed({ strict: true }, "SOME-OFTEN");
    expect(frame.tell("SOME-OFTEN", told)).toEqual([]);
    expect(frame.tell("SOME-STRICT", told)).toHaveLength(1);
    expect(frame.exceptionFindings()).toEqual([]);
  });

  test.each([
    [true, ["EXCEPTION-UNUSED"]],
    [false, []],
  ])("an exception of a rule that is on: %j", (strict, codes) => {
    const found = framed({ strict }, "SOME-STRICT").exceptionFindings();
    expect(found.map(({ tags }) => tags.rule)).toEqual(codes);
  });

  test("an exception of a rule that was not judged is not called unused", () => {
    const frame = framed({ strict: true }, "SOME-OFTEN");
    expect(frame.exceptionFindings(["SOME-OFTEN"])).toEqual([]);
    expect(frame.exceptionFindings()).toHaveLength(1);
  });

  test("refuses an exception of a fixed rule", () => {
    const [found] = framed({ strict: true }, "SOME-FIXED").exceptionFindings();
    expect(found?.message).toBe("SOME-FIXED can't be suspended");
  });

  test("judges a part with the object that it stands for", () => {
    const part = Item.of(object("Part", "b"));
    const select = (names: string[], not: string[] = []) =>
      framed({ strict: true }).select(
        { select: [{ names }], exclude: [{ names: not }] },
        ["rules", 0],
      );
    expect(select(["b"]).applies(target, part)).toBe(true);
    expect(select(["a"]).applies(target, part)).toBe(true);
    expect(select(["c"]).applies(target, part)).toBe(false);
    expect(select(["a"], ["b"]).applies(target, part)).toBe(false);
    expect(select(["c"]).findings()[0]).toMatchObject({
      message: expect.stringMatching(/^matches no object/),
      field: { path: "spec.rules[0].select[0]" },
    });
  });
});

describe("own", () => {
  const why = { code: "SOME-OFTEN", at: { path: ["spec"] }, reason: "a test" };
  const mark = (owner: string) => ({
    "flux-platform.dev/generated-by": owner,
  });
  const told: string[] = [];
  const note = (what: string) => (item: Item) => {
    told.push(`${what} ${item.name}`);
    return [policy.finding("SOME-OFTEN", { message: what, item })];
  };
  const run = (items: readonly object[], wanted: readonly Wanted[]) => {
    told.length = 0;
    const all = items.map((one) => Item.of(one as never));
    return own(all, wanted, {
      kind: "Some",
      marks: ["old"],
      isMine: (owner) => owner === "x",
      taken: note("taken"),
      orphan: note("orphan"),
      left: note("left"),
      unwanted: () => why,
    });
  };
  const wanted = { ...object("Thing", "a"), data: { b: "1" } };

  test("adds what is missing, with its mark and its reason", () => {
    const { items } = run([], [{ object: wanted, owner: "x", why }]);
    expect(items[0]?.annotations).toEqual(mark("Some/x"));
    expect(items[0]?.writes).toEqual([{ path: [], why }]);
  });

  test("updates what is ours, and leaves what others added to its metadata", () => {
    const annotations = { ...mark("Some/x"), old: "1", theirs: "2" };
    const before = { ...object("Thing", "a", annotations), data: 1, more: 2 };
    const { items } = run([before], [{ object: wanted, owner: "x", why }]);
    expect(items.map((item) => item.object)).toEqual([
      {
        ...wanted,
        metadata: {
          name: "a",
          annotations: { ...mark("Some/x"), theirs: "2" },
        },
      },
    ]);
  });

  test("removes what is ours and not wanted any more", () => {
    const { items, removed } = run([object("Thing", "b", mark("Some/x"))], []);
    expect([items, removed?.map(({ why: of }) => of), told]).toEqual([
      [],
      [why],
      ["left b"],
    ]);
  });

  test.each([
    ["of nobody", {}, "taken a"],
    ["of another owner", mark("Some/y"), "taken a"],
    ["of another function", mark("Other/x"), "taken a"],
  ])("an object %s is a conflict", (_whose, annotations, said) => {
    const theirs = object("Thing", "a", annotations);
    const outcome = run([theirs], [{ object: wanted, owner: "x", why }]);
    expect(outcome.items.map((item) => item.object)).toEqual([theirs]);
    expect([told, outcome.conflicts]).toMatchObject([[said], [{}]]);
  });

  test("an object of an owner that is not here is an orphan", () => {
    const { items, results } = run([object("Thing", "c", mark("Some/y"))], []);
    expect([items, results]).toMatchObject([[{}], [{ message: "orphan" }]]);
  });
});
