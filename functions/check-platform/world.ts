import { isOwnFlow } from "../../lib/flux/source.ts";
import { type Context, GROUP } from "../../lib/krm/define.ts";
import type { Field } from "../../lib/krm/finding.ts";
import { Item } from "../../lib/krm/item.ts";
import type { Path } from "../../lib/krm/result.ts";
import { type Facts, isPlatformCluster } from "../../lib/kubernetes/facts.ts";
import { isLocalConfig } from "../../lib/kubernetes/local-config.ts";
import { textOf } from "../../lib/kubernetes/match.ts";
import { isNamespace } from "../../lib/kubernetes/select.ts";
import { PRUNE, relatedOf } from "../../lib/kubernetes/well-known.ts";
import type { Frame, Selected } from "../../lib/policy/frame.ts";
import { type Repository, repositoryOf } from "./repository/repository.ts";
import type { Settings, StandardBinding } from "./settings.ts";

/** A standard binding, compiled for one run. */
export interface Standard extends Selected {
  readonly binding: StandardBinding;
}

/** The standard bindings of a spec. */
function compileStandard(
  { standardBindings }: Settings,
  frame: Pick<Frame<never>, "select">,
): Standard[] {
  return standardBindings.map((binding, index) => ({
    binding,
    ...frame.select(binding, ["standardBindings", index]),
  }));
}

/** What breaks a rule: an object, or a file of the repository. */
export interface Breach {
  /** What an exception selects; of a kustomization, the kustomization. */
  readonly item: Item;
  readonly message: string;
  readonly field?: Field;
  /** The file to correct, from the repository's root. */
  readonly file?: string;
}

/** Everything that rules look at. */
export interface World {
  /** What came in, functions' own objects too. */
  readonly items: readonly Item[];
  /** Those that reach a cluster. */
  readonly objects: readonly Item[];
  /** They, and what is known of the rest of the cluster. */
  readonly around: readonly Item[];
  readonly spec: Settings;
  readonly facts: Facts;
  /** The cluster that these items are, where they are a whole one. */
  readonly cluster: Item | undefined;
  /** Whether all flows and Namespaces of the cluster are known. */
  readonly whole: boolean;
  /** The flow that applies these items, where they are what one renders. */
  readonly flow: Item | undefined;
  readonly repository: Repository | undefined;
  /** The bindings that Namespaces must hold. */
  readonly standard: readonly Standard[];
  /** Today, `2026-11-22`. */
  readonly today: string;
  /** The code of every rule that there is, of all functions. */
  codes(): ReadonlySet<string>;
  /** The tenant that a namespace belongs to. */
  tenantOf(namespace: string): string | undefined;
  /** The objects of a kind in a namespace, of those around. */
  inNamespace(kind: string, namespace: string): readonly Item[];
}

/** Labels that say whose a Namespace or an object is; the second is Flux's. */
const TENANT_LABELS = [`${GROUP}/tenant`, "toolkit.fluxcd.io/tenant"];

/** What a view is made with. */
interface WorldParts extends Pick<World, "codes"> {
  readonly frame: Pick<Frame<never>, "facts" | "select">;
}

/** The view of one run; indexes are made when first asked for. */
export function worldOf(
  items: readonly Item[],
  spec: Settings,
  context: Context,
  { frame, codes }: WorldParts,
): World {
  const related = relatedOf(context);
  const objects = items.filter(isObject);
  const around = [...objects, ...related.filter(isObject)];
  const cluster = items.find(isPlatformCluster);
  const { flow, files } = context;
  let tenants: Map<string, string> | undefined;
  let places: Map<string, Item[]> | undefined;
  return {
    items,
    objects,
    around,
    spec,
    facts: frame.facts,
    standard: compileStandard(spec, frame),
    cluster,
    whole: (cluster ?? related.find(isPlatformCluster)) !== undefined,
    flow: flow && Item.of(flow),
    repository: files && repositoryOf(files),
    today: context.today,
    codes,
    tenantOf(namespace) {
      tenants ??= tenantNamespaces(around);
      return tenants.get(namespace);
    },
    inNamespace(kind, namespace) {
      places ??= byPlace(around);
      return places.get(`${kind} ${namespace}`) ?? [];
    },
  };
}

function byPlace(items: readonly Item[]): Map<string, Item[]> {
  const places = new Map<string, Item[]>();
  for (const item of items) {
    const place = `${item.kind} ${item.namespace}`;
    const known = places.get(place);
    if (known) known.push(item);
    else places.set(place, [item]);
  }
  return places;
}

function isObject(item: Item): boolean {
  return item.group !== GROUP && !isLocalConfig(item);
}

function tenantNamespaces(items: readonly Item[]): Map<string, string> {
  return new Map(
    items.filter(isNamespace).flatMap((item): [string, string][] => {
      const tenant = tenantLabel(item);
      return tenant === undefined ? [] : [[item.name, tenant]];
    }),
  );
}

/** The tenant that an object's own labels name. */
export function tenantLabel(item: Item): string | undefined {
  return TENANT_LABELS.map((key) => textOf(item.labels, key)).find(Boolean);
}

/** Whose an object is: by its namespace, else by its labels. */
export function tenantOfItem(item: Item, world: World): string | undefined {
  return world.tenantOf(item.namespace) ?? tenantLabel(item);
}

/** Whether an object is in a namespace of the platform itself. */
export function isPlatform(item: Item, { spec }: World): boolean {
  return spec.platformNamespaces.includes(item.namespace);
}

/** Whether `item` is a HelmRelease. */
export function isRelease(item: Item): boolean {
  return item.kind === "HelmRelease" && item.group === "helm.toolkit.fluxcd.io";
}

/** Whether `item` is a core Secret. */
export function isSecret(item: Item): boolean {
  return item.kind === "Secret" && item.group === "";
}

/**
 * Whether an object is the Namespace of Flux, which the flow of the sync holds as
 * `flux bootstrap` writes it.
 */
export function isOfSync(
  item: Item,
  { flow, spec }: Pick<World, "flow" | "spec">,
): boolean {
  const synced = flow?.name === spec.sourceRef.name && isOwnFlow(flow, spec);
  return (
    synced && isNamespace(item) && spec.platformNamespaces.includes(item.name)
  );
}

/** A breach that one field is the cause of. */
export function breach(
  item: Item,
  path: Path,
  message: string,
  proposed?: unknown,
): Breach {
  const field = { path, current: item.get(path), proposed };
  return { item, message, field };
}

/** Whether Flux leaves the object when its flow loses it. */
export function isKept(item: Item): boolean {
  return [item.annotations, item.labels].some(
    (marks) => textOf(marks, PRUNE)?.toLowerCase() === "disabled",
  );
}

/** Where `isKept` looks first. */
export const PRUNE_PATH: Path = ["metadata", "annotations", PRUNE];

/** A list, or nothing where the value is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The strings of a list. */
export function strings(value: unknown): string[] {
  return listOf(value).filter((one): one is string => typeof one === "string");
}
