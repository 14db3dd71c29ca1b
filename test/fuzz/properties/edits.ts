import { Draws } from "../documents/draw.ts";
import { generate } from "../documents/list.ts";
import { drawChanges } from "../edits/changes.ts";
import {
  checkNothing,
  checkWritten,
  type ItemChanges,
  KIND,
  Wrong,
  written,
} from "../edits/check.ts";
import {
  type Reference,
  readReference,
  VERSIONS,
  type Version,
} from "../edits/reference.ts";
import type { Property } from "../property.ts";
import { shrinkLines, shrinkList } from "../shrink.ts";

/** Items of one list, and how often it is edited. */
const ITEMS = 4;
const PASSES = 3;

/**
 * What is written reads as the edited objects to other readers, every other
 * line stays, and a second run changes nothing. Counts edits.
 */
export const property: Property = {
  name: "edits",
  needs: [],
  ci: { seed: 20260102, count: 10_000 },
  async run(seed, count) {
    let checked = 0;
    for (let list = 0; checked < count; list++) {
      checked += tryList(seed * 1_000_003 + list);
    }
    return { checked };
  },
};

/** Edits one generated list a few times; the number of edits. */
function tryList(seed: number): number {
  const draws = new Draws(seed);
  const { text } = generate(seed, ITEMS, KIND);
  const version = draws.pick(VERSIONS);
  const reference = readReference(text, version);
  attempt(text, [], () => checkNothing(text), version);
  let count = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const changes = objectsOf(reference).map((object) =>
      draws.chance(0.8) ? drawChanges(object, draws) : [],
    );
    count += changes.flat().length;
    const check = () => checkOnce(text, reference, changes, version);
    attempt(text, changes, check, version);
  }
  return count;
}

function objectsOf({ value }: Reference): readonly unknown[] {
  return (value as { items: unknown[] }).items;
}

function checkOnce(
  text: string,
  reference: Reference,
  changes: ItemChanges,
  version: Version,
): void {
  const made = written(text, changes);
  checkWritten(text, reference, changes, made, version);
}

/** Runs a check; a failure is shrunk. */
function attempt(
  text: string,
  changes: ItemChanges,
  check: () => void,
  version: Version,
): void {
  const wrong = failure(check);
  if (!wrong) return;
  const fails = (shorter: string, fewer: ItemChanges): boolean =>
    failure(() => {
      const reference = readReference(shorter, version);
      checkNothing(shorter);
      checkOnce(shorter, reference, fewer, version);
    })?.sort === wrong.sort;
  const few = changes.map((list, index) =>
    shrinkList(list, (shorter) => fails(text, changes.with(index, shorter))),
  );
  const kept = fails(text, few) ? few : changes;
  const small = shrinkLines(text, (shorter) => fails(shorter, kept));
  const last = failure(() => {
    checkNothing(small);
    checkOnce(small, readReference(small, version), kept, version);
  });
  const edits = kept.map((list) => JSON.stringify(list)).join("\n");
  throw new Error(
    `${(last ?? wrong).message}\nYAML ${version}; edits of each item:\n${edits}\n${small}`,
  );
}

function failure(check: () => void): Wrong | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Wrong) return error;
    const { name, message } = error as Error;
    const sort = message.replaceAll(/"[^"]*"|\S*\d\S*/g, "");
    return new Wrong(`${name} ${sort}`, message);
  }
}
