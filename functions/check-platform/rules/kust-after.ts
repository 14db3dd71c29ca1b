import { posix } from "node:path";
import type { Item } from "../../../lib/krm/item.ts";
import type { Decision } from "../decision.ts";
import { allKustomizations } from "../repository/remote.ts";
import {
  entriesOf,
  type Kustomization,
  type Repository,
} from "../repository/repository.ts";
import {
  isGuarded,
  isGuardrail,
  isOwnConfig,
  transformersOf,
} from "../repository/tree.ts";
import type { Breach, World } from "../world.ts";

/** KUST-AFTER */
export const kustAfter = {
  code: "KUST-AFTER",
  says: "Nothing runs after the guardrails.",
  model: true,
  checks: [
    {
      sees: "components, fields and transformers of kustomizations",
      run: afterBreaches,
      files: true,
    },
  ],
} as const satisfies Decision;

/**
 * Fields of a kustomization that run behind its resources and components.
 * Source: Kustomize, the transformers that it has built in.
 */
const LATE = [
  "namespace",
  "namePrefix",
  "nameSuffix",
  "labels",
  "commonLabels",
  "commonAnnotations",
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "images",
  "replicas",
  "replacements",
  "vars",
];

/** What changes objects after the guardrails saw them. */
function afterBreaches(world: World): Breach[] {
  const { repository } = world;
  if (!repository) return [];
  return allKustomizations(world).flatMap((one) => [
    ...laterComponents(one, repository),
    ...laterFields(one, repository),
    ...laterTransformers(one, repository),
  ]);
}

/** Position of the last component with guardrails; -1: they are below. */
function lastGuarded(
  one: Kustomization,
  repository: Repository,
): number | undefined {
  const guarded = (field: string) =>
    entriesOf(one, field).filter(({ path }) => {
      const part = repository.kustomizations.get(path);
      return part && isGuarded(part, repository);
    });
  const last = guarded("components").at(-1);
  if (last) return last.index;
  return guarded("resources").length > 0 ? -1 : undefined;
}

function laterComponents(one: Kustomization, repository: Repository): Breach[] {
  const last = lastGuarded(one, repository);
  if (last === undefined) return [];
  return entriesOf(one, "components")
    .filter(({ index }) => index > last)
    .map(({ text, index }) =>
      late(one, ["components", index], `the component ${text}`),
    );
}

function laterFields(one: Kustomization, repository: Repository): Breach[] {
  if (lastGuarded(one, repository) === undefined) return [];
  // Its own guardrails run behind its fields.
  if (ownGuardrails(one, repository).length > 0) return [];
  return LATE.filter((key) => one.body[key] !== undefined).map((key) =>
    late(one, [key], key),
  );
}

function ownGuardrails(one: Kustomization, repository: Repository): Item[] {
  return transformersOf(one, repository)
    .map(({ config }) => config)
    .filter(isGuardrail);
}

/** Functions of others, and Kustomize's own, behind the guardrails. */
function laterTransformers(
  one: Kustomization,
  repository: Repository,
): Breach[] {
  const entries = transformersOf(one, repository);
  const below = lastGuarded(one, repository) !== undefined;
  const first = entries.findIndex(({ config }) => isGuardrail(config));
  return entries
    .filter((_, at) => below || (first >= 0 && at > first))
    .filter(({ config }) => !isOwnConfig(config))
    .map(({ index, config }) =>
      late(one, ["transformers", index], `${config.kind} ${config.name}`),
    );
}

function late(
  { item, file, folder }: Kustomization,
  path: readonly (string | number)[],
  what: string,
): Breach {
  const name = posix.basename(folder);
  const message = `${what} in ${file} runs after the guardrails and may undo them: put it into a component that ${name} lists before theirs`;
  return { item, file, message, field: { path } };
}
