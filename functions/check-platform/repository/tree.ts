import { API_VERSION } from "../../../lib/krm/define.ts";
import { Item, mapping, own, text } from "../../../lib/krm/item.ts";
import { inlineObjects } from "../../../lib/kustomize/loads.ts";
import { FUNCTIONS } from "../all-functions.ts";
import { listOf } from "../world.ts";
import {
  type Declared,
  entriesOf,
  type Kustomization,
  type Listed,
  type Repository,
} from "./repository.ts";

const RESOURCES = ["resources", "bases"];

/** The kustomization and all that it refers to, each once. */
export function treeOf(
  root: Kustomization,
  repository: Repository,
): Kustomization[] {
  const found = new Set<Kustomization>();
  const visit = (one: Kustomization): void => {
    if (found.has(one)) return;
    found.add(one);
    for (const child of childrenOf(one, repository)) visit(child);
  };
  visit(root);
  return [...found];
}

function childrenOf(
  one: Kustomization,
  { kustomizations }: Repository,
): Kustomization[] {
  return [...RESOURCES, "components"]
    .flatMap((field) => entriesOf(one, field))
    .flatMap(({ path }) => kustomizations.get(path) ?? []);
}

/** The objects that files of a tree declare. */
export function declaredIn(
  tree: readonly Kustomization[],
  repository: Repository,
): Declared[] {
  return tree.flatMap((one) =>
    resourceFiles(one, repository).flatMap(({ path }) =>
      repository.documents(path).map((item) => ({ file: path, item })),
    ),
  );
}

/** The files, not folders, under `resources:`. */
export function resourceFiles(
  one: Kustomization,
  { files }: Repository,
): Listed[] {
  return RESOURCES.flatMap((field) => entriesOf(one, field)).filter(
    ({ path }) => files.has(path),
  );
}

/** A function entry of a kustomization: its config. */
export interface FunctionEntry extends Listed {
  readonly config: Item;
}

/** Every config under `transformers:` of one kustomization. */
export function transformersOf(
  one: Kustomization,
  repository: Repository,
): FunctionEntry[] {
  return entriesOf(one, "transformers").flatMap((entry) =>
    configsOf(entry, repository).map((config) => ({ ...entry, config })),
  );
}

function configsOf(entry: Listed, repository: Repository): readonly Item[] {
  const inline = inlineObjects(entry.text);
  if (inline) return inline.map((object) => Item.of(object));
  const folder = repository.kustomizations.get(entry.path);
  if (!folder) return repository.documents(entry.path);
  return declaredIn(treeOf(folder, repository), repository).map(
    ({ item }) => item,
  );
}

/** Whether a config sets what all objects must have; makers alone do not. */
export function isGuardrail(config: Item): boolean {
  if (!isOwnConfig(config) || makes(config.kind)) return false;
  const steps = stepsOf(config);
  return steps.length === 0 || steps.some((kind) => !makes(kind));
}

/** Whether a config makes objects: Namespaces among others. */
export function isMaker(config: Item): boolean {
  if (config.apiVersion !== API_VERSION) return false;
  return [config.kind, ...stepsOf(config)].some(makes);
}

function makes(kind: string): boolean {
  return own(FUNCTIONS, kind)?.role === "makes";
}

/** The kinds that a Pipeline runs. */
function stepsOf(config: Item): string[] {
  const known = own(FUNCTIONS, config.kind);
  if (!known || known.role) return [];
  return listOf(config.get(["spec", "functions"])).map((step) => {
    const { kind, configRef } = mapping(step);
    return text(kind) || text(mapping(configRef).kind);
  });
}

/** Whether `config` is the config of a function of this project. */
export function isOwnConfig(config: Item): boolean {
  if (config.apiVersion === API_VERSION)
    return Object.hasOwn(FUNCTIONS, config.kind);
  return config.kind === "ConfigMap" && hasFunction(config);
}

/** Source: KRM Functions Specification, and the key that is older. */
const FUNCTION_KEYS = [
  "config.kubernetes.io/function",
  "config.k8s.io/function",
];

/** Whether an object is the config of a function, by its annotation. */
export function hasFunction({ annotations }: Item): boolean {
  return FUNCTION_KEYS.some((key) => annotations[key] !== undefined);
}

/** Whether the guardrails run somewhere in the tree of a kustomization. */
export function isGuarded(one: Kustomization, repository: Repository): boolean {
  return treeOf(one, repository).some((part) =>
    transformersOf(part, repository).some(({ config }) => isGuardrail(config)),
  );
}
