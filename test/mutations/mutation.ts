import type { Platform } from "../helpers/breakable.ts";

/** The rule that must refuse, what is broken, and the edit that breaks it. */
export type Mutation = readonly [
  code: string,
  name: string,
  mutate: (platform: Platform) => void,
];

/** An object, as JSON, which is YAML too. */
export function object(
  apiVersion: string,
  kind: string,
  id: string,
  rest: object = {},
): Record<string, unknown> {
  const [name, namespace] = id.split("/").toReversed();
  const metadata = namespace === undefined ? { name } : { name, namespace };
  return { apiVersion, kind, metadata, ...rest };
}

/** A Flux Kustomization. */
export function flow(id: string, spec: object): Record<string, unknown> {
  return object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", id, {
    spec: { interval: "10m", prune: true, ...spec },
  });
}

/** A HelmRelease. */
export function release(id: string, spec: object): Record<string, unknown> {
  return object("helm.toolkit.fluxcd.io/v2", "HelmRelease", id, {
    spec: { interval: "10m", ...spec },
  });
}

/** A flow of the platform over a path that is guarded. */
export function platformFlow(spec: object): Record<string, unknown> {
  return flow("flux-system/extra", {
    path: "./platform/traefik/production",
    serviceAccountName: "kustomize-controller",
    sourceRef: { kind: "GitRepository", name: "flux-system" },
    ...spec,
  });
}
