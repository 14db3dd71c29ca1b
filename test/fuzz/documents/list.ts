import { Draws } from "./draw.ts";
import { printElement } from "./print.ts";
import { type Mapping, Values } from "./values.ts";

/** A generated ResourceList and what its items mean. */
export interface Generated {
  /** As JavaScript text; `Buffer.from` makes the stream. */
  readonly text: string;
  readonly items: readonly Mapping[];
  /** The last line has no line end. */
  readonly open: boolean;
  /** Items that may be in forms which the kernel's own reader leaves alone. */
  readonly rare: readonly boolean[];
}

const HEAD = ["apiVersion: config.kubernetes.io/v1", "kind: ResourceList"];

/** A ResourceList of `count` objects whose config is of kind `kind`. */
export function generate(seed: number, count: number, kind: string): Generated {
  const g = new Draws(seed);
  const objects = Array.from({ length: count }, (_, index) =>
    new Values(g).object(`object-${index}`),
  );
  const rare = objects.map(() => g.below(3) === 0);
  const column = g.pick([0, 0, 0, 2, 2, 4, 1]);
  const items = objects.flatMap((object, index) => {
    g.rareForms = rare[index] === true;
    const between = g.chance(0.05) ? ["# Between items.", ""] : [];
    return [...between, ...printElement(object, column, g)];
  });
  const config = [
    "functionConfig:",
    "  apiVersion: flux-platform.dev/v1alpha1",
    `  kind: ${kind}`,
    "  metadata: { name: fuzz }",
  ];
  const list = ["items:", ...items];
  const parts = g.chance(0.3) ? [...config, ...list] : [...list, ...config];
  const above = g.chance(0.2) ? ["# Above.", "---"] : [];
  const whole = joined([...above, ...HEAD, ...parts], g);
  const open = g.chance(0.05);
  const text = open ? whole.replace(/\r?\n$/, "") : whole;
  return { text, items: objects, open, rare };
}

/** Lines with one kind of line end, or both. */
function joined(lines: readonly string[], g: Draws): string {
  const carriage = g.pick([0, 0, 0, 0, 0, 0, 1, 1, 0.5, 0.1]);
  const text = lines.flatMap((line) => line.split("\n"));
  const body = text
    .map((line) => line + (g.chance(carriage) ? "\r\n" : "\n"))
    .join("");
  return (g.chance(0.08) ? "\ufeff" : "") + body;
}
