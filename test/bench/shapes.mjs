/**
 * Lists that hold one thing many times over, where code that is fast over the
 * workload may be quadratic. Each is as long as some hundred bytes an item.
 */
import { writeFileSync } from "node:fs";
import { installed } from "../../tools/common.mjs";
import { meter } from "./meter.mjs";
import { listOf } from "./workload.mjs";

/** @typedef {{ name: string, items: (count: number) => string[] }} Shape */

/** @type {(kind: string, name: string, lines: string[]) => string} */
const objectOf = (kind, name, lines) =>
  `- apiVersion: v1\n  kind: ${kind}\n  metadata:\n    name: ${name}\n${lines.join("")}`;

/** @type {<T>(count: number, make: (index: number) => T) => T[]} */
const times = (count, make) =>
  Array.from({ length: count }, (_, index) => make(index));

const QUOTED = ["    labels:\n", "      a: 'one'\n", '      b: "two"\n'];

/** @type {readonly Shape[]} */
export const shapes = [
  {
    name: "items without a quote",
    items: (count) =>
      times(count, (index) => {
        const lines = times(40, () => "      a line without a quote\n");
        return objectOf("ConfigMap", `c-${index}`, [
          "  data:\n    text: |\n",
          ...lines,
        ]);
      }),
  },
  {
    name: "every item edited",
    items: (count) =>
      times(count, (index) => objectOf("Namespace", `n-${index}`, QUOTED)),
  },
  {
    name: "one item with many keys, edited",
    items: (count) => [
      objectOf("Namespace", "wide", [
        "  spec:\n",
        ...times(count * 10, (index) => `    key-${index}: value\n`),
      ]),
    ],
  },
  {
    name: "one item with a long text, edited",
    items: (count) => [
      objectOf("Namespace", "long", [
        "  spec:\n    text: |\n",
        ...times(count * 20, () => "      a line of the text\n"),
      ]),
    ],
  },
  {
    name: "comments between items",
    items: (count) =>
      times(count, (index) =>
        objectOf(
          "Namespace",
          `n-${index}`,
          times(20, () => "# a comment, and 'it's \"open\n"),
        ),
      ),
  },
];

/** How often a list holds its thing; the first stands for the start. */
const COUNTS = [10, 500, 4000];
const RUNS = 5;

/**
 * Runs our first program over every shape.
 * @param {readonly import("./contestants.mjs").Contestant[]} all
 * @returns {import("./results.mjs").Measured} by the shapes' names
 */
export function measureShapes(all) {
  const program = all.find(({ ours }) => ours);
  if (!program) return new Map();
  const { command, job } = program;
  const file = installed("bench", "inputs", "shape.yaml");
  return new Map(
    COUNTS.map((count) => {
      const costs = shapes.map(({ name, items }) => {
        writeFileSync(file, listOf(items(count), job.config));
        const runs = times(RUNS, () => meter(command, file));
        return /** @type {const} */ ([name, runs]);
      });
      return [count, new Map(costs)];
    }),
  );
}
