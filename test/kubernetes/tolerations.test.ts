import fc from "fast-check";
import {
  merge,
  type OnConflict,
  type Wish,
} from "../../lib/kubernetes/merge-tolerations.ts";
import {
  covers,
  equal,
  formatToleration,
  isBroad,
  type Toleration,
  tolerationProblems,
} from "../../lib/kubernetes/tolerations.ts";

const OFF = { comparisonOperators: false };
const ON = { comparisonOperators: true };

/** `key[op]value:effect for seconds` as a toleration. */
function parse(text: string): Toleration {
  const [taint = "", seconds] = text.split(" for ");
  const [what = "", effect] = taint.split(":");
  const found = /^([^=<>]*)([=<>])(.*)$/.exec(what);
  const operators: Record<string, string> = {
    "=": "Equal",
    "<": "Lt",
    ">": "Gt",
  };
  const key = found ? found[1] : what;
  return {
    ...(key === "*" ? {} : { key }),
    operator: found ? (operators[found[2] ?? ""] ?? "") : "Exists",
    ...(found ? { value: found[3] } : {}),
    ...(effect ? { effect } : {}),
    ...(seconds ? { tolerationSeconds: Number.parseInt(seconds, 10) } : {}),
  };
}

describe("tolerationProblems", () => {
  test.each([
    [
      "Equal",
      { key: "a", operator: "Equal", value: "b", effect: "NoSchedule" },
    ],
    ["no operator", { key: "a", value: "b" }],
    ["an empty value", { key: "a", operator: "Equal" }],
    ["every taint", { operator: "Exists" }],
    ["a prefixed key", { key: "example.com/a", operator: "Exists" }],
    [
      "seconds",
      {
        key: "a",
        operator: "Exists",
        effect: "NoExecute",
        tolerationSeconds: 0,
      },
    ],
    [
      "negative seconds",
      {
        key: "a",
        operator: "Exists",
        effect: "NoExecute",
        tolerationSeconds: -1,
      },
    ],
    ["null fields", { key: "a", operator: null, value: null, effect: null }],
  ])("takes %s", (_, toleration) => {
    expect(tolerationProblems(toleration, OFF)).toEqual([]);
  });

  test.each([
    ["no mapping", "a", undefined],
    ["null", null, undefined],
    ["an unknown field", { key: "a", values: "b" }, undefined],
    ["an invalid key", { key: "a b", operator: "Exists" }, "key"],
    ["two slashes", { key: "a/b/c", operator: "Exists" }, "key"],
    ["no key without Exists", { operator: "Equal", value: "b" }, "operator"],
    ["nothing at all", {}, "operator"],
    [
      "seconds without NoExecute",
      { key: "a", operator: "Exists", tolerationSeconds: 3 },
      "effect",
    ],
    [
      "a value with Exists",
      { key: "a", operator: "Exists", value: "b" },
      "value",
    ],
    ["an invalid value", { key: "a", value: "-b" }, "value"],
    ["an unknown operator", { key: "a", operator: "In" }, "operator"],
    ["an unknown effect", { key: "a", value: "b", effect: "Never" }, "effect"],
    ["a boolean value", { key: "a", value: true }, "value"],
    [
      "text for seconds",
      { key: "a", value: "b", effect: "NoExecute", tolerationSeconds: "3" },
      "tolerationSeconds",
    ],
    [
      "half a second",
      { key: "a", value: "b", effect: "NoExecute", tolerationSeconds: 0.5 },
      "tolerationSeconds",
    ],
  ])("refuses %s", (_, toleration, field) => {
    const problems = tolerationProblems(toleration, OFF);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.field).toBe(field);
  });

  test("takes Lt and Gt where the cluster knows them", () => {
    const gt = { key: "sla", operator: "Gt", value: "950" };
    expect(tolerationProblems(gt, ON)).toEqual([]);
    expect(tolerationProblems(gt, OFF)[0]?.message).toMatch(
      /comparisonOperators/,
    );
  });

  test.each(["0", "-5", "9223372036854775807", "-9223372036854775808"])(
    "takes %s as a number",
    (value) => {
      expect(
        tolerationProblems({ key: "a", operator: "Lt", value }, ON),
      ).toEqual([]);
    },
  );

  test.each(["", "007", "+5", "-0", "1.5", "x", "9223372036854775808"])(
    "refuses %p as a number",
    (value) => {
      expect(
        tolerationProblems({ key: "a", operator: "Lt", value }, ON),
      ).toHaveLength(1);
    },
  );
});

describe("covers", () => {
  test.each([
    ["a=b:NoSchedule", "a=b:NoSchedule"],
    ["a:NoSchedule", "a=b:NoSchedule"],
    ["a", "a=b:NoSchedule"],
    ["*", "a=b:NoExecute for 5"],
    ["*:NoSchedule", "a:NoSchedule"],
    ["a:NoExecute", "a:NoExecute for 30"],
    ["a:NoExecute for 30", "a:NoExecute for 20"],
    ["a<10", "a<9"],
    ["a<10", "a=9"],
    ["a>10", "a>11"],
    ["a>-3", "a=-2"],
  ])("%s covers %s", (wide, narrow) => {
    expect(covers(parse(wide), parse(narrow))).toBe(true);
  });

  test.each([
    ["a=b:NoSchedule", "a=c:NoSchedule"],
    ["a=b:NoSchedule", "a:NoSchedule"],
    ["a:NoSchedule", "a:NoExecute"],
    ["a:NoSchedule", "a"],
    ["a", "b"],
    ["a", "*"],
    ["a:NoExecute for 30", "a:NoExecute"],
    ["a:NoExecute for 30", "a:NoExecute for 40"],
    ["a<10", "a<11"],
    ["a<10", "a=10"],
    ["a<10", "a>1"],
    ["a<10", "a"],
    ["a>10", "a=x"],
  ])("%s does not cover %s", (wide, narrow) => {
    expect(covers(parse(wide), parse(narrow))).toBe(false);
  });

  test("an absent operator means Equal, on both sides", () => {
    const bare = { key: "a", value: "b" };
    const full = { key: "a", operator: "Equal", value: "b" };
    expect(covers(bare, full)).toBe(true);
    expect(covers(full, bare)).toBe(true);
    expect(equal(bare, full)).toBe(true);
  });
});

test("isBroad is Exists without a key, with any effect", () => {
  expect(isBroad({ operator: "Exists" })).toBe(true);
  expect(isBroad({ operator: "Exists", effect: "NoSchedule" })).toBe(true);
  expect(isBroad({ key: "a", operator: "Exists" })).toBe(false);
});

test.each(["a=b:NoSchedule", "a:NoExecute for 30 s", "a<10", "a"])(
  "formatToleration gives %s",
  (text) => {
    expect(formatToleration(parse(text))).toBe(text);
  },
);

function merged(existing: string[], wishes: string[], onConflict: OnConflict) {
  const result = merge(
    existing.map(parse),
    wishes.map((text) => wishOf(text)),
    onConflict,
  );
  return {
    list: result.list.map(formatToleration),
    conflicts: result.conflicts.map(({ index, wish }) => [index, wish]),
  };
}

/** A wish that begins with `?` yields. */
function wishOf(text: string): Wish {
  if (!text.startsWith("?")) return { toleration: parse(text) };
  return { toleration: parse(text.slice(1)), yields: true };
}

describe("merge", () => {
  const platform = "dedicated=platform:NoSchedule";
  const ci = "dedicated=ci:NoSchedule";

  test.each<[string, string[], string[], string[]]>([
    ["adds to nothing", [], [platform], [platform]],
    ["adds behind what is there", ["b", "a"], ["c"], ["b", "a", "c"]],
    ["adds nothing that is covered", ["dedicated"], [platform], ["dedicated"]],
    [
      "keeps what a wish covers",
      ["a=b:NoSchedule"],
      ["a"],
      ["a=b:NoSchedule", "a"],
    ],
    ["keeps duplicates", ["a", "a"], ["a"], ["a", "a"]],
    ["adds two values of one taint", [], [platform, ci], [platform, ci]],
    [
      "adds the second of two values",
      [platform],
      [platform, ci],
      [platform, ci],
    ],
    ["drops a wish that another covers", [], ["a=b", "a"], ["a"]],
    ["puts those that yield first", [], ["a", "?b"], ["b", "a"]],
    [
      "adds one that yields beside another value",
      [ci],
      [`?${platform}`],
      [ci, platform],
    ],
  ])("%s", (_, existing, wishes, list) => {
    expect(merged(existing, wishes, "error")).toEqual({ list, conflicts: [] });
  });

  test("a conflict leaves the list alone", () => {
    const conflicts = [[1, 0]];
    const list = ["a", ci];
    expect(merged(list, [platform], "error")).toEqual({ list, conflicts });
    expect(merged(list, [platform], "keep")).toEqual({ list, conflicts });
  });

  test("replace takes the place of the first conflict", () => {
    const { list, conflicts } = merged(["a", ci, "b"], [platform], "replace");
    expect(list).toEqual(["a", platform, "b"]);
    expect(conflicts).toEqual([]);
  });

  const toleration = fc.record(
    {
      key: fc.constantFrom("", "a", "b"),
      operator: fc.constantFrom("", "Equal", "Exists", "Lt", "Gt"),
      value: fc.constantFrom("", "1", "2"),
      effect: fc.constantFrom("", "NoSchedule", "NoExecute"),
      tolerationSeconds: fc.constantFrom(1, 2),
    },
    { requiredKeys: ["key", "operator"] },
  );
  const wish = fc.record({ toleration, yields: fc.boolean() });
  const policy = fc.constantFrom<OnConflict>("keep", "replace", "error");

  test("a second merge finds nothing to do", () => {
    fc.assert(
      fc.property(
        fc.array(toleration, { maxLength: 5 }),
        fc.array(wish, { maxLength: 5 }),
        policy,
        (existing, wishes, onConflict) => {
          const first = merge(existing, wishes, onConflict);
          const second = merge(first.list, wishes, onConflict);
          expect(second).toEqual({ ...first, writes: [] });
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test("what was there stays, in its order, unless replaced", () => {
    fc.assert(
      fc.property(
        fc.array(toleration),
        fc.array(wish),
        policy,
        (existing, wishes, onConflict) => {
          const { list, writes } = merge(existing, wishes, onConflict);
          const written = new Set(writes.map(({ index }) => index));
          existing.forEach((one, index) => {
            if (!written.has(index)) expect(list[index]).toBe(one);
            else expect(onConflict).toBe("replace");
          });
          expect(writes).toHaveLength(written.size);
        },
      ),
    );
  });
});
