import type { Context } from "../../lib/krm/define.ts";
import { diff } from "../../lib/krm/diff.ts";
import { readDocuments } from "../../lib/krm/documents.ts";
import { Item } from "../../lib/krm/item.ts";
import { formatPath, type Result } from "../../lib/krm/result.ts";
import { idOf } from "../../lib/krm/run.ts";
import { EXEC, type Mirror } from "../build/mirror.ts";
import { isRead } from "../build/objects.ts";
import { type Proof, rerun } from "./proof.ts";

/**
 * In what a print that was handed in is not what the folder builds: objects
 * added, missing or different, beyond what the guardrails would edit, which is
 * told already. Throws `CommandError` where the folder can't be built.
 */
export function driftOf(
  folder: string,
  { entries, built }: Proof,
  { mirror, context }: { readonly mirror: Mirror; readonly context: Context },
): Result[] {
  const wanted = byId(
    readDocuments(mirror.build(folder, EXEC))
      .filter((object) => !isRead(object))
      .map((object) => Item.of(object)),
  );
  const guarded = rerun(entries, built, context).items;
  const given = byId(guarded.filter(({ object }) => !isRead(object)));
  return [
    ...[...given].flatMap(([id, item]) => {
      const other = wanted.get(id);
      if (!other) {
        return [
          told(item, "is in the print, and the folder does not build it"),
        ];
      }
      const [first, ...others] = diff(other.object, item.object);
      if (!first) return [];
      const more = others.length > 0 ? ` and ${others.length} more` : "";
      const what = `the print differs from what the folder builds in ${formatPath(first.path)}${more}`;
      return [told(item, what)];
    }),
    ...[...wanted].flatMap(([id, item]) =>
      given.has(id)
        ? []
        : [told(item, "is not in the print, and the folder builds it")],
    ),
  ];
}

function byId(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [idOf(item), item]));
}

function told(item: Item, what: string): Result {
  return {
    message: `${what}: whoever made the print changed it, or made it of other files; print it anew and change nothing`,
    severity: "error",
    resourceRef: item.ref,
    tags: { function: "check", rule: "RENDER-DRIFT" },
  };
}
