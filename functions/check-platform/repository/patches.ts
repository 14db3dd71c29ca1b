import { readDocuments } from "../../../lib/krm/documents.ts";
import { Item, isMapping, mapping, text } from "../../../lib/krm/item.ts";
import { InputError } from "../../../lib/krm/list.ts";
import { textOf } from "../../../lib/kubernetes/match.ts";
import { expression, patternProblem } from "../../../lib/pattern.ts";
import { encode } from "../../../lib/yaml/text.ts";
import { listOf } from "../world.ts";
import {
  type Kustomization,
  type Repository,
  resolvePath,
} from "./repository.ts";

/** A patch of a kustomization as far as rules look at it. */
export interface Patch {
  /** Whether it changes an object. */
  readonly hits: (item: Item) => boolean;
  /** Why that can't be told. */
  readonly unclear?: string;
  /** JSON patch operations, or one document that is merged in. */
  readonly operations?: readonly unknown[];
  readonly document?: Item;
}

/** The patches of a kustomization, in order; inline ones and files. */
export function patchesOf(one: Kustomization, repository: Repository): Patch[] {
  return listOf(one.body.patches).flatMap((entry) => {
    const { patch, path, target } = mapping(entry);
    const file = resolvePath(one.folder, text(path));
    const content = text(patch) || repository.files.get(file);
    if (content === undefined) {
      return [unread(`${text(path)} is no file of the repository`)];
    }
    try {
      return read(content).map((found) => withTarget(found, mapping(target)));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [unread(error.message)];
    }
  });
}

function unread(unclear: string): Patch {
  return { unclear, hits: () => false };
}

function read(content: string): Omit<Patch, "hits">[] {
  if (/^\s*(-|\[)/.test(content.replace(/^(?:[^\S\n]*#.*\n|---\n|\n)+/, ""))) {
    const [wrapper] = documents(`operations:\n${indent(content)}`);
    return [{ operations: listOf(wrapper?.get(["operations"])) }];
  }
  return documents(content).map((document) => ({ document }));
}

/** A list is no document of its own to the reader. */
function indent(content: string): string {
  return content.replaceAll(/^(?=.)/gm, "  ");
}

function documents(content: string): Item[] {
  return readDocuments(encode(content)).map((object) => Item.of(object));
}

/**
 * Whom a patch is for. With a target that alone decides; without one the
 * document names its object.
 * Source: Kustomize, the fields of a target are anchored expressions.
 */
function withTarget(
  found: Omit<Patch, "hits">,
  target: Readonly<Record<string, unknown>>,
): Patch {
  const { document } = found;
  if (document && Object.keys(target).length === 0) {
    const { kind, name } = document;
    return {
      ...found,
      hits: (item) => item.kind === kind && item.name === name,
    };
  }
  const wanted = Object.entries(target).flatMap(([field, value]) => {
    const pattern = text(value);
    return pattern === "" ? [] : [conditionOf(field, pattern)];
  });
  const unclear = wanted.find((one) => typeof one === "string");
  return {
    ...found,
    ...(unclear === undefined ? {} : { unclear }),
    hits: (item) => wanted.every((one) => typeof one !== "string" && one(item)),
  };
}

type Condition = (item: Item) => boolean;

/** What an expression in a field of a target is matched with. */
const EXPRESSIONS: Readonly<Record<string, (item: Item) => string>> = {
  group: ({ group }) => group,
  version: ({ apiVersion }) => apiVersion.split("/").at(-1) ?? "",
  kind: ({ kind }) => kind,
  namespace: ({ namespace }) => namespace,
  name: ({ name }) => name,
};

const SELECTORS: Readonly<Record<string, "labels" | "annotations">> = {
  labelSelector: "labels",
  annotationSelector: "annotations",
};

/** A field of a target, or why it can't be told whom it means. */
function conditionOf(field: string, pattern: string): Condition | string {
  const what = `the target's ${field}`;
  const selected = SELECTORS[field];
  if (selected) {
    const pairs = pattern.split(",").map((one) => EQUALS.exec(one.trim()));
    return pairs.some((pair) => !pair)
      ? `${what} ${pattern} is more than key=value`
      : (item) =>
          pairs.every(
            (pair) => textOf(item[selected], pair?.[1] ?? "") === pair?.[2],
          );
  }
  const asked = EXPRESSIONS[field];
  if (!asked) return `${what} is no field that Kustomize knows`;
  return (
    patternProblem(what, pattern) ??
    ((item) => expression(pattern)(asked(item)))
  );
}

const EQUALS = /^([^=!\s]+) ?==? ?([^=!\s]*)$/;

/** The arguments of the first container of a Deployment after the patches. */
export function argumentsOf(
  deployment: Item,
  patches: readonly Patch[],
): string[] {
  const at = ["spec", "template", "spec", "containers", 0, "args"];
  let args = [...listOf(deployment.get(at))];
  for (const { operations, document } of patches) {
    const merged = document?.get(at);
    if (Array.isArray(merged)) args = [...merged];
    for (const operation of operations ?? []) args = applied(args, operation);
  }
  return args.filter((one) => typeof one === "string");
}

const ARGS = "/spec/template/spec/containers/0/args";

function applied(args: readonly unknown[], operation: unknown): unknown[] {
  const { op, path, value } = mapping(operation);
  if (path === ARGS) return op === "remove" ? [] : [...listOf(value)];
  const index = new RegExp(`^${ARGS}/(-|\\d+)$`).exec(text(path))?.[1];
  if (index === undefined) return [...args];
  const at = index === "-" ? args.length : Number(index);
  const added = op === "remove" ? [] : [value];
  return args.toSpliced(at, op === "add" ? 0 : 1, ...added);
}

/** The string that patches leave at a field of `spec`. */
export function specField(
  item: Item,
  key: string,
  patches: readonly Patch[],
): string {
  let value = text(item.get(["spec", key]));
  for (const { operations, document } of patches) {
    value = text(document?.get(["spec", key])) || value;
    for (const operation of operations ?? []) {
      if (!isMapping(operation) || operation.path !== `/spec/${key}`) continue;
      value = text(operation.value);
    }
  }
  return value;
}
