import { randomUUID } from "node:crypto";
import { GROUP } from "../../lib/krm/define.ts";
import { readDocuments } from "../../lib/krm/documents.ts";
import type { Item, KubernetesObject } from "../../lib/krm/item.ts";
import { mapping } from "../../lib/krm/item.ts";
import { READ_ONLY_KINDS } from "../../lib/krm/run.ts";
import { CommandError } from "../process/command.ts";
import type { Mirror } from "./mirror.ts";

/** A build: what it prints, and what only functions read. */
export interface Built {
  readonly printed: readonly KubernetesObject[];
  readonly read: readonly KubernetesObject[];
}

const LOCAL = "config.kubernetes.io/local-config";
/**
 * Where the build keeps the mark, so that Kustomize prints the object; no input
 * can know it.
 */
const KEPT = `flux-platform.dev/was-local-config-${randomUUID()}`;

/**
 * The build without exec functions: what only functions read is the same in
 * it, because none of ours changes that. `undefined` where it fails, since a
 * patch may need what a function writes.
 */
export function unguarded(
  mirror: Mirror,
  directory: string,
): KubernetesObject[] | undefined {
  try {
    return buildWithLocal(mirror, directory, []);
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/** One build of a folder, its local objects kept. Throws `CommandError`. */
export function buildOf(
  mirror: Mirror,
  directory: string,
  flags: readonly string[],
): Built {
  const objects = buildWithLocal(mirror, directory, flags);
  return {
    printed: objects.filter((object) => !isRead(object)),
    read: objects.filter(isRead).map(unkept),
  };
}

/** Items as a build would print them. */
export function builtOf(items: readonly Item[]): Built {
  const objects = items.map(({ object }) => object);
  return {
    printed: objects.filter((object) => !isLocal(object)),
    read: objects.filter(isLocal),
  };
}

/**
 * Builds the folder below a kustomization of our own that moves the mark of
 * local objects aside, so that they are printed with the others.
 */
export function buildWithLocal(
  mirror: Mirror,
  directory: string,
  flags: readonly string[],
): KubernetesObject[] {
  return readDocuments(mirror.buildBelow(directory, KEEP_LOCAL, flags));
}

const pointer = (key: string): string =>
  `/metadata/annotations/${key.replaceAll("/", "~1")}`;

const KEEP_LOCAL = {
  apiVersion: "kustomize.config.k8s.io/v1beta1",
  kind: "Kustomization",
  patches: [
    {
      // Kustomize drops every value but this one.
      target: { annotationSelector: `${LOCAL},${LOCAL}!=false` },
      patch: JSON.stringify([
        { op: "move", from: pointer(LOCAL), path: pointer(KEPT) },
      ]),
    },
  ],
};

function annotationsOf(object: KubernetesObject): KubernetesObject {
  return mapping(mapping(object.metadata).annotations);
}

/** Whether the mark of a local object was moved aside. */
export function isKept(object: KubernetesObject): boolean {
  return annotationsOf(object)[KEPT] !== undefined;
}

/** Objects that never reach a cluster; functions mark them where people don't. */
export function isRead(object: KubernetesObject): boolean {
  const own = String(object.apiVersion).startsWith(`${GROUP}/`);
  return isKept(object) || (own && READ_ONLY_KINDS.has(String(object.kind)));
}

function isLocal(object: KubernetesObject): boolean {
  return isRead(object) || annotationsOf(object)[LOCAL] === "true";
}

/** The object with its mark where it was. */
export function unkept(object: KubernetesObject): KubernetesObject {
  const { [KEPT]: value = "true", ...annotations } = annotationsOf(object);
  return {
    ...object,
    metadata: {
      ...mapping(object.metadata),
      annotations: { ...annotations, [LOCAL]: value },
    },
  };
}
