import { isOwnFlow } from "../../../lib/flux/source.ts";
import { API_VERSION } from "../../../lib/krm/define.ts";
import { type Item, mapping, own, text } from "../../../lib/krm/item.ts";
import { formatRef } from "../../../lib/krm/result.ts";
import type { Decision } from "../decision.ts";
import { allKustomizations, remotesOf } from "../repository/remote.ts";
import {
  type Kustomization,
  type Repository,
  resolvePath,
} from "../repository/repository.ts";
import { clusterRoot, type OwnFlow, ownFlows } from "../repository/roots.ts";
import {
  hasFunction,
  isGuarded,
  isOwnConfig,
  resourceFiles,
  transformersOf,
} from "../repository/tree.ts";
import { type Breach, breach, listOf, type World } from "../world.ts";

/** RENDER-BYPASS */
export const renderBypass = {
  code: "RENDER-BYPASS",
  says: "Everything that a flow applies went through the guardrails.",
  model: true,
  checks: [
    { sees: "fields of flows", run: flowBypasses },
    { sees: "paths, configs, downloads", run: bypassBreaches, files: true },
  ],
} as const satisfies Decision;

/**
 * Fields of a Flux Kustomization that change objects after the render. Source:
 * Flux's Kustomization; they become fields of a kustomization around the path.
 */
const LATE: Readonly<Record<string, string>> = {
  patches: "patches what the guardrails wrote",
  components: "runs components behind the guardrails",
  images: "names images that no guardrail saw",
  namePrefix: "renames every object",
  nameSuffix: "renames every object",
  targetNamespace: "moves every object into another namespace",
  commonMetadata: "overwrites labels and annotations of every object",
};

/** Flows that undo, when Flux applies it, what the guardrails did. */
function flowBypasses(world: World): Breach[] {
  return world.objects
    .filter((item) => isOwnFlow(item, world.spec))
    .flatMap((item) => [...lateFields(item), ...otherFacts(item, world)]);
}

function lateFields(item: Item): Breach[] {
  const spec = mapping(item.get(["spec"]));
  return Object.entries(LATE)
    .filter(([key]) => !isEmpty(spec[key]))
    .map(([key, effect]) =>
      breach(
        item,
        ["spec", key],
        `Flux ${effect}, after the guardrails ran: do it in the path's own kustomization, before them`,
      ),
    );
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

const SUBSTITUTE = ["spec", "postBuild", "substitute"];
const FROM = ["spec", "postBuild", "substituteFrom"];

/** Variables that give a fact of the cluster another value. */
function otherFacts(item: Item, world: World): Breach[] {
  const values = mapping(item.get(SUBSTITUTE));
  const own = Object.entries(values).flatMap(([key, value]) => {
    const fact = factOf(key, world);
    if (fact === undefined || fact === String(value)) return [];
    const message = `${key} is ${fact} in this cluster: Flux would fill another value into what the guardrails wrote; take facts from cluster-facts`;
    return [breach(item, [...SUBSTITUTE, key], message, fact)];
  });
  return [...own, ...secretVariables(item)];
}

function factOf(key: string, { facts }: World): string | undefined {
  const special: Readonly<Record<string, string>> = {
    cluster_name: "cluster.name",
    cluster_profile: "cluster.profile",
  };
  const found = facts.lookup(own(special, key) ?? `cluster.facts.${key}`);
  return "value" in found ? found.value : undefined;
}

/** What nobody can read, no guardrail judged. */
function secretVariables(item: Item): Breach[] {
  return listOf(item.get(FROM)).flatMap((entry, index) => {
    if (text(mapping(entry).kind) !== "Secret") return [];
    const message =
      "Flux would fill values into the objects that no guardrail could read: let the workload read the Secret itself";
    return [breach(item, [...FROM, index], message)];
  });
}

/** Ways around the guardrails that the files show. */
function bypassBreaches(world: World): Breach[] {
  const { repository } = world;
  if (!repository) return [];
  return [
    ...unguardedCluster(world, repository),
    ...ownFlows(world).flatMap((flow) => pathBreaches(flow, repository)),
    ...allKustomizations(world).flatMap((one) => [
      ...remoteFiles(one),
      ...loseConfigs(one, repository),
    ]),
  ];
}

function unguardedCluster(world: World, repository: Repository): Breach[] {
  const root = clusterRoot(world);
  if (!root || isGuarded(root, repository)) return [];
  const message = `${root.file} lists no guardrails: list their component last`;
  return [{ item: root.item, file: root.file, message }];
}

/** A path that a flow applies and that no guardrail reaches. */
function pathBreaches(
  { flow, path }: OwnFlow,
  repository: Repository,
): Breach[] {
  const field = { path: ["spec", "path"], current: flow.get(["spec", "path"]) };
  const root = repository.kustomizations.get(path);
  if (root) {
    if (isGuarded(root, repository)) return [];
    const message = `${root.file} lists no guardrails, so that what this flow applies went through none: list their component last`;
    return [{ item: flow, message, field, file: root.file }];
  }
  const kptfile = resolvePath(path, "Kptfile");
  if (repository.files.has(kptfile)) {
    const message = `${path} has a Kptfile and no kustomization.yaml: Flux runs no pipeline of a Kptfile and applies the files as they are; write a kustomization.yaml that lists the guardrails`;
    return [{ item: flow, message, field, file: kptfile }];
  }
  const message = `${path || "the repository's root"} has no kustomization.yaml: Flux makes one of every YAML file below it, without guardrails, or finds nothing at all`;
  return [{ item: flow, message, field }];
}

function remoteFiles(one: Kustomization): Breach[] {
  return remotesOf(one)
    .filter(({ kind }) => kind === "file")
    .map(({ url, path }) => ({
      item: one.item,
      file: one.file,
      message: `${one.file} downloads ${url} with every build: nobody reviews what it is, and --no-remote-bases doesn't stop it; copy the file`,
      field: { path },
    }));
}

/** Configs among the resources, where nothing runs them. */
function loseConfigs(one: Kustomization, repository: Repository): Breach[] {
  const named = stepsNamed(repository);
  return resourceFiles(one, repository).flatMap(({ path }) =>
    repository
      .documents(path)
      .filter((item) => isLoose(item, named))
      .map((item) => ({
        item,
        file: path,
        message: `${path} holds ${formatRef(item.ref)} under resources, where no function runs: list it under transformers, or name it in a Pipeline`,
      })),
  );
}

function isLoose(item: Item, named: ReadonlySet<string>): boolean {
  if (named.has(`${item.kind}/${item.name}`) && !hasFunction(item))
    return false;
  const own = item.apiVersion === API_VERSION && isOwnConfig(item);
  return own || hasFunction(item);
}

/** What the Pipelines of the repository take from the items. */
function stepsNamed(repository: Repository): Set<string> {
  const configs = [...repository.kustomizations.values()].flatMap((one) =>
    transformersOf(one, repository).map(({ config }) => config),
  );
  const steps = configs.flatMap((config) =>
    listOf(config.get(["spec", "functions"])),
  );
  return new Set(
    steps.flatMap((step) => {
      const { kind, name } = mapping(mapping(step).configRef);
      return name === undefined ? [] : [`${text(kind)}/${text(name)}`];
    }),
  );
}
