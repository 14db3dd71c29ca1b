import { equal } from "../yaml/equal.ts";
import { made, opened, partAt, put, valueAt } from "../yaml/node.ts";
import type { Path, ResourceRef } from "./result.ts";
import type { Why } from "./why.ts";

export { valueAt };

/** A Kubernetes object as plain data; keys keep the order of the text. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/** The part of an object that is cheap to read. */
export interface Head {
  readonly apiVersion: string;
  readonly kind: string;
  /** `""` where it has none, or something that is no string. */
  readonly name: string;
  readonly namespace: string;
  /** `{}` where the object has none or something that is not a mapping. */
  readonly metadata: KubernetesObject;
}

/** Where an item's content comes from; all of it is read at the first look. */
export interface Content {
  readonly head: Head;
  /** The head's, from wherever it costs least. */
  readonly metadata: KubernetesObject;
  readonly object: KubernetesObject;
  /** The object, parts of which may be unread: see `opened`. */
  readonly unread: unknown;
  /** The value at `path`, without making the rest of the object. */
  at(path: Path): unknown;
  /** False where `word` surely is in no key and no value. */
  mayHold(word: string): boolean;
}

/** One write to an item. */
export interface Write {
  readonly path: Path;
  readonly why: Why;
}

const UNWRITTEN: readonly Write[] = [];

/** Path that names a whole object. */
export const WHOLE: Path = [];

/**
 * One object of the list: an immutable view whose text is read only when
 * somebody looks. `set` and `remove` give a new Item; this one stays.
 */
export class Item {
  private readonly content: Content;
  /** The item as the process received it; absent for one a function made. */
  readonly origin: Item | undefined;
  /** The same for every copy of one item. */
  readonly identity: object;
  /** Every write since `origin`, oldest first. */
  readonly writes: readonly Write[];
  readonly apiVersion: string;
  readonly kind: string;

  private constructor(
    content: Content,
    identity: object,
    origin: Item | undefined,
    writes: readonly Write[],
  ) {
    this.content = content;
    this.identity = identity;
    this.origin = origin;
    this.writes = writes;
    const { apiVersion, kind } = content.head;
    this.apiVersion = apiVersion;
    this.kind = kind;
  }

  /** An item that came in. */
  static received(content: Content): Item {
    return new Item(content, content, undefined, UNWRITTEN);
  }

  /** An item that came in as plain data. */
  static of(object: KubernetesObject): Item {
    return Item.received(plain(object));
  }

  /** An item that a function adds. */
  static create(object: KubernetesObject, why: Why): Item {
    return new Item(plain(object), {}, undefined, [{ path: WHOLE, why }]);
  }

  /** True for an item that a function added. */
  get created(): boolean {
    return this.origin === undefined && this.writes.length > 0;
  }

  /** API group, `""` for core objects. */
  get group(): string {
    const slash = this.apiVersion.indexOf("/");
    return slash < 0 ? "" : this.apiVersion.slice(0, slash);
  }

  /** `metadata.name`, `""` where there is none. */
  get name(): string {
    return this.content.head.name;
  }

  /** `metadata.namespace`, `""` where there is none. */
  get namespace(): string {
    return this.content.head.namespace;
  }

  /** `metadata.labels` as found: values may be other than strings. */
  get labels(): KubernetesObject {
    return mapping(this.content.metadata.labels);
  }

  /** `metadata.annotations` as found: values may be other than strings. */
  get annotations(): KubernetesObject {
    return mapping(this.content.metadata.annotations);
  }

  /** The annotation `key`; nothing is read where no text of the item holds it. */
  annotation(key: string): unknown {
    return this.mayHold(key) ? this.annotations[key] : undefined;
  }

  /** The whole object, read at the first look; never to be changed. */
  get object(): KubernetesObject {
    return this.content.object;
  }

  /**
   * The object for those that look at little of it: one level at a time, by
   * `opened`. Never to be changed.
   */
  get unread(): unknown {
    return this.content.unread;
  }

  /** Identity for messages and results. */
  get ref(): ResourceRef {
    const { apiVersion, kind, name, namespace } = this;
    return { apiVersion, kind, name, ...(namespace ? { namespace } : {}) };
  }

  /** False where a word surely is in no key and no value: costs no reading. */
  mayHold(word: string): boolean {
    return this.content.mayHold(word);
  }

  /** The value at `path`, `undefined` where there is none. */
  get(path: Path): unknown {
    return this.content.at(path);
  }

  /**
   * A copy whose value at `path` is `value`; this item where it is so already.
   * Missing mappings on the way are made; a list is extended by its length.
   * Throws where the path leads through a scalar.
   */
  set(path: Path, value: unknown, why: Why): Item {
    if (equal(this.get(path), value)) return this;
    return this.#with(value, { path, why });
  }

  /** A copy without the field or list element at `path`. */
  remove(path: Path, why: Why): Item {
    if (this.get(path) === undefined) return this;
    return this.#with(undefined, { path, why });
  }

  #with(value: unknown, write: Write): Item {
    const origin = this.origin ?? (this.created ? undefined : this);
    const writes = [...this.writes, write];
    const content = new Edited(this.content, write.path, value);
    return new Item(content, this.identity, origin, writes);
  }
}

/** Content of an object that is plain data already. */
function plain(object: KubernetesObject): Content {
  const head = headOf(object);
  return {
    head,
    metadata: head.metadata,
    object,
    unread: object,
    at: (path) => valueAt(object, path),
    mayHold: () => true,
  };
}

/** Fields of metadata that do not say what an object is called. */
const DESCRIBING: ReadonlySet<unknown> = new Set(["labels", "annotations"]);

/** Another content with one field changed; nothing else of it is read. */
class Edited implements Content {
  readonly unread: unknown;
  readonly #base: Content;
  readonly #inHead: boolean;
  readonly #namesStay: boolean;
  #head: Head | undefined;
  #object: KubernetesObject | undefined;

  constructor(base: Content, path: Path, value: unknown) {
    this.unread = written(base.unread, path, value);
    this.#base = base;
    this.#inHead = path[0] !== "spec";
    this.#namesStay = path[0] === "metadata" && DESCRIBING.has(path[1]);
  }

  get head(): Head {
    if (!this.#inHead) return this.#base.head;
    this.#head ??= this.#namesStay ? this.#described() : this.#renamed();
    return this.#head;
  }

  /** What the object is called stays what it was. */
  #described(): Head {
    const { apiVersion, kind, name, namespace } = this.#base.head;
    const at = (path: Path) => this.at(path);
    return {
      apiVersion,
      kind,
      name,
      namespace,
      get metadata() {
        return mapping(at(["metadata"]));
      },
    };
  }

  #renamed(): Head {
    return headOf({
      apiVersion: this.at(["apiVersion"]),
      kind: this.at(["kind"]),
      metadata: this.at(["metadata"]),
    });
  }

  get metadata(): KubernetesObject {
    return this.#inHead ? this.head.metadata : this.#base.metadata;
  }

  get object(): KubernetesObject {
    this.#object ??= mapping(made(this.unread));
    return this.#object;
  }

  at(path: Path): unknown {
    return made(partAt(this.unread, path));
  }

  mayHold(): boolean {
    return true;
  }
}

/** Head of an object that is plain data. */
export function headOf(object: KubernetesObject): Head {
  const metadata = mapping(object.metadata);
  return {
    apiVersion: text(object.apiVersion),
    kind: text(object.kind),
    name: text(metadata.name),
    namespace: text(metadata.namespace),
    metadata,
  };
}

/** `value` where it is a mapping, else an empty one. */
export function mapping(value: unknown): KubernetesObject {
  return isMapping(value) ? value : {};
}

/** Whether `value` is a mapping: neither a scalar, a list nor null. */
export function isMapping(value: unknown): value is KubernetesObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value that a table has by itself: `constructor` is a key like any other. */
export function own<Value>(
  table: Readonly<Record<string, Value>> | undefined,
  key: string,
): Value | undefined {
  return table && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** `value` where it is a string, else `""`. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A copy of `root` with `value` at `path`; `undefined` takes it away. */
function written(unread: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const root = opened(unread);
  if (typeof step === "number") return writtenList(root, step, rest, value);
  if (root !== undefined && root !== null && !isMapping(root)) {
    throw new Error(`cannot write the field ${step} into a scalar or a list`);
  }
  const copy: Record<string, unknown> = { ...root };
  const old = Object.hasOwn(copy, step) ? copy[step] : undefined;
  const inner = written(old, rest, value);
  if (inner === undefined) delete copy[step];
  else put(copy, step, inner);
  return copy;
}

function writtenList(
  root: unknown,
  index: number,
  rest: Path,
  value: unknown,
): unknown {
  const copy: unknown[] = Array.isArray(root) ? [...root] : [];
  if (index > copy.length) throw new Error(`the list has no element ${index}`);
  const inner = written(copy[index], rest, value);
  if (inner === undefined) copy.splice(index, 1);
  else copy[index] = inner;
  return copy;
}
