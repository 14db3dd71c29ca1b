/** Documents and lists at which YAML readers part: we read as Go, or refuse. */
import { describeWith } from "../engines.ts";
import { GoYaml } from "../helpers/go-yaml.ts";
import { random } from "../helpers/random.ts";
import { listProblem, ourList, ourReading, readingProblem } from "./agree.ts";
import { DOCUMENTS } from "./documents.ts";
import { LISTS } from "./lists.ts";
import { document } from "./texts.ts";

describeWith("goYaml", "readers", ({ goYaml }) => {
  const go = new GoYaml(goYaml);
  afterAll(() => go.stop());

  test.each(DOCUMENTS)("read %s", async (_, text, ours, others) => {
    const [reading] = await go.read([text]);
    if (!reading) throw new Error("no answer");
    const value = ourReading(text);
    expect(readingProblem(value, reading)).toBeUndefined();
    const verdicts = {
      ours: "value" in value ? "reads" : "refuses",
      go: reading.kustomize.values ? "reads" : "refuses",
    };
    expect(verdicts).toEqual({ ours, go: others });
  });

  test("refuse few of the odd documents that Go reads", async () => {
    const texts = Array.from({ length: 2000 }, (_, seed) => {
      const next = random(seed);
      return document((n) => Math.floor(next() * n));
    });
    const readings = await go.read(texts);
    const read = texts.filter((_, index) => readings[index]?.kustomize.values);
    expect(read.length).toBeGreaterThan(800);
    const ours = read.filter((text) => "value" in ourReading(text));
    expect(ours.length).toBeGreaterThan(read.length * 0.8);
  });

  test.each(LISTS)("cut a list with %s", async (_, text, ours, others) => {
    const [list] = await go.list([text]);
    if (!list) throw new Error("no answer");
    const cut = ourList(text);
    expect(listProblem(cut, list)).toBeUndefined();
    expect("value" in cut ? cut.value.items.length : "refuses").toBe(ours);
    expect(list.items?.length ?? "refuses").toBe(others);
  });
});
