/** The oracle itself: Go's readers and Kustomize's printer answer as known. */
import { describeWith } from "../engines.ts";
import { parseExact, printExact } from "../helpers/exact-json.ts";
import { GoYaml } from "../helpers/go-yaml.ts";

describeWith("goYaml", "Go's YAML", ({ goYaml }) => {
  const go = new GoYaml(goYaml);
  afterAll(() => go.stop());

  test("reads a text as Kustomize, go-yaml v3 and sigs.k8s.io/yaml do", async () => {
    const text = "a: 0o17\nb: yes\nc: 9007199254740993\nd: 2021-01-02\n";
    const [reading] = await go.read([text]);
    const value = { a: 15, b: "yes", c: 9007199254740993n };
    const date = "2021-01-02T00:00:00Z";
    expect(reading).toEqual({
      kustomize: { values: [{ ...value, d: date }] },
      reprinted: { values: [{ ...value, d: date }] },
      decoded: { values: [{ ...value, d: date }] },
      sigs: { values: [{ ...value, b: true, d: "2021-01-02" }] },
    });
  });

  test("answers a batch in its order, errors too", async () => {
    const texts = ["a: [", "a: 1\n---\nb: 2\n", "a: 1\na: 2\n"];
    const readings = await go.read(texts);
    expect(readings.map(({ kustomize }) => kustomize)).toEqual([
      { error: expect.stringContaining("MalformedYAMLError") },
      { values: [{ a: 1 }, { b: 2 }] },
      { error: expect.stringContaining('"a" already defined') },
    ]);
  });

  test("cuts a ResourceList", async () => {
    const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n";
    const body = "items:\n- kind: A\n- kind: B\nfunctionConfig: {kind: C}\n";
    expect(await go.list([head + body, "a: 1\n"])).toEqual([
      { items: [{ kind: "A" }, { kind: "B" }], config: { kind: "C" } },
      { error: "the text is not one ResourceList" },
    ]);
  });

  test("prints an object as a build does", async () => {
    const object = { b: 2n ** 63n, a: [[1, "yes"]], c: 1e21 };
    expect(await go.print([printExact(object)])).toEqual([
      { text: 'a:\n- - 1\n  - "yes"\nb: 9223372036854775808\nc: 1e+21\n' },
    ]);
  });
});

test("JSON keeps every digit", () => {
  const json =
    '{"a":[9007199254740993,-18446744073709551615,1.5,"9007199254740993\\""]}';
  expect(parseExact(json)).toEqual({
    a: [9007199254740993n, -18446744073709551615n, 1.5, '9007199254740993"'],
  });
  expect(printExact(parseExact(json))).toBe(json);
});
