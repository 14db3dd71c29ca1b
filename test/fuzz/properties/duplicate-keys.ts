import { type Node, visit } from "yaml";
import { Draws } from "../documents/draw.ts";
import { generate } from "../documents/list.ts";
import { doubleQuoted } from "../documents/scalars.ts";
import { checkNothing, KIND, Wrong } from "../edits/check.ts";
import { type Member, membersOf, readReference } from "../edits/reference.ts";
import type { Property } from "../property.ts";

/** A key that stands twice in a mapping, at any depth and in any form, is an error. */
export const property: Property = {
  name: "duplicate-keys",
  needs: [],
  ci: { seed: 20260305, count: 3000 },
  async run(seed, count) {
    for (let index = 0; index < count; index++) {
      const own = seed * 1_000_003 + index;
      const text = withTwice(own);
      const problem = problemOf(text);
      if (problem) throw new Error(`seed ${own}: ${problem}\n${text}`);
    }
    return { checked: count };
  },
};

/** A generated list; one key of one mapping in its item stands there again. */
function withTwice(seed: number): string {
  const draws = new Draws(seed);
  const { text } = generate(seed, 1, KIND);
  const list = readReference(text, "1.2").document.contents;
  const items = membersOf(list).find(({ step }) => step === "items");
  const { step, start, flow } = draws.pick(entriesBelow(items?.node ?? null));
  const column = start - (text.lastIndexOf("\n", start - 1) + 1);
  const between = flow ? ", " : `\n${" ".repeat(column)}`;
  const again = `${doubleQuoted(String(step), draws)}: again${between}`;
  return text.slice(0, start) + again + text.slice(start);
}

/** Every entry that a mapping between braces or of a block has below a node. */
function entriesBelow(node: Node | null): (Member & { flow: boolean })[] {
  const entries: (Member & { flow: boolean })[] = [];
  visit(node, {
    Map: (_, map) => {
      const flow = map.flow === true;
      if (flow && !map.srcToken) return;
      for (const member of membersOf(map)) {
        if (member.step !== "<<") entries.push({ ...member, flow });
      }
    },
  });
  return entries;
}

function problemOf(text: string): string | undefined {
  try {
    checkNothing(text);
    return "a key twice is taken";
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const told = /unique|twice/.test(error.message);
    return told ? undefined : `another error: ${error.message}`;
  }
}
