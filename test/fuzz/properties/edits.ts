import { Draws } from "../documents/draw.ts";
import { generate } from "../documents/list.ts";
import { drawChanges } from "../edits/changes.ts";
import {
  checkAgain,
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
const ITEMS = 8;
const PASSES = 6;

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

/** A list, what another reader sees in it, and what it was meant to be. */
interface State {
  readonly text: string;
  readonly reference: Reference;
  /** None for a list that nobody edited. */
  readonly goals?: readonly unknown[];
}

/** The edits of a list. */
interface Pass {
  readonly text: string;
  readonly changes: ItemChanges;
}

/**
 * Edits one generated list, then what was written, and so on: a text is read
 * once, as what one pass wrote and as what the next one edits. The number of
 * edits.
 */
function tryList(seed: number): number {
  const draws = new Draws(seed);
  const { text } = generate(seed, ITEMS, KIND);
  const version = draws.pick(VERSIONS);
  const passes: Pass[] = [];
  const wrong = failure(() => {
    checkNothing(text);
    let state: State = { text, reference: readReference(text, version) };
    while (passes.length < PASSES) {
      const changes = objectsOf(state.reference).map((object) =>
        draws.chance(0.9) ? drawChanges(object, draws) : [],
      );
      passes.push({ text: state.text, changes });
      state = edit(state, changes, version);
      // Where no next pass asks.
      if (passes.length === PASSES && state.goals) {
        checkAgain({ output: state.text, goals: state.goals });
      }
    }
  });
  if (wrong) throw explained(wrong, text, passes, version);
  return passes.flatMap(({ changes }) => changes).flat().length;
}

function edit(state: State, changes: ItemChanges, version: Version): State {
  const { text, reference, goals } = state;
  const made = written(text, changes, goals);
  const other = checkWritten(text, reference, changes, made, version);
  return { text: made.output, reference: other, goals: made.goals };
}

function objectsOf({ value }: Reference): readonly unknown[] {
  return (value as { items: unknown[] }).items;
}

/** What is wrong, with the shortest text and the fewest edits that show it. */
function explained(
  wrong: Wrong,
  text: string,
  passes: readonly Pass[],
  version: Version,
): Error {
  // What is wrong with a text may show when the next pass reads it.
  for (const pass of [{ text, changes: [] }, ...passes.slice(-2)]) {
    const found = failure(() => checkOnce(pass, version));
    if (found) return shrunk(found, pass, version);
  }
  return new Error(`${wrong.message}\nYAML ${version}\n${text}`);
}

/** A pass by itself: no edit, then the edits, then once more. */
function checkOnce({ text, changes }: Pass, version: Version): void {
  checkNothing(text);
  const made = written(text, changes);
  checkAgain(made);
  const reference = readReference(text, version);
  checkWritten(text, reference, changes, made, version);
}

function shrunk(wrong: Wrong, { text, changes }: Pass, version: Version) {
  const fails = (shorter: string, fewer: ItemChanges): boolean =>
    failure(() => checkOnce({ text: shorter, changes: fewer }, version))
      ?.sort === wrong.sort;
  const kept = changes.reduce<ItemChanges>(
    (fewer, list, index) =>
      fewer.with(
        index,
        shrinkList(list, (less) => fails(text, fewer.with(index, less))),
      ),
    changes,
  );
  const small = shrinkLines(text, (shorter) => fails(shorter, kept));
  const last = failure(() =>
    checkOnce({ text: small, changes: kept }, version),
  );
  const edits = kept.map((list) => JSON.stringify(list)).join("\n");
  return new Error(
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
