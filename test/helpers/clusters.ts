/** What the clusters of the platform example come to, by real Kustomize. */
import { readdirSync } from "node:fs";
import { type KubeObject, objectsIn } from "../cluster/objects.ts";
import { build, output } from "./kustomize.ts";
import { PLATFORM } from "./platform.ts";
import { at } from "./repository.ts";

const foldersIn = (path: string): string[] =>
  readdirSync(at(PLATFORM, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .map(({ name }) => `${path}/${name}`);

/** The clusters' folders, by path inside the example. */
export const CLUSTERS: readonly string[] =
  foldersIn("clusters").flatMap(foldersIn);

/** Builds folders of the example, or of a copy of it, each once. */
export class Builds {
  readonly #kustomize: string;
  readonly #platform: string;
  readonly #built = new Map<string, readonly KubeObject[]>();

  constructor(kustomize: string, platform = at(PLATFORM)) {
    this.#kustomize = kustomize;
    this.#platform = platform;
  }

  /** The objects of a cluster itself: its namespaces, tenants, flows … */
  cluster(path: string): readonly KubeObject[] {
    return this.#objects(`${path}/cluster`);
  }

  /**
   * The objects that a cluster's own flows apply from the repository, with
   * the facts filled in where a flow asks for them.
   */
  applied(path: string): readonly KubeObject[] {
    const own = this.cluster(path);
    const flows = own.filter(
      ({ kind, metadata }) =>
        kind === "Kustomization" && metadata.namespace === "flux-system",
    );
    return flows.flatMap((flow) => {
      const { path, postBuild } = flow.spec as Flow;
      const found = this.#objects(path);
      return postBuild ? substituted(found, factsOf(own)) : found;
    });
  }

  #objects(path: string): readonly KubeObject[] {
    const known = this.#built.get(path);
    if (known) return known;
    const printed = build(this.#kustomize, `${this.#platform}/${path}`);
    const objects = objectsIn(output(printed).toString());
    if (printed.stderr) throw new Error(`${path}: ${printed.stderr}`);
    this.#built.set(path, objects);
    return objects;
  }
}

interface Flow {
  readonly path: string;
  readonly postBuild?: unknown;
}

/** The facts as the flows of `flux-system` get them. */
function factsOf(
  objects: readonly KubeObject[],
): Readonly<Record<string, string>> {
  const found = objects.find(
    ({ kind, metadata }) =>
      kind === "ConfigMap" &&
      metadata.name === "cluster-facts" &&
      metadata.namespace === "flux-system",
  );
  return (found?.data ?? {}) as Record<string, string>;
}

/** As Flux does it: in the text of the whole, and strictly. */
function substituted(
  objects: readonly KubeObject[],
  facts: Readonly<Record<string, string>>,
): readonly KubeObject[] {
  const text = JSON.stringify(objects).replace(/\$\{(\w+)\}/g, (_, name) => {
    const value = facts[name];
    if (value === undefined) throw new Error(`no fact ${name}`);
    return value;
  });
  return JSON.parse(text);
}
