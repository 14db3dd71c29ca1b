import { readDocuments } from "../krm/documents.ts";
import { isMapping, type KubernetesObject } from "../krm/item.ts";
import { InputError } from "../krm/list.ts";
import { nearest } from "../krm/nearest.ts";
import { formatPath, type Path } from "../krm/result.ts";
import { FIELDS, type Shape } from "./fields.ts";

/** A Kustomization as Kustomize holds it. */
export interface Kustomization {
  readonly isComponent: boolean;
  /** By the names of `FIELDS`, of which today's hold what deprecated ones say. */
  readonly body: KubernetesObject;
}

/**
 * Reads the text of a kustomization file, a byte string, as Kustomize 5.8 does:
 * names of fields in any letter case, null as nothing, deprecated fields behind
 * those that replace them. Throws `InputError` for what Kustomize refuses, and
 * for what it takes in a way that nobody sees: a field that stands twice in two
 * spellings, and text behind the first document, which it never reads.
 */
export function readKustomization(text: string): Kustomization {
  const [first, ...others] = readDocuments(text);
  if (!first) throw new InputError("the kustomization is empty");
  if (others.length > 0) {
    throw new InputError(
      "the kustomization has several documents, of which Kustomize reads the first alone: write one",
    );
  }
  const { kind = "Kustomization", ...body } = shaped(first, WHOLE, []);
  const version = VERSIONS[String(kind)];
  if (!version) {
    throw new InputError(
      `kind is ${kind}, expected Kustomization or Component`,
    );
  }
  const { apiVersion = version } = body;
  if (apiVersion !== version) {
    throw new InputError(`apiVersion is ${apiVersion}, expected ${version}`);
  }
  const isComponent = kind === "Component";
  return { isComponent, body: modern({ ...body, apiVersion, kind }) };
}

const VERSIONS: Readonly<Record<string, string>> = {
  Kustomization: "kustomize.config.k8s.io/v1beta1",
  Component: "kustomize.config.k8s.io/v1alpha1",
};

type Fields = Readonly<Record<string, Shape>>;

const WHOLE: Fields = Object.fromEntries(
  Object.entries(FIELDS).map(([key, { shape }]) => [key, shape]),
);

/** A mapping by the names of its fields. */
function shaped(
  value: KubernetesObject,
  fields: Fields,
  path: Path,
): KubernetesObject {
  const names = new Map(Object.keys(fields).map((key) => [folded(key), key]));
  const found: Record<string, unknown> = {};
  for (const [written, inner] of Object.entries(value)) {
    const at = [...path, written];
    const key = names.get(folded(written));
    if (key === undefined) {
      const near = nearest(written, names.values());
      const hint = near ? `, did you mean ${near}?` : "";
      throw mistake(at, `Kustomize has no such field${hint}`);
    }
    if (Object.hasOwn(found, key)) {
      throw mistake(at, `${key} stands twice, in two spellings: write it once`);
    }
    // Or one that is null would hide the other.
    found[key] = inner === null ? null : shapedValue(inner, fields[key], at);
  }
  return Object.fromEntries(
    Object.entries(found).filter(([, inner]) => inner !== null),
  );
}

/**
 * As Go compares names of fields: without regard to letter case, where the long s
 * and the Kelvin sign are letters too. Source: encoding/json, foldName.
 */
function folded(name: string): string {
  return name.replaceAll("\u017f", "s").toLowerCase();
}

function shapedValue(
  value: unknown,
  shape: Shape | undefined,
  path: Path,
): unknown {
  switch (shape) {
    case "string":
    case "boolean":
      if (typeof value === shape) return value;
      throw mistake(path, `expected a ${shape}`);
    case "integer":
      if (typeof value === "bigint" || Number.isInteger(value)) return value;
      throw mistake(path, "expected a whole number");
    case "strings":
      return mapOf(value, path, (inner, at) =>
        shapedValue(inner, "string", at),
      );
    case "values":
      return mapOf(value, path, (inner) => inner);
    case undefined:
      throw mistake(path, "Kustomize has no such field");
  }
  if ("fields" in shape) {
    if (isMapping(value)) return shaped(value, shape.fields, path);
    throw mistake(path, "expected a mapping");
  }
  if (!Array.isArray(value)) throw mistake(path, "expected a list");
  return value.map((inner, index) =>
    shapedValue(inner, shape.list, [...path, index]),
  );
}

function mapOf(
  value: unknown,
  path: Path,
  each: (inner: unknown, path: Path) => unknown,
): KubernetesObject {
  if (!isMapping(value)) throw mistake(path, "expected a mapping");
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      each(inner, [...path, key]),
    ]),
  );
}

function mistake(path: Path, message: string): InputError {
  return new InputError(`${formatPath(path)}: ${message}`);
}

/** Deprecated lists, and the lists at whose end Kustomize puts them. */
const MOVED = [
  ["bases", "resources"],
  ["imageTags", "images"],
] as const;

/** Source: types.Kustomization.FixKustomization. */
function modern(body: KubernetesObject): KubernetesObject {
  const moved: Record<string, unknown> = { ...body };
  for (const [old, today] of MOVED) {
    if (moved[old] === undefined) continue;
    moved[today] = [...listOf(moved[today]), ...listOf(moved[old])];
    delete moved[old];
  }
  for (const key of ["configMapGenerator", "secretGenerator"]) {
    if (moved[key] === undefined) continue;
    moved[key] = listOf(moved[key]).map((generator) => {
      const { env, ...rest } = generator as KubernetesObject;
      return env ? { ...rest, envs: [...listOf(rest.envs), env] } : rest;
    });
  }
  return moved;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
