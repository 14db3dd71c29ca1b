import { isDeepStrictEqual } from "node:util";
import { cutList, itemNode } from "../../../lib/krm/list.ts";
import { read } from "../../../lib/yaml/read.ts";
import { rereadsAs } from "../../../lib/yaml/rereading.ts";
import { applied, type Patch, splice } from "../../../lib/yaml/splice.ts";
import { decode, encode, YamlError } from "../../../lib/yaml/text.ts";
import { Draws } from "../documents/draw.ts";
import { generate } from "../documents/list.ts";
import { drawChanges, edited } from "../edits/changes.ts";
import { KIND } from "../edits/check.ts";
import type { Property } from "../property.ts";

/**
 * A splice is proven from a part only where the whole reads so, and refused
 * from a part only where the whole does not: right splices, and such with one
 * character changed. Counts as many answers of each sort.
 */
export const property: Property = {
  name: "rereading",
  needs: [],
  ci: { seed: 20260307, count: 8000 },
  async run(seed, count) {
    let [proven, refused] = [0, 0];
    for (let index = 0; index < count; index++) {
      const told = toldOf(seed * 1_000_003 + index);
      proven += told.filter((one) => one).length;
      refused += told.filter((one) => !one).length;
    }
    return { checked: 2 * Math.min(proven, refused) };
  },
};

/** What a part tells of a splice and of a spoilt one. */
function toldOf(seed: number): boolean[] {
  const draws = new Draws(seed);
  const text = encode(generate(seed, 1, KIND).text);
  const list = cutList(text);
  const item = list.items[0];
  if (!item) throw new Error(`seed ${seed}: no item`);
  const node = itemNode(text, item);
  const after = edited(node.value, drawChanges(node.value, draws));
  const from = item.start + list.column + 1;
  const right = splice(text, node, after, from, list.column);
  return [right, spoilt(right, draws)].flatMap((patches) => {
    const told = attempt(() => rereadsAs(text, node, after, patches, item.end));
    if (told === undefined) return [];
    const written = applied(text, patches, item.start, item.end);
    const whole = attempt(() => read(written, 0, written.length).value);
    if (told === isDeepStrictEqual(whole, [after])) return [told];
    const answer = told ? "proven" : "refused";
    throw new Error(`seed ${seed}: ${answer} from a part:\n${decode(written)}`);
  });
}

/** One character of one patch changed, for what nearly is right. */
function spoilt(patches: readonly Patch[], draws: Draws): Patch[] {
  const which = draws.below(patches.length);
  const signs = ["\n", " ", "- ", ": ", "#", "'", '"', "|\n", "x: y\n", ""];
  return patches.map((patch, index) => {
    if (index !== which) return patch;
    const at = draws.below(patch.text.length + 1);
    const sign = draws.pick(signs);
    const text = patch.text.slice(0, at) + sign + patch.text.slice(at + 1);
    return { ...patch, text };
  });
}

/** `undefined` for a text that can't be read. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}
