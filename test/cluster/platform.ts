import type { KubeObject } from "./objects.ts";

/** Values that the API server looks into; else any text will do. */
const VALUES: Readonly<Record<string, string>> = {
  ".dockerconfigjson": '{"auths":{}}',
};

/**
 * A Secret as Flux applies it: without SOPS' own block, and with other values
 * than the encrypted ones. Other objects as they are.
 */
export function decrypted(object: KubeObject): KubeObject {
  if (object.kind !== "Secret" || !object.sops) return object;
  const { sops: _, stringData, ...rest } = object;
  const keys = Object.keys(stringData as object);
  const values = keys.map((key) => [key, VALUES[key] ?? "decrypted"]);
  return { ...rest, stringData: Object.fromEntries(values) };
}

const FIRST = ["Namespace", "Secret"];

/** What Flux acts on: it comes last, when all that it needs is there. */
export const isFlow = ({ apiVersion }: KubeObject): boolean =>
  apiVersion.includes(".fluxcd.io/");

const isCluster = ({ kind, metadata }: KubeObject): boolean =>
  FIRST.includes(kind) || metadata.namespace === "flux-system";

/** A cluster's objects in the order of its zones: cluster, tenants, flows. */
export function inOrder(objects: readonly KubeObject[]): KubeObject[] {
  const first = objects.filter((one) => !isFlow(one) && isCluster(one));
  const rank = ({ kind }: KubeObject) =>
    FIRST.indexOf(kind) + 1 || FIRST.length + 1;
  return [
    ...first.toSorted((a, b) => rank(a) - rank(b)),
    ...objects.filter((one) => !isFlow(one) && !isCluster(one)),
    ...objects.filter(isFlow),
  ];
}
