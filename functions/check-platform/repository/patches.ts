import { readDocuments } from "../../../lib/krm/documents.ts";
import { Item, isMapping, mapping, text } from "../../../lib/krm/item.ts";
import { InputError } from "../../../lib/krm/list.ts";
import { encode } from "../../../lib/yaml/text.ts";
import { listOf } from "../world.ts";
import {
  type Kustomization,
  type Repository,
  resolvePath,
} from "./repository.ts";

/** A patch of a kustomization as far as rules look at it. */
export interface Patch {
  readonly target: Target;
  /** JSON patch operations, or one document that is merged in. */
  readonly operations?: readonly unknown[];
  readonly document?: Item;
}

interface Target {
  readonly kind: string;
  readonly name: string;
}

/** The patches of a kustomization, in order; inline ones and files. */
export function patchesOf(one: Kustomization, repository: Repository): Patch[] {
  return listOf(one.body.patches).flatMap((entry) => {
    const { patch, path, target } = mapping(entry);
    const file = resolvePath(one.folder, text(path));
    const content = text(patch) || (repository.files.get(file) ?? "");
    return read(content).map((found) => withTarget(found, mapping(target)));
  });
}

function read(content: string): Omit<Patch, "target">[] {
  if (/^\s*(-|\[)/.test(content.replace(/^(?:\s*#.*\n|---\n)+/, ""))) {
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
  try {
    return readDocuments(encode(content)).map((object) => Item.of(object));
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

function withTarget(
  found: Omit<Patch, "target">,
  target: Readonly<Record<string, unknown>>,
): Patch {
  const { document } = found;
  const kind = text(target.kind) || (document?.kind ?? "");
  const name = text(target.name) || (document?.name ?? "");
  return { ...found, target: { kind, name } };
}

/** Source: Kustomize, the selectors of a target are anchored expressions. */
export function isTarget({ target }: Patch, item: Item): boolean {
  const { kind, name } = target;
  const kindFits = kind === "" || expression(kind).test(item.kind);
  return kindFits && (name === "" || expression(name).test(item.name));
}

function expression(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return /^(?!)/;
  }
}

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
