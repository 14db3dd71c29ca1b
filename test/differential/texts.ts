import type { Draw } from "../helpers/messy.ts";
import { OBJECTS } from "./corpus.ts";
import { mutate } from "./mutate.ts";

/** A Kubernetes object, oddly written, in column 0. */
export function document(draw: Draw): string {
  return mutate(pick(OBJECTS, draw), draw);
}

const CONFIG = `functionConfig:
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: config}
`;

/**
 * A ResourceList of a few objects, oddly written: one object is changed, or
 * the whole text, whose dashes stand in any column.
 */
export function list(draw: Draw): string {
  const objects = Array.from({ length: 1 + draw(3) }, () =>
    pick(OBJECTS, draw),
  );
  const odd = draw(objects.length);
  const whole = draw(3) === 0;
  const column = draw(2) === 0 ? 0 : draw(4);
  const items = objects.map((object, index) =>
    element(index === odd && !whole ? mutate(object, draw) : object, column),
  );
  const head =
    "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n";
  const config = draw(4) === 0 ? "" : CONFIG;
  const text = `${head}${items.join("")}${config}`;
  return whole ? mutate(text, draw) : text;
}

function element(object: string, column: number): string {
  const margin = " ".repeat(column);
  const [first = "", ...rest] = object.split("\n");
  const lines = rest.map((line) => (line === "" ? "" : `${margin}  ${line}`));
  return [`${margin}- ${first}`, ...lines].join("\n");
}

function pick<T>(from: readonly T[], draw: Draw): T {
  return from[draw(from.length)] as T;
}
