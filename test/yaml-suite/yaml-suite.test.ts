/**
 * The documents of the public YAML test suite in ResourceLists: nothing is
 * changed without an edit, and every edit does what it says and no more.
 */
import { valueAt } from "../../lib/krm/item.ts";
import {
  checkAgain,
  checkNothing,
  checkWritten,
  processed,
  Wrong,
  written,
} from "../fuzz/edits/check.ts";
import { readReference } from "../fuzz/edits/reference.ts";
import { type SuiteList, suiteLists } from "./documents.ts";
import { everyChange } from "./edits.ts";
import { READ_OTHERWISE, REFUSED } from "./refused.ts";

const lists = suiteLists();
/** What the kernel says of a list that it refuses. */
const refusals = new Map<SuiteList, string>();

beforeAll(() => {
  for (const list of lists) {
    const reason = refusal(list.text);
    if (reason !== undefined) refusals.set(list, reason);
  }
});

test("the suite has its documents", () => {
  expect(new Set(lists.map(({ name }) => name)).size).toBe(337);
});

test("what is refused is known by name and reason, below a field and as item", () => {
  const found: Record<string, string[]> = {};
  for (const [{ name }, reason] of refusals) {
    const names = found[reason] ?? [];
    found[reason] = names;
    if (!names.includes(name)) names.push(name);
  }
  expect(found).toEqual(REFUSED);
  const known = new Set([...refusals.keys()].map(({ name }) => name));
  const taken = lists.filter((list) => !refusals.has(list));
  expect(taken.filter(({ name }) => known.has(name))).toEqual([]);
});

test("a document means in its list what it means alone", () => {
  for (const list of lists) {
    if (refusals.has(list)) continue;
    const { document, text, path, name } = list;
    const alone = readReference(document, "1.2").value;
    const listed = readReference(text, "1.2").value;
    const value = valueAt(listed, ["items", 0, ...path]);
    expect({ name, value }).toEqual({ name, value: alone });
  }
});

test("every edit reads as the edited object, and every other line stays", () => {
  let edits = 0;
  for (const list of lists) {
    if (refusals.has(list) || list.name in READ_OTHERWISE) continue;
    edits += checkEvery(list);
  }
  expect(edits).toBeGreaterThan(2500);
});

test.each(Object.entries(READ_OTHERWISE))(
  "%s is read otherwise than by the yaml package",
  (name, values) => {
    const list = lists.find((one) => one.name === name);
    if (!list) throw new Error(`the suite has no ${name}`);
    const other = readReference(list.text, "1.2").value;
    const ours = objectOf(list.text);
    expect(valueAt(ours, list.path)).toEqual(values.ours);
    expect(valueAt(other, ["items", 0, ...list.path])).toEqual(values.yaml);
  },
);

/** Makes every edit by itself; the number of them. */
function checkEvery({ name, form, text, path }: SuiteList): number {
  const reference = readReference(text, "1.2");
  const value = valueAt(objectOf(text), path);
  const changes = everyChange(value, path);
  for (const change of changes) {
    try {
      const made = written(text, [[change]]);
      checkAgain(made);
      checkWritten(text, reference, [[change]], made, "1.2");
    } catch (error) {
      const what = `${name} as ${form}, ${JSON.stringify(change)}`;
      throw new Error(`${what}: ${error}\nof\n${text}`);
    }
  }
  return changes.length;
}

function objectOf(text: string): unknown {
  let object: unknown;
  processed(text, (items) => {
    object = items[0]?.object;
    return { items, results: [] };
  });
  return object;
}

/** The message without the place; undefined where nothing is wrong. */
function refusal(text: string): string | undefined {
  try {
    checkNothing(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const [, place, reason] =
      /(stdin is no valid YAML at line \d+, column \d+): (.*)$/.exec(
        error.message,
      ) ?? [];
    if (place === undefined || reason === undefined) throw error;
    return reason;
  }
}
