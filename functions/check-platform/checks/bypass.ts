import { API_VERSION } from "../../../lib/krm/define.ts";
import type { Item } from "../../../lib/krm/item.ts";
import { mapping, text } from "../../../lib/krm/item.ts";
import { formatRef } from "../../../lib/krm/result.ts";
import type { Kustomization, Repository } from "../repository/repository.ts";
import { resolvePath } from "../repository/repository.ts";
import { clusterRoot, type OwnFlow, ownFlows } from "../repository/roots.ts";
import {
  hasFunction,
  isGuarded,
  isOwnConfig,
  resourceFiles,
  transformersOf,
} from "../repository/tree.ts";
import { type Breach, listOf, type World } from "../world.ts";
import { allKustomizations, remotesOf, withoutPassword } from "./remote.ts";

/** Ways around the guardrails that the files show. */
export function bypassBreaches(world: World): Breach[] {
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
      message: `${one.file} downloads ${withoutPassword(url)} with every build: nobody reviews what it is, and --no-remote-bases doesn't stop it; copy the file`,
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
