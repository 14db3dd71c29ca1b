import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject } from "../../../lib/krm/item.ts";
import { cutList, InputError, itemNode } from "../../../lib/krm/list.ts";
import {
  metadataLines,
  metadataPatches,
} from "../../../lib/krm/shortcuts/metadata.ts";
import { applied, splice } from "../../../lib/yaml/splice.ts";
import { encode, YamlError } from "../../../lib/yaml/text.ts";
import { Draws } from "../documents/draw.ts";
import { AWKWARD } from "../documents/words.ts";
import { type Change, drawChanges, edited } from "../edits/changes.ts";
import type { Property } from "../property.ts";

/**
 * What the lines of a Namespace tell is what the reader says of them, and edits
 * of these lines are, byte for byte, what the splicer makes of them. Counts as
 * many objects as were told, and edits.
 */
export const property: Property = {
  name: "metadata-lines",
  needs: [],
  ci: { seed: 20260308, count: 20_000 },
  async run(seed, count) {
    let [told, written] = [0, 0];
    for (let index = 0; index < count; index++) {
      const problem = (what: string, text: string): never => {
        throw new Error(`seed ${seed} index ${index}: ${what}:\n${text}`);
      };
      const result = check(new Draws(seed * 1_000_003 + index), problem);
      told += result === "silent" ? 0 : 1;
      written += result === "written" ? 1 : 0;
    }
    return { checked: told + written };
  },
};

type Problem = (what: string, text: string) => never;

function check(g: Draws, problem: Problem): "silent" | "told" | "written" {
  const own = encode(`- apiVersion: v1\n  kind: Namespace\n${metadata(g)}`);
  const text = `kind: ResourceList\napiVersion: config.kubernetes.io/v1\nitems:\n${own}- kind: Last\n`;
  const item = attempt(() => cutList(text).items[0]);
  const lines = item && metadataLines(text, item);
  if (!lines) return "silent";
  const node =
    attempt(() => itemNode(text, item)) ?? problem("read what is wrong", own);
  if (!isDeepStrictEqual(lines.object, node.value)) {
    problem("read otherwise", own);
  }
  const after = edited(lines.object, draw(lines.object, g)) as KubernetesObject;
  const patches = metadataPatches(text, lines, after);
  if (!patches) return "told";
  const spliced = splice(text, node, after, item.start + 1, 0);
  const [ours, other] = [patches, spliced].map((all) =>
    applied(text, all, item.start, item.end),
  );
  if (ours !== other) problem("written otherwise", `${ours}\nnot\n${other}`);
  return "written";
}

/** `undefined` for what is refused. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof YamlError || error instanceof InputError)
      return undefined;
    throw error;
  }
}

const WORDS = [
  "app",
  "team",
  "a/b",
  "x.y-z",
  "true",
  "yes",
  "labels",
  "constructor",
];
const SCALARS = [
  "plain",
  "two words",
  "a:b",
  "a: b",
  "a #b",
  "trail ",
  "/path",
  "1",
  "null",
  "true",
  "*x",
  "[a]",
  "{}",
  "'true'",
  "'it''s'",
  "'a\" b'",
  '"1.5"',
  '"a\\nb"',
  '"it\'s"',
  "é",
  "'é'",
  "a\tb",
  "",
  "x # y",
];

/** Lines of metadata as Kustomize writes them, and sometimes almost so. */
function metadata(g: Draws): string {
  const fields = g.many(0, 4, () => field(g));
  const name = `    name: ${g.chance(0.9) ? "tenant-a" : g.pick(SCALARS)}\n`;
  fields.splice(g.below(fields.length + 1), 0, name);
  const spoil = g.chance(0.1) ? g.pick(["# note\n", "\n", "    # x\n"]) : "";
  fields.splice(g.below(fields.length + 1), 0, spoil);
  const more = g.chance(0.2)
    ? g.pick(["  spec: {}\n", "  metadata: {}\n"])
    : "";
  return `  metadata:\n${fields.join("")}${more}`;
}

function field(g: Draws): string {
  const key = g.pick(["labels", "annotations", "labels", g.pick(WORDS)]);
  if (g.chance(0.1)) return `    ${key}: ${g.pick(SCALARS)}\n`;
  const members = g.many(g.chance(0.05) ? 0 : 1, 4, () => member(g));
  return `    ${key}:\n${members.join("")}`;
}

function member(g: Draws): string {
  const key = g.chance(0.5) ? g.pick(WORDS) : `k${g.below(30)}.example.com/a`;
  const value = g.chance(0.25) ? block(g) : g.pick(SCALARS.slice(0, 22));
  return `      ${key}: ${g.chance(0.6) ? "plain" : value}\n`;
}

function block(g: Draws): string {
  const margin = " ".repeat(g.pick([8, 8, 10, 7]));
  const lines = g.many(1, 3, () => {
    const text = g.pick([
      "kind: Namespace",
      "# x",
      "labels:",
      "  deep",
      "a\tb",
    ]);
    return g.chance(0.05) ? g.pick(["", margin, " "]) : margin + text;
  });
  const header = g.chance(0.8) ? "|" : g.pick(["|-", "|+", ">", "|2"]);
  return [header, ...lines].join("\n");
}

/** Labels that are set, as functions do it, or any change at all. */
function draw(object: KubernetesObject, g: Draws): Change[] {
  if (g.chance(0.3)) return drawChanges(object, g);
  return g.many(1, 3, () => {
    const key = g.chance(0.5) ? g.pick(WORDS) : `k${g.below(30)}.example.com/a`;
    const value = g.chance(0.5) ? g.pick(AWKWARD) : "plain";
    return {
      path: ["metadata", g.pick(["labels", "annotations"]), key],
      value,
    };
  });
}
