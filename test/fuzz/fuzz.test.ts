/** Every fuzzable property, with the seed and the count of CI. */
import { readdirSync } from "node:fs";
import { describeWith } from "../engines.ts";
import { at } from "../helpers/repository.ts";
import { properties } from "./all.ts";

jest.setTimeout(600_000);

test("every property has its module, and every module is run", () => {
  const modules = readdirSync(at("test/fuzz/properties"));
  const names = properties.map(({ name }) => `${name}.ts`);
  expect(names.sort()).toEqual(modules.sort());
});

for (const { name, needs, ci, run } of properties) {
  describeWith(needs, name, () => {
    test(`holds ${ci.count} times, seed ${ci.seed}`, async () => {
      const { checked } = await run(ci.seed, ci.count);
      // Some cases show nothing: both sides refuse them.
      expect(checked).toBeGreaterThan(ci.count / 4);
    });
  });
}
