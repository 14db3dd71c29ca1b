import { engine } from "../engines.ts";
import { GoYaml } from "../helpers/go-yaml.ts";
import type { Draw } from "../helpers/messy.ts";
import { random } from "../helpers/random.ts";

/** So many cases go to another process at once. */
const BATCH = 500;

/** A generated case and what names it. */
interface Case<T> {
  readonly value: T;
  readonly seed: number;
}

/**
 * Generates `count` cases in batches; the seed of one case alone makes it
 * again: `make(draws(seed))`.
 */
function* batches<T>(
  seed: number,
  count: number,
  make: (draw: Draw) => T,
): Generator<Case<T>[]> {
  for (let from = 0; from < count; from += BATCH) {
    const length = Math.min(BATCH, count - from);
    yield Array.from({ length }, (_, index) => {
      const own = (Math.imul(seed, 0x9e3779b1) + from + index) >>> 0;
      return { value: make(draws(own)), seed: own };
    });
  }
}

function draws(seed: number): Draw {
  const next = random(seed);
  return (n) => Math.floor(next() * n);
}

/** Checks generated cases by themselves; throws at the first problem. */
export function checkAll<T>(
  seed: number,
  count: number,
  { make, problem }: Pick<Check<T, undefined>, "make" | "problem">,
): { checked: number } {
  let checked = 0;
  for (const cases of batches(seed, count, make)) {
    for (const one of cases) checked += judge(one, undefined, problem);
  }
  return { checked };
}

/** 1 for a case that showed something, 0 for another; throws for a problem. */
function judge<T, Answer>(
  one: Case<T>,
  answer: Answer,
  problem: Check<T, Answer>["problem"],
): number {
  const found = attempt(() => problem(one.value, answer));
  if (found) throw new Error(failure(one, found));
  return found === "" ? 1 : 0;
}

/** What a property does with its cases. */
export interface Check<T, Answer> {
  readonly make: (draw: Draw) => T;
  /** Asks Go about a batch. */
  readonly ask: (go: GoYaml, values: readonly T[]) => Promise<Answer[]>;
  /** What is wrong, "" where all is well, `undefined` where nothing was shown. */
  readonly problem: (value: T, answer: Answer) => string | undefined;
}

/** Compares us with Go over generated cases; throws at the first difference. */
export async function compareWithGo<T, Answer>(
  seed: number,
  count: number,
  { make, ask, problem }: Check<T, Answer>,
): Promise<{ checked: number }> {
  const program = engine("goYaml");
  if (!program) throw new Error("the program of test/go is not built");
  const go = new GoYaml(program);
  try {
    let checked = 0;
    for (const cases of batches(seed, count, make)) {
      const answers = await ask(
        go,
        cases.map(({ value }) => value),
      );
      for (const [index, answer] of answers.entries()) {
        const one = cases[index];
        if (!one) throw new Error("Go gave too many answers");
        checked += judge(one, answer, problem);
      }
    }
    return { checked };
  } finally {
    await go.stop();
  }
}

function attempt(work: () => string | undefined): string | undefined {
  try {
    return work();
  } catch (error) {
    return `threw ${error instanceof Error ? error.stack : error}`;
  }
}

function failure({ value, seed }: Case<unknown>, problem: string): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `${problem}\nseed of the case: ${seed}\n${JSON.stringify(text)}\n${text}`;
}
