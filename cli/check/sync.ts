import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { RepositorySource } from "../../lib/krm/define.ts";
import { type KubernetesObject, mapping, text } from "../../lib/krm/item.ts";
import { objectsIn } from "../build/files.ts";
import { isFolder, isIgnored } from "../build/kustomization.ts";

/** What Flux applies first of a repository, in one cluster. */
export interface Sync {
  /** The file that says so. */
  readonly file: string;
  readonly folder: string;
  /** What the repository is called in the cluster. */
  readonly source: RepositorySource;
  /** The Flux Kustomization that applies the folder. */
  readonly flow: KubernetesObject;
}

/**
 * Every sync that files of a repository declare: a Flux Kustomization beside its
 * source whose path holds its own file, as `flux bootstrap` writes it, or what a
 * FluxInstance, or the chart of one, syncs.
 */
export function syncsIn(root: string): Sync[] {
  return yamlFiles(root)
    .flatMap((file) => {
      const content = readFileSync(file, "utf8");
      return WORDS.test(content) ? syncsOf(file, objectsIn(content), root) : [];
    })
    .filter(({ folder }) => isFolder(folder));
}

/** Nothing else can be a sync. */
const WORDS = /kustomize\.toolkit\.fluxcd\.io|fluxcd\.controlplane\.io|\bsync:/;

/** Every YAML file below a folder that Flux would get. */
export function yamlFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => !isIgnored(name) && name !== "node_modules",
  );
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return yamlFiles(path);
    return entry.isFile() && /\.ya?ml$/.test(entry.name) ? [path] : [];
  });
}

function syncsOf(
  file: string,
  objects: readonly KubernetesObject[],
  root: string,
): Sync[] {
  return objects.flatMap((object) => {
    const flow = isA(object, "Kustomization", "kustomize.toolkit.fluxcd.io")
      ? ownFlow(object, objects)
      : flowOfInstance(object);
    if (!flow) return [];
    const { path, sourceRef } = mapping(flow.spec);
    const folder = resolve(root, text(path) || ".");
    const { kind, name } = mapping(sourceRef);
    const namespace = text(mapping(flow.metadata).namespace);
    const source = {
      sourceRef: { kind: text(kind), name: text(name) },
      platformNamespaces: [namespace],
    };
    const holds = !relative(folder, dirname(file)).startsWith("..");
    const bootstrapped = name === "flux-system" || folder !== root;
    const own = flow !== object || (holds && bootstrapped);
    return own ? [{ file, folder, source, flow }] : [];
  });
}

/** The flow, where its source stands in the same file. */
function ownFlow(
  flow: KubernetesObject,
  objects: readonly KubernetesObject[],
): KubernetesObject | undefined {
  const { kind, name, namespace } = mapping(mapping(flow.spec).sourceRef);
  const own = mapping(flow.metadata).namespace;
  const there = objects.some((object) => {
    const metadata = mapping(object.metadata);
    return (
      isA(object, text(kind), "source.toolkit.fluxcd.io") &&
      metadata.name === name &&
      metadata.namespace === (namespace ?? own)
    );
  });
  return there ? flow : undefined;
}

/** What flux-operator makes of a FluxInstance, also by the values of its chart. */
function flowOfInstance(
  object: KubernetesObject,
): KubernetesObject | undefined {
  const spec = mapping(object.spec);
  const instance = isA(object, "FluxInstance", "fluxcd.controlplane.io")
    ? spec
    : mapping(mapping(spec.values).instance);
  const sync = mapping(instance.sync);
  if (text(sync.path) === "" || text(sync.kind) === "") return undefined;
  const { namespace = "flux-system" } = mapping(object.metadata);
  const name = text(sync.name) || namespace;
  return {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name, namespace },
    spec: {
      path: sync.path,
      prune: true,
      sourceRef: { kind: sync.kind, name },
    },
  };
}

function isA(object: KubernetesObject, kind: string, group: string): boolean {
  return (
    object.kind === kind && text(object.apiVersion).startsWith(`${group}/`)
  );
}
