import { isKustomization } from "../../../lib/flux/source.ts";
import { type Item, mapping, own, text } from "../../../lib/krm/item.ts";
import type { Path } from "../../../lib/krm/result.ts";
import { lockFileBreaches } from "../checks/lock-files.ts";
import type { Decision } from "../decision.ts";
import { allKustomizations, remotesOf } from "../repository/remote.ts";
import { isBelow, resolvePath } from "../repository/repository.ts";
import {
  type Breach,
  breach,
  isPlatform,
  isRelease,
  listOf,
  tenantOfItem,
  type World,
} from "../world.ts";

/** FLUX-LOCK */
export const fluxLock = {
  code: "FLUX-LOCK",
  says: "Flux runs under its multi-tenancy lock-down.",
  checks: [
    { sees: "accounts and targets", run: lockBreaches },
    { sees: "references", run: crossNamespaceBreaches },
    { sees: "flags of Flux's controllers", run: lockFileBreaches, files: true },
    { sees: "remote bases", run: remoteBaseBreaches, files: true },
  ],
} as const satisfies Decision;

/** Remote bases, which `--no-remote-bases` forbids. */
function remoteBaseBreaches(world: World): Breach[] {
  return allKustomizations(world).flatMap((one) =>
    remotesOf(one)
      .filter(({ kind }) => kind === "base")
      .map(({ url, path }) => ({
        item: one.item,
        file: one.file,
        message: `${one.file} takes ${url} from another repository, which Flux refuses under --no-remote-bases: copy it, or make it a source of its own`,
        field: { path },
      })),
  );
}

const ACCOUNT: Path = ["spec", "serviceAccountName"];
const TARGET: Path = ["spec", "targetNamespace"];
const STORAGE: Path = ["spec", "storageNamespace"];

/**
 * Flows without the account, or outside the namespaces, that the lock-down
 * leaves them.
 */
function lockBreaches(world: World): Breach[] {
  return world.objects.flatMap((item) => {
    const flow = isKustomization(item);
    if (!flow && !isRelease(item)) return [];
    if (isPlatform(item, world)) {
      return flow ? platformFlow(item, world) : platformRelease(item, world);
    }
    const tenant = isOfComponent(world) ? undefined : tenantOfItem(item, world);
    if (tenant !== undefined) return tenantFlow(item, tenant, world);
    return strayFlow(item, world);
  });
}

/** What a component's path holds is the platform's, wherever it is put. */
function isOfComponent({ flow, spec }: World): boolean {
  const path = resolvePath("", text(flow?.get(["spec", "path"])));
  return flow !== undefined && isBelow(path, spec.platformPaths);
}

function account(item: Item, wanted: string): Breach[] {
  const given = text(item.get(ACCOUNT));
  if (given === wanted) return [];
  const message = given
    ? `the platform's own ${item.kind}s act as ${wanted}`
    : `without an account it has no rights under --default-service-account: the platform's own ${item.kind}s act as ${wanted}`;
  return [breach(item, ACCOUNT, message, wanted)];
}

function platformFlow(item: Item, { spec }: World): Breach[] {
  return account(item, spec.accounts.kustomization);
}

function platformRelease(item: Item, { spec }: World): Breach[] {
  const target = text(item.get(TARGET));
  const storage = text(item.get(STORAGE));
  const named = text(item.get(["spec", "releaseName"])) !== "";
  return [
    ...account(item, spec.accounts.helmRelease),
    ...(target
      ? []
      : [
          breach(
            item,
            TARGET,
            `it would install into ${item.namespace}, beside Flux: name the namespace of its component`,
          ),
        ]),
    ...(storage === target
      ? []
      : [
          breach(
            item,
            STORAGE,
            "Helm keeps its record where Flux is, and a change of this field is a new installation: let it be the target namespace from the start",
            target || undefined,
          ),
        ]),
    ...(named
      ? []
      : [
          breach(
            item,
            ["spec", "releaseName"],
            "Flux would call the release <namespace>-<name>, since it is installed elsewhere: name it",
            item.name,
          ),
        ]),
  ];
}

function tenantFlow(item: Item, tenant: string, world: World): Breach[] {
  const { spec } = world;
  const given = text(item.get(ACCOUNT));
  const needed = [
    ...(given
      ? []
      : [
          breach(
            item,
            ACCOUNT,
            `a flow of the tenant ${tenant} acts as the tenant's reconciler, and as nobody without this field`,
          ),
        ]),
    ...(given === spec.accounts.default
      ? [
          breach(
            item,
            ACCOUNT,
            `${given} is the account without rights: name the tenant's reconciler`,
          ),
        ]
      : []),
  ];
  const target = text(item.get(TARGET));
  if (isKustomization(item) && !target) {
    const message = `a flow of the tenant ${tenant} must say where its objects go: without this field they go where they say`;
    return [...needed, breach(item, TARGET, message, item.namespace)];
  }
  return [
    ...needed,
    ...[TARGET, STORAGE].flatMap((path) =>
      elsewhere(item, path, { tenant, world }),
    ),
  ];
}

/** A namespace that is another tenant's, or nobody's that is known. */
function elsewhere(
  item: Item,
  path: Path,
  { tenant, world }: { readonly tenant: string; readonly world: World },
): Breach[] {
  const namespace = text(item.get(path));
  if (!namespace || namespace === item.namespace) return [];
  const owner = world.tenantOf(namespace);
  const unknown = owner === undefined && !world.whole;
  if (owner === tenant || unknown) return [];
  const whose = owner ? `the tenant ${owner}'s` : "none of its namespaces";
  const message = `${namespace} is ${whose}, and this is a flow of the tenant ${tenant}`;
  return [breach(item, path, message)];
}

/** In a namespace that is neither the platform's nor a tenant's. */
function strayFlow(item: Item, world: World): Breach[] {
  const home = world.spec.platformNamespaces.join(" or ");
  if (world.whole) {
    const message = `${item.namespace || "no namespace"} is not the platform's: its flows and releases live in ${home}, with targetNamespace for where they install`;
    return [breach(item, ["metadata", "namespace"], message)];
  }
  if (text(item.get(ACCOUNT))) return [];
  const message =
    "without an account it has no rights under --default-service-account";
  return [breach(item, ACCOUNT, message)];
}

/** Fields of Flux kinds that name an object with its namespace. */
const REFERENCES: Readonly<Record<string, readonly Path[]>> = {
  "kustomize.toolkit.fluxcd.io/Kustomization": [["spec", "sourceRef"]],
  "helm.toolkit.fluxcd.io/HelmRelease": [
    ["spec", "chart", "spec", "sourceRef"],
    ["spec", "chartRef"],
  ],
  "source.toolkit.fluxcd.io/HelmChart": [["spec", "sourceRef"]],
  "image.toolkit.fluxcd.io/ImagePolicy": [["spec", "imageRepositoryRef"]],
  "image.toolkit.fluxcd.io/ImageUpdateAutomation": [["spec", "sourceRef"]],
};

/** References that `--no-cross-namespace-refs` forbids. */
function crossNamespaceBreaches(world: World): Breach[] {
  return world.objects.flatMap((item) =>
    referencesOf(item, world).flatMap((path) => {
      const { namespace } = mapping(item.get(path));
      const other = text(namespace);
      if (other === "" || other === item.namespace) return [];
      const message = `Flux refuses a reference into another namespace (${other}) under --no-cross-namespace-refs: have a source of its own in ${item.namespace}`;
      return [breach(item, [...path, "namespace"], message)];
    }),
  );
}

function referencesOf(item: Item, world: World): readonly Path[] {
  const id = `${item.group}/${item.kind}`;
  if (
    id === "notification.toolkit.fluxcd.io/Alert" &&
    !isPlatform(item, world)
  ) {
    return listOf(item.get(["spec", "eventSources"])).map((_, index) => [
      "spec",
      "eventSources",
      index,
    ]);
  }
  return own(REFERENCES, id) ?? [];
}
