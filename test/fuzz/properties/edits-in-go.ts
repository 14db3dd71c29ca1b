import { engine } from "../../engines.ts";
import { asInJson } from "../../helpers/exact-json.ts";
import { type GoDocuments, GoYaml } from "../../helpers/go-yaml.ts";
import { Draws } from "../documents/draw.ts";
import { generate } from "../documents/list.ts";
import { type Change, drawChanges, edited } from "../edits/changes.ts";
import {
  agrees,
  checkAgain,
  KIND,
  processed,
  written,
} from "../edits/check.ts";
import type { Property } from "../property.ts";

/** Lists that go to Go at once, and items of one. */
const BATCH = 50;
const ITEMS = 4;

/** A list that was edited. */
interface Edited {
  readonly seed: number;
  readonly before: string;
  readonly output: string;
  readonly goals: readonly unknown[];
  readonly changes: readonly (readonly Change[])[];
}

/**
 * What we write means to kyaml and to sigs.k8s.io/yaml the edited objects.
 * Counts edits of lists that both take.
 */
export const property: Property = {
  name: "edits-in-go",
  needs: ["goYaml"],
  ci: { seed: 20260104, count: 6000 },
  async run(seed, count) {
    const program = engine("goYaml");
    if (!program) throw new Error("the program of test/go is not built");
    const go = new GoYaml(program);
    try {
      let checked = 0;
      for (let first = 0; checked < count; first += BATCH) {
        const lists = Array.from({ length: BATCH }, (_, index) =>
          editedList(seed * 1_000_003 + first + index),
        );
        checked += await checkedEdits(go, lists);
      }
      return { checked };
    } finally {
      await go.stop();
    }
  },
};

function editedList(seed: number): Edited {
  const draws = new Draws(seed);
  const { text } = generate(seed, ITEMS, KIND);
  const objects: unknown[] = [];
  processed(text, (items) => {
    for (const item of items) objects.push(item.object);
    return { items, results: [] };
  });
  const changes = objects.map((object) => drawChanges(object, draws));
  const made = written(text, changes);
  checkAgain(made);
  return { seed, before: text, changes, ...made };
}

/** The number of edits that Go reads; throws where it reads something else. */
async function checkedEdits(
  go: GoYaml,
  lists: readonly Edited[],
): Promise<number> {
  const before = await go.read(lists.map((list) => list.before));
  const after = await go.read(lists.map((list) => list.output));
  let count = 0;
  for (const [index, list] of lists.entries()) {
    const old = before[index];
    const now = after[index];
    if (!old || !now) throw new Error("Go gave too few answers");
    // sigs.k8s.io/yaml refuses keys that stand beside a merge key, too.
    const readers = (["kustomize", "sigs"] as const).filter(
      (reader) => old[reader].error === undefined,
    );
    for (const reader of readers) compare(list, old[reader], now[reader]);
    if (readers.length === 2) count += list.changes.flat().length;
  }
  return count;
}

/** The items as a reader saw them, edited, are the items that it sees. */
function compare(list: Edited, before: GoDocuments, after: GoDocuments): void {
  const expected = itemsOf(before).map((item, index) =>
    asInJson(edited(item, list.changes[index] ?? [])),
  );
  if (agrees(itemsOf(after), expected, asInJson(list.goals))) return;
  throw new Error(
    `seed ${list.seed}: Go reads ${inJson(after)}\nexpected ${inJson(expected)}\nedits ${JSON.stringify(list.changes)}\n${list.before}`,
  );
}

function itemsOf(read: GoDocuments): readonly unknown[] {
  const [value] = read.values ?? [];
  return (value as { items?: readonly unknown[] } | undefined)?.items ?? [];
}

function inJson(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === "bigint" ? String(inner) : inner,
  );
}
