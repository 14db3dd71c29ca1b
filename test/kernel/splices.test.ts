/**
 * What is written for an edit, text by text: each was once written wrongly, or
 * with more changes than asked for.
 */

import { Item } from "../../lib/krm/item.ts";
import type { Change } from "../fuzz/edits/changes.ts";
import { checkAgain, KIND, processed, written } from "../fuzz/edits/check.ts";
import { configOf, indented, resourceList } from "../helpers/lists.ts";

interface Case {
  readonly title: string;
  /** The first item, with its dash. */
  readonly before: string;
  readonly changes: readonly Change[];
  readonly after: string;
}

const cases: readonly Case[] = [
  {
    title: "a member behind an empty block that keeps blank lines",
    before: "- a:\n    b: >+\n    c: x\n\n\n  d: 1\n",
    changes: [{ path: ["a", "c"] }],
    after: "- a:\n    b: >+\n  d: 1\n",
  },
  {
    title: "a member behind a block that keeps blank lines",
    before: "- a: |2+\n    text\n\n  c: x\n\n  d: 1\n",
    changes: [{ path: ["c"] }],
    after: "- a: |2+\n    text\n\n  d: 1\n",
  },
  {
    title: "a member behind a block, blank lines below",
    before: "- a: |\n    text\n  c: x\n\n  d: 1\n",
    changes: [{ path: ["c"] }],
    after: "- a: |\n    text\n\n  d: 1\n",
  },
  {
    title: "a member behind a block, a line of blanks below",
    before: "- a: |-\n    text\n  c:\n        \n  d: 1\n",
    changes: [{ path: ["c"] }],
    after: "- a: |-\n    text\n  d: 1\n",
  },
  {
    title: "a member behind a block, a deep comment below",
    before: "- a: |\n    text\n  c: x\n     # of c\n  # of d\n  d: 1\n",
    changes: [{ path: ["c"] }],
    after: "- a: |\n    text\n  # of d\n  d: 1\n",
  },
  {
    title: "a text of two lines above a line of deeper blanks",
    before: "- a: 1\n         \n- b: 2\n",
    changes: [{ path: ["c"], value: "one\ntwo\n" }],
    after: '- a: 1\n  c: "one\\ntwo\\n"\n         \n- b: 2\n',
  },
  {
    title: "the first members of an element, a comment between them",
    before: "- a: 1\n # of b\n  b: 2\n  c: 3\n",
    changes: [{ path: ["a"] }, { path: ["b"] }],
    after: "- \n # of b\n  c: 3\n",
  },
  {
    title: "the first member of an element, a comment behind it",
    before: "- a: 1 # of a\n  b: 2\n",
    changes: [{ path: ["a"] }],
    after: "- b: 2\n",
  },
  {
    title: "the first member of an element, a comment below it",
    before: "- a: 1\n  # of b\n  b: 2\n",
    changes: [{ path: ["a"] }],
    after: "- \n  # of b\n  b: 2\n",
  },
  {
    title: "the first of a flow list, an anchor before the next",
    before: "- a: [1, &x b, *x]\n",
    changes: [{ path: ["a", 0] }],
    after: "- a: [&x b, *x]\n",
  },
  {
    title: "the first of a flow list, with its tag",
    before: "- a: [!!str 1, 2]\n",
    changes: [{ path: ["a", 0] }],
    after: "- a: [2]\n",
  },
  {
    title: "an element before a tagged one",
    before: "- a: [!!str 1]\n",
    changes: [{ path: ["a"], value: ["new", "1"] }],
    after: "- a: [new, !!str 1]\n",
  },
  {
    title: "a tagged value in flow style",
    before: '- a: {b: !!str 1, "c":!!int "2", d: 3}\n',
    changes: [
      { path: ["a", "b"], value: 5 },
      { path: ["a", "c"], value: "x" },
    ],
    after: '- a: {b: 5, "c": x, d: 3}\n',
  },
  {
    title: "a tagged list in flow style",
    before: "- a: [!!seq [1], 2]\n",
    changes: [{ path: ["a", 0], value: true }],
    after: "- a: [true, 2]\n",
  },
  {
    title: "a tagged value in block style",
    before: "- a: !!str 1 # why\n  b: 2\n",
    changes: [{ path: ["a"], value: 5 }],
    after: "- a: 5 # why\n  b: 2\n",
  },
  {
    title: "what stands below a tag",
    before: "- a: !!map\n    b: 1\n    c: 2\n",
    changes: [{ path: ["a", "b"], value: 5 }],
    after: "- a: !!map\n    b: 5\n    c: 2\n",
  },
  {
    title: "a mapping whose first key has a tag",
    before: "- a: 1\n  b:\n    !!str c: 1\n    d: 2\n  e: 3\n",
    changes: [
      { path: ["b", "d"], value: 5 },
      { path: ["b", "e"], value: 6 },
    ],
    after: "- a: 1\n  b:\n    !!str c: 1\n    d: 5\n    e: 6\n  e: 3\n",
  },
  {
    title: "a mapping with an explicit key",
    before: "- a: 1\n  b:\n    ? c\n    : 1\n    d: 2\n  e: 3\n",
    changes: [{ path: ["b", "d"], value: 5 }],
    after: "- a: 1\n  b:\n    c: 1\n    d: 5\n  e: 3\n",
  },
  {
    title: "an anchor whose value changes, and its aliases",
    before: "- a: &x { b: 1 }\n  c: *x\n  d: *x\n",
    changes: [{ path: ["a", "b"], value: 2 }],
    after: "- a: &x { b: 2 }\n  c:\n    b: 1\n  d:\n    b: 1\n",
  },
  {
    title: "an anchor inside a mapping that is written anew",
    before: "- a:\n    <<: &x { b: 1 }\n    c: &y 2\n  d: *x\n  e: *y\n",
    changes: [{ path: ["a", "b"], value: 3 }],
    after: "- a:\n    c: 2\n    b: 3\n  d:\n    b: 1\n  e: 2\n",
  },
  {
    title: "a name given again inside its own node",
    before: "- a: &x\n    b: &x 1\n  c: *x\n",
    changes: [{ path: ["a", "b"], value: 2 }],
    after: "- a: &x\n    b: 2\n  c: 1\n",
  },
  {
    title: "a key behind a merge key",
    before: "- a: &x { b: 1 }\n  c:\n    <<: *x\n    d: 1\n  e: 2\n",
    changes: [{ path: ["c", "d"], value: 2 }],
    after: "- a: &x { b: 1 }\n  c:\n    d: 2\n    b: 1\n  e: 2\n",
  },
  {
    title: "a value that is not there, a comment behind its tag",
    before: "- a: !!str # none\n  b: 1\n",
    changes: [{ path: ["a"], value: "x" }],
    after: "- a: x # none\n  b: 1\n",
  },
  {
    title: "a value that is not there, several lines instead",
    before: "- a: # none\n  b: 1\n",
    changes: [{ path: ["a"], value: { c: 1 } }],
    after: "- a: # none\n    c: 1\n  b: 1\n",
  },
  {
    title: "a scalar with a comment, lines of text instead",
    before: "- a: x # why\n  b: 1\n",
    changes: [{ path: ["a"], value: "one\ntwo\n" }],
    after: '- a: "one\\ntwo\\n" # why\n  b: 1\n',
  },
  {
    title: "blanks at the end of a line that gets a block",
    before: "- a: x  \n  b: 1\n",
    changes: [{ path: ["a"], value: "one\ntwo\n" }],
    after: "- a: |\n    one\n    two\n  b: 1\n",
  },
  {
    title: "a text with blank lines at its end",
    before: "- a: x\n\n  b: 1\n",
    changes: [{ path: ["a"], value: "one\ntwo\n\n" }],
    after: '- a: "one\\ntwo\\n\\n"\n\n  b: 1\n',
  },
  {
    title: "a key below the last of a mapping that goes",
    before: "- a:\n    b: 1\n    c: 2\n  d: 1\n",
    changes: [{ path: ["a", "c"] }, { path: ["e"], value: 1 }],
    after: "- a:\n    b: 1\n  d: 1\n  e: 1\n",
  },
  {
    title: "an element behind a mapping whose last line goes",
    before: "- a:\n  - b: 1\n    c: 2\n",
    changes: [{ path: ["a", 0, "c"] }, { path: ["a", 1], value: "x" }],
    after: "- a:\n  - b: 1\n  - x\n",
  },
  {
    title: "lines of text above a deep comment",
    before: "- a: 1\n  b: x\n      # deep\n",
    changes: [{ path: ["b"], value: "one\ntwo\n" }],
    after: '- a: 1\n  b: "one\\ntwo\\n"\n      # deep\n',
  },
  {
    title: "new lines of text above a deep comment",
    before: "- a: 1\n\n      # deep\n",
    changes: [{ path: ["b"], value: ["one\ntwo\n"] }],
    after: '- a: 1\n  b:\n  - "one\\ntwo\\n"\n\n      # deep\n',
  },
  {
    title: "mixed line ends",
    before: "- a: 1\r\n  b: 2\n  c: 3\r\n",
    changes: [
      { path: ["a"], value: 5 },
      { path: ["d"], value: 6 },
    ],
    after: "- a: 5\r\n  b: 2\n  c: 3\r\n  d: 6\r\n",
  },
  {
    title: "the only pair of a flow list's element, without braces",
    before: "- a: [b: 1, 2]\n",
    changes: [{ path: ["a", 0, "b"], value: 5 }],
    after: "- a: [{b: 5}, 2]\n",
  },
];

/** Items at the end of a stream whose last line has no line end. */
const open: readonly Case[] = [
  {
    title: "a key behind a block",
    before: "- a: >2\n    text",
    changes: [{ path: ["b"], value: 1 }],
    after: "- a: >2-\n    text\n  b: 1\n",
  },
  {
    title: "a key behind a block that keeps",
    before: "- a:\n  - b: |+\n      text",
    changes: [{ path: ["c"], value: 1 }],
    after: "- a:\n  - b: |-\n      text\n  c: 1\n",
  },
  {
    title: "a key behind a block that has no line end anyway",
    before: "- a: |-\n    text",
    changes: [{ path: ["b"], value: 1 }],
    after: "- a: |-\n    text\n  b: 1\n",
  },
  {
    title: "an element behind a block that changes",
    before: "- a:\n  - |\n    text",
    changes: [
      { path: ["a", 0], value: "new" },
      { path: ["a", 1], value: "x" },
    ],
    after: "- a:\n  - new\n  - x\n",
  },
  {
    title: "an element behind a scalar",
    before: "- a:\n  - b",
    changes: [{ path: ["a", 1], value: "x" }],
    after: "- a:\n  - b\n  - x\n",
  },
];

test.each(open)("$title at the end of a stream", (one) => {
  const { before, changes, after } = one;
  const head = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n${indented(configOf(KIND), 2)}items:\n`;
  const made = written(head + before, [changes]);
  expect(made.output).toBe(head + after);
  checkAgain(made);
});

test.each(cases)("$title", ({ before, changes, after }) => {
  const made = written(list(before), [changes]);
  expect(made.output).toBe(list(after));
  checkAgain(made);
});

describe("the key <<, which Kustomize loses, is not written", () => {
  const why = { code: "TEST", at: { path: ["spec"] }, reason: "a test" };
  test.each([
    [["<<"], "into an item"],
    [["a", "<<"], "into a block mapping"],
    [["b", "<<"], "into a flow mapping"],
    [["c", 0, "<<"], "into a list"],
    [["d", "e", "<<"], "into what is new"],
  ])("%j %s", (path) => {
    const text = list("- a:\n    x: 1\n  b: {x: 1}\n  c:\n  - x: 1\n");
    expect(() => written(text, [[{ path, value: 1 }]])).toThrow(
      "the key << cannot be written: Kustomize loses it",
    );
  });

  test("with a new item", () => {
    const object = { apiVersion: "v1", kind: "New", "<<": { a: 1 } };
    const added = Item.create(object, why);
    expect(() =>
      processed(list("- a: 1\n"), (items) => ({
        items: [...items, added],
        results: [],
      })),
    ).toThrow("the key << cannot be written: Kustomize loses it");
  });
});

function list(items: string): string {
  return resourceList(items, configOf(KIND));
}
