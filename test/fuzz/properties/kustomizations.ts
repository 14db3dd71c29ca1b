import { FIELDS, type Shape } from "../../../lib/kustomize/fields.ts";
import { readKustomization } from "../../../lib/kustomize/read.ts";
import { encode } from "../../../lib/yaml/text.ts";
import type { Draw } from "../../helpers/messy.ts";
import { compareWithGo } from "../generated.ts";
import type { Property } from "../property.ts";

/**
 * A kustomization that Kustomize takes is read alike, or refused: in any letter
 * case, with explicit keys, anchors, nulls, deprecated fields, block and flow.
 */
export const property: Property = {
  name: "kustomizations",
  needs: ["goYaml"],
  ci: { seed: 20261201, count: 8_000 },
  run: (seed, count) =>
    compareWithGo(seed, count, {
      make: kustomization,
      ask: (go, texts) => go.kustomization(texts),
      problem: (text, { value }) => {
        const ours = reading(text);
        // Refused on either side: nothing was compared.
        if (!ours || !value) return undefined;
        const [a, b] = [ours, value].map((one) =>
          JSON.stringify(comparable(one)),
        );
        return a === b ? "" : `we read ${a}, Kustomize reads ${b}`;
      },
    }),
};

function reading(text: string): unknown {
  try {
    return readKustomization(encode(text)).body;
  } catch (error) {
    if ((error as Error).name === "InputError") return undefined;
    throw error;
  }
}

/** Kustomize rewrites charts of the old form before anything else sees them. */
const CHARTS = new Set([
  "helmCharts",
  "helmChartInflationGenerator",
  "helmGlobals",
]);

/** Without what Go leaves out when it prints, in the order of the keys. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, comparable(inner)] as const)
    .filter(([key, inner]) => !CHARTS.has(key) && !isZero(inner));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isZero(value: unknown): boolean {
  if (typeof value === "object" && value !== null)
    return Object.keys(value).length === 0;
  return !value;
}

const NAMES = Object.keys(FIELDS);

function kustomization(draw: Draw): string {
  const count = 1 + draw(4);
  const lines = Array.from({ length: count }, () => member(draw));
  const head =
    draw(3) === 0
      ? "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
      : "";
  const tail = ["", "", "", "---\n", "...\n", "---\nresources: [b]\n"];
  return `${draw(6) === 0 ? "# a comment\n---\n" : ""}${head}${lines.join("")}${pick(draw, tail)}`;
}

/** A field of the whole, now and then a wrong one. */
function member(draw: Draw): string {
  const name = draw(30) === 0 ? "resourcez" : pick(draw, NAMES);
  const shape = FIELDS[name]?.shape ?? "string";
  const key = spelled(draw, name);
  const value = flow(draw, shape);
  switch (draw(10)) {
    case 0:
      return `? ${key}\n: ${value}\n`;
    case 1:
      return `"${key}": &a ${value}\n`;
    case 2:
      return `${key}: &a ${value}\n${spelled(draw, name)}: *a\n`;
    case 3:
      return `${key}:\n${block(draw, shape, 2)}`;
    default:
      return `${key}: ${value}\n`;
  }
}

function spelled(draw: Draw, name: string): string {
  switch (draw(6)) {
    case 0:
      return name.toUpperCase();
    case 1:
      return name.replace(/^./, (letter) => letter.toUpperCase());
    case 2:
      return name.replace("s", "\u017f");
    case 3:
      return name.toLowerCase();
    default:
      return name;
  }
}

const TEXTS = ["a", "./b", '"c"', "'d e'", "x=y", "https://example.com/a.yaml"];
const WRONG = ["null", "~", "1", "true", "yes", "[]", "{}", "0x1f", '""'];

/** A value in flow style. */
function flow(draw: Draw, shape: Shape): string {
  if (draw(25) === 0) return pick(draw, WRONG);
  switch (shape) {
    case "string":
      return pick(draw, TEXTS);
    case "boolean":
      return pick(draw, ["true", "false", "True", "yes"]);
    case "integer":
      return pick(draw, ["0", "3", "1.0", "1e3", "0o7", "2.5"]);
    case "strings":
      return `{k: ${pick(draw, TEXTS)}, "l": "1"}`;
    case "values":
      return "{a: 1, b: [true, {c: x}]}";
  }
  if ("list" in shape) {
    const items = Array.from({ length: draw(3) }, () => flow(draw, shape.list));
    return `[${items.join(", ")}]`;
  }
  return `{${some(draw, shape.fields)
    .map(([key, inner]) => `${spelled(draw, key)}: ${flow(draw, inner)}`)
    .join(", ")}}`;
}

/** The same on lines of its own. */
function block(draw: Draw, shape: Shape, indent: number): string {
  const margin = " ".repeat(indent);
  if (typeof shape === "string") return `${margin}${flow(draw, shape)}\n`;
  if ("list" in shape) return `${margin}- ${flow(draw, shape.list)}\n`;
  const lines = some(draw, shape.fields).map(
    ([key, inner]) => `${margin}${spelled(draw, key)}: ${flow(draw, inner)}\n`,
  );
  return lines.join("") || `${margin}{}\n`;
}

function some(
  draw: Draw,
  fields: Readonly<Record<string, Shape>>,
): [string, Shape][] {
  return Object.entries(fields).filter(() => draw(3) === 0);
}

function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[draw(list.length)] as T;
}
