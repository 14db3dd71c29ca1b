import {
  annotationKeyProblem,
  annotationsSizeProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  labelKeyProblem,
  labelValueProblem,
  reservedBy,
} from "../../lib/kubernetes/labels.ts";

const long = (length: number) => "a".repeat(length);
const parts = `${long(63)}.${long(63)}.${long(63)}.${long(61)}`;

test.each([
  ["team"],
  ["T"],
  ["a.b-c_D9"],
  ["example.com/team"],
  ["a/b"],
  [long(63)],
  [`${parts}/${long(63)}`],
])("takes the key %s", (key) => {
  expect(labelKeyProblem(key)).toBeUndefined();
});

test.each([
  ["", /must not be empty/],
  ["-team", /begins and ends/],
  ["team.", /begins and ends/],
  ["te am", /may hold/],
  ["tëam", /may hold/],
  ["team\n", /may hold/],
  ["/team", /prefix .* must not be empty/],
  ["example.com/", /name part .* must not be empty/],
  ["a/b/c", /at most one/],
  ["Example.com/team", /no DNS subdomain/],
  ["example..com/team", /no DNS subdomain/],
  ["under_score/team", /no DNS subdomain/],
  [long(64), /at most 63 characters, this one has 64/],
  [`${parts}a/team`, /at most 253 characters, this one has 254/],
])("refuses the key %j", (key, rule) => {
  expect(labelKeyProblem(key)).toMatch(rule);
});

test.each([[""], ["0012"], ["a"], ["A.b_c-9"], [long(63)]])(
  "takes the value %j",
  (value) => {
    expect(labelValueProblem(value)).toBeUndefined();
  },
);

test.each([[" "], ["a b"], ["-a"], ["a."], ["a/b"], ["é"], [long(64)]])(
  "refuses the value %j",
  (value) => {
    expect(labelValueProblem(value)).toMatch(/^a label's value /);
  },
);

test("compares annotation keys in lower case", () => {
  expect(annotationKeyProblem("Example.COM/Note")).toBeUndefined();
  expect(annotationKeyProblem("exa_mple.com/note")).toMatch(/no DNS subdomain/);
});

test("counts the bytes of all annotations", () => {
  const key = "note";
  const room = 256 * 1024 - key.length;
  expect(annotationsSizeProblem({ [key]: long(room) })).toBeUndefined();
  expect(annotationsSizeProblem({ [key]: long(room + 1) })).toMatch(/256 KiB/);
  expect(annotationsSizeProblem({ [key]: "é".repeat(room / 2 + 1) })).toMatch(
    /256 KiB/,
  );
});

test.each([
  ["team-a", true, true],
  ["0", true, true],
  [long(63), true, true],
  [long(64), false, true],
  ["a.b", false, true],
  ["a..b", false, false],
  ["Team", false, false],
  ["a_b", false, false],
  ["-a", false, false],
  ["a-", false, false],
  ["", false, false],
  [parts, false, true],
  [`${parts}a`, false, false],
])("judges the name %s", (name, label, subdomain) => {
  expect(dnsLabelProblem(name) === undefined).toBe(label);
  expect(dnsSubdomainProblem(name) === undefined).toBe(subdomain);
});

test.each([
  ["kubernetes.io/metadata.name", true],
  ["kustomize.toolkit.fluxcd.io/name", true],
  ["kustomize.toolkit.fluxcd.io/prune", false],
  ["helm.toolkit.fluxcd.io/anything", true],
  ["toolkit.fluxcd.io/tenant", false],
  ["constructor", false],
])("knows whether %s is reserved", (key, reserved) => {
  expect(reservedBy(key) !== undefined).toBe(reserved);
});
