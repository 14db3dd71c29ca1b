/** A form takes what its schema takes, with the same outcome, or nothing. */

import { readdirSync, readFileSync } from "node:fs";
import { safeParse } from "valibot";
import { parse } from "yaml";
import { functions } from "../../functions/index.ts";
import { programOf } from "../../lib/krm/define.ts";
import { take, UNTAKEN } from "../../lib/krm/form.ts";
import { formsOf } from "../../tools/forms.ts";
import { random } from "../helpers/random.ts";

/** The specs in a function's own cases. */
function specsOf(kind: string): unknown[] {
  const folder = `functions/${programOf(kind)}/cases`;
  return readdirSync(folder).flatMap((name) => {
    const list = parse(readFileSync(`${folder}/${name}/input.yaml`, "utf8"));
    const config = list?.functionConfig;
    return config?.kind === kind && config.spec ? [config.spec] : [];
  });
}

const ODD: readonly unknown[] = [
  null,
  "",
  "*",
  0,
  1.5,
  true,
  [],
  [""],
  {},
  { constructor: "a" },
  { unknown: 1 },
];

/** The value with one part of it replaced, taken away or added. */
function spoilt(value: unknown, draw: (below: number) => number): unknown {
  const inside = typeof value === "object" && value !== null && draw(5) > 0;
  if (!inside) return ODD[draw(ODD.length)];
  if (Array.isArray(value)) {
    const at = draw(value.length + 1);
    const rest = value.slice(at + 1);
    return [...value.slice(0, at), spoilt(value[at], draw), ...rest];
  }
  const keys = [...Object.keys(value), "constructor", "name", "mode"];
  const key = keys[draw(keys.length)] ?? "";
  const { [key]: old, ...rest } = value as Record<string, unknown>;
  return draw(4) === 0 ? rest : { ...rest, [key]: spoilt(old, draw) };
}

/** Steps of pipelines, quotas and dates have conditions that only schemas know. */
const LEAST: Readonly<Record<string, number>> = {
  ExpandTenant: 0.5,
  Pipeline: 0,
};

describe.each(functions.map((one) => [one.kind, one] as const))(
  "%s",
  (kind, { schema }) => {
    const forms = formsOf(schema);
    const specs = specsOf(kind);

    function answers(spec: unknown): boolean {
      const taken = take(spec, forms);
      if (taken === UNTAKEN) return false;
      const { success, output } = safeParse(schema, spec);
      expect(success).toBe(true);
      // Written out, so that the order of keys counts.
      expect(JSON.stringify(taken)).toBe(JSON.stringify(output));
      return true;
    }

    test("takes what is usual", () => {
      const valid = specs.filter((spec) => safeParse(schema, spec).success);
      const taken = valid.filter(answers);
      expect(valid.length).toBeGreaterThan(3);
      expect(taken.length).toBeGreaterThanOrEqual(
        valid.length * (LEAST[kind] ?? 0.9),
      );
    });

    test("takes nothing that the schema refuses or changes", () => {
      const next = random(7);
      const draw = (below: number) => Math.floor(next() * below);
      let taken = 0;
      for (let turn = 0; turn < 5000; turn++) {
        let spec = specs[draw(specs.length)];
        for (let count = draw(3); count >= 0; count--) {
          spec = spoilt(spec, draw);
        }
        if (answers(spec)) taken++;
      }
      // Not everything was spoilt beyond the forms.
      expect(taken).toBeGreaterThanOrEqual(LEAST[kind] === 0 ? 0 : 200);
    });
  },
);
