import { GROUP, type Outcome, type Removal } from "../krm/define.ts";
import { Item, type KubernetesObject, mapping } from "../krm/item.ts";
import type { Result } from "../krm/result.ts";
import { idOf } from "../krm/run.ts";
import type { Why } from "../krm/why.ts";
import { isLocalConfig } from "../kubernetes/local-config.ts";

/** Annotation that says who made an object, and may change and remove it. */
export const GENERATED_BY = `${GROUP}/generated-by`;

/** An object that must be there. */
export interface Wanted {
  readonly object: KubernetesObject;
  /** Whose it is, by name; `""` for what all owners share. */
  readonly owner: string;
  readonly why: Why;
}

/** What a function that makes objects says of its own. */
export interface Ownership<One extends Wanted> {
  /** Kind of the function's config. */
  readonly kind: string;
  /** Whether this run may change and remove what `owner` has. */
  isMine(owner: string): boolean;
  /** Something else stands where an object is wanted; `owner` as in its mark. */
  taken(item: Item, wanted: One, owner: string | undefined): Result[];
  /** An object of an owner that is not in this run, left alone. */
  orphan(item: Item, owner: string): Result[];
  /** What is to be said of an object that is taken away. */
  left(item: Item, owner: string): Result[];
  /** Why an object is taken away. */
  unwanted(item: Item, owner: string): Why;
  /** What a field becomes; the wanted value where this is absent. */
  settled?(item: Item, field: string, value: unknown): unknown;
  /** Annotations that go where they are not wanted. */
  readonly marks?: readonly string[];
}

/** The items as they are wanted, and what stands against it. */
export interface Owned extends Outcome {
  /** Of places that are taken: with any of them nothing should be changed. */
  readonly conflicts: readonly Result[];
}

/** Whose an object is; `undefined` where a function of `kind` didn't make it. */
export function ownerOf(item: Item, kind: string): string | undefined {
  const value = item.annotation(GENERATED_BY);
  if (value === kind) return "";
  const prefix = `${kind}/`;
  if (typeof value !== "string" || !value.startsWith(prefix)) return undefined;
  return value.slice(prefix.length);
}

/**
 * Brings the items to what is wanted: what is there already and ours is updated
 * in place or taken away, the rest is added. Nobody else's object is touched.
 */
export function own<One extends Wanted>(
  items: readonly Item[],
  wanted: readonly One[],
  ownership: Ownership<One>,
): Owned {
  const { kind } = ownership;
  const missing = new Map(
    wanted.map((one) => [idOf(Item.of(one.object)), one]),
  );
  const kept: Item[] = [];
  const removed: Removal[] = [];
  const conflicts: Result[] = [];
  const results: Result[] = [];
  for (const item of items) {
    const id = idOf(item);
    const isLocal = isLocalConfig(item);
    const owner = isLocal ? undefined : ownerOf(item, kind);
    const one = isLocal ? undefined : missing.get(id);
    const isMine = owner !== undefined && ownership.isMine(owner);
    if (one) missing.delete(id);
    if (one && isMine) kept.push(updated(item, one, ownership));
    else if (isMine) {
      removed.push({ item, why: ownership.unwanted(item, owner) });
      results.push(...ownership.left(item, owner));
    } else {
      kept.push(item);
      if (one) conflicts.push(...ownership.taken(item, one, owner));
      else if (owner !== undefined)
        results.push(...ownership.orphan(item, owner));
    }
  }
  const added = [...missing.values()].map((one) =>
    Item.create(marked(one, kind), one.why),
  );
  return { items: [...kept, ...added], removed, conflicts, results };
}

function marked({ object, owner }: Wanted, kind: string): KubernetesObject {
  const metadata = mapping(object.metadata);
  const mark = { [GENERATED_BY]: owner === "" ? kind : `${kind}/${owner}` };
  const annotations = { ...mapping(metadata.annotations), ...mark };
  return { ...object, metadata: { ...metadata, annotations } };
}

/** Fields of an object that are not its maker's to settle. */
const OTHERS: ReadonlySet<string> = new Set(["kind", "metadata", "status"]);

/** Labels and annotations that others added stay. */
function updated<One extends Wanted>(
  item: Item,
  wanted: One,
  { kind, marks = [], settled }: Ownership<One>,
): Item {
  const { why } = wanted;
  const object = marked(wanted, kind);
  const metadata = mapping(object.metadata);
  let result = item;
  for (const key of Object.keys(item.object)) {
    if (!OTHERS.has(key) && !Object.hasOwn(object, key))
      result = result.remove([key], why);
  }
  for (const [key, value] of Object.entries(object)) {
    if (OTHERS.has(key)) continue;
    result = result.set([key], settled?.(item, key, value) ?? value, why);
  }
  for (const field of ["labels", "annotations"]) {
    for (const [key, value] of Object.entries(mapping(metadata[field]))) {
      result = result.set(["metadata", field, key], value, why);
    }
  }
  const annotations = mapping(metadata.annotations);
  for (const mark of marks.filter((key) => !Object.hasOwn(annotations, key))) {
    result = result.remove(["metadata", "annotations", mark], why);
  }
  return result;
}
