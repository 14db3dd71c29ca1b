import * as v from "valibot";
import type { RepositorySource } from "../krm/define.ts";
import { type Item, mapping, text } from "../krm/item.ts";
import { described, strict } from "../krm/schema.ts";

const Name = v.pipe(v.string(), v.minLength(1, "must not be empty"));

/**
 * `sourceRef` of a config; `where` says what names it. Source: the CRDs of Flux
 * 2.9, `spec.sourceRef.kind` of Kustomization.
 */
export function sourceRefSchema(where: string) {
  return strict({
    kind: described(
      v.picklist([
        "GitRepository",
        "OCIRepository",
        "Bucket",
        "ExternalArtifact",
      ]),
      "Kind of the source.",
    ),
    name: described(Name, `Name of the source, in ${where}`),
  });
}

/** What `flux bootstrap` makes of a repository. */
export const BOOTSTRAPPED = {
  sourceRef: { kind: "GitRepository" as const, name: "flux-system" },
  platformNamespaces: ["flux-system"],
} satisfies RepositorySource;

/** Whether `item` is a Flux Kustomization. */
export function isKustomization(item: Item): boolean {
  return (
    item.kind === "Kustomization" &&
    item.group === "kustomize.toolkit.fluxcd.io"
  );
}

/** Whether a flow applies a path of the repository that `source` is. */
export function isOwnFlow(item: Item, source: RepositorySource): boolean {
  if (!isKustomization(item)) return false;
  const ref = mapping(item.get(["spec", "sourceRef"]));
  const namespace = text(ref.namespace) || item.namespace;
  const { kind, name } = source.sourceRef;
  return (
    ref.kind === kind &&
    ref.name === name &&
    source.platformNamespaces.includes(namespace)
  );
}
