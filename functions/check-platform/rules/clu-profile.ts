import { GROUP } from "../../../lib/krm/define.ts";
import { type Item, text } from "../../../lib/krm/item.ts";
import { formatRef } from "../../../lib/krm/result.ts";
import { isPlatformCluster } from "../../../lib/kubernetes/facts.ts";
import type { Decision } from "../decision.ts";
import {
  entriesOf,
  isBelow,
  type Kustomization,
  type Listed,
  type Repository,
} from "../repository/repository.ts";
import { clusterRoot } from "../repository/roots.ts";
import {
  declaredIn,
  isGuarded,
  resourceFiles,
  treeOf,
} from "../repository/tree.ts";
import { type Breach, breach, isSecret, type World } from "../world.ts";

/** CLU-PROFILE */
export const cluProfile = {
  code: "CLU-PROFILE",
  says: "A cluster is its profile, facts, choices, secrets and tenants.",
  model: true,
  checks: [
    { sees: "one PlatformCluster", run: clusterBreaches },
    {
      sees: "one profile, nothing of its own",
      run: clusterFileBreaches,
      files: true,
    },
  ],
} as const satisfies Decision;

/** A build that is of two clusters, or of one without a profile. */
function clusterBreaches({ items, cluster }: World): Breach[] {
  if (!cluster) return [];
  const others = items.filter(
    (item) => isPlatformCluster(item) && item !== cluster,
  );
  const profile = ["spec", "profile"];
  const missing = text(cluster.get(profile)) === "";
  return [
    ...others.map((item) => ({
      item,
      message: `this build is of ${cluster.name} already: a cluster is one PlatformCluster`,
    })),
    ...(missing
      ? [breach(cluster, profile, "the cluster follows no profile: name one")]
      : []),
  ];
}

/** What a cluster's own folder holds beyond facts, choices and secrets. */
function clusterFileBreaches(world: World): Breach[] {
  const { repository, cluster } = world;
  const root = clusterRoot(world);
  if (!repository || !root || !cluster) return [];
  return [
    ...profiles(root, repository, cluster),
    ...ownComponents(root, repository),
    ...ownObjects(root, repository),
    ...ownFolders(root, world, repository),
    ...ownFields(root),
  ];
}

function profileIn(one: Kustomization, repository: Repository): string[] {
  return resourceFiles(one, repository)
    .flatMap(({ path }) => repository.documents(path))
    .filter(({ kind, group }) => kind === "ClusterProfile" && group === GROUP)
    .map(({ name }) => name);
}

interface ProfileEntry extends Listed {
  readonly names: readonly string[];
}

function profileEntries(
  root: Kustomization,
  repository: Repository,
): ProfileEntry[] {
  return entriesOf(root, "components").flatMap((entry) => {
    const component = repository.kustomizations.get(entry.path);
    const names = component ? profileIn(component, repository) : [];
    return names.length > 0 ? [{ ...entry, names }] : [];
  });
}

/** The cluster lists one profile, the one that it says it has. */
function profiles(
  root: Kustomization,
  repository: Repository,
  cluster: Item,
): Breach[] {
  const { item, file } = root;
  const named = text(cluster.get(["spec", "profile"]));
  const [first, ...others] = profileEntries(root, repository);
  const path = ["components"];
  if (!first) {
    const message = `${file} lists no component with a ClusterProfile: list that of ${named}`;
    return [{ item, file, message, field: { path } }];
  }
  const wrong = first.names.includes(named)
    ? []
    : [
        {
          item,
          file,
          message: `${file} lists the profile ${first.names.join(", ")} and ${cluster.name} follows ${named}: name one profile in both`,
          field: { path: [...path, first.index] },
        },
      ];
  const more = others.map(({ index, text }) => ({
    item,
    file,
    message: `${file} lists a second profile, ${text}: a cluster has one, which extends what it shares with others`,
    field: { path: [...path, index] },
  }));
  return [...wrong, ...more];
}

/** Components that are neither the profile nor guardrails. */
function ownComponents(root: Kustomization, repository: Repository): Breach[] {
  return entriesOf(root, "components").flatMap(({ path, text, index }) => {
    const component = repository.kustomizations.get(path);
    if (!component || profileIn(component, repository).length > 0) return [];
    if (isGuarded(component, repository) && makesNothing(component, repository))
      return [];
    return [
      {
        item: root.item,
        file: root.file,
        message: `${root.file} lists ${text}, which is neither its profile nor the guardrails: make it part of the profile, or a component under platform/`,
        field: { path: ["components", index] },
      },
    ];
  });
}

function makesNothing(one: Kustomization, repository: Repository): boolean {
  return declaredIn(treeOf(one, repository), repository).length === 0;
}

/** Objects in files of the cluster that only this cluster has. */
function ownObjects(root: Kustomization, repository: Repository): Breach[] {
  return resourceFiles(root, repository).flatMap(({ path }) =>
    repository
      .documents(path)
      .filter((item) => !belongs(item))
      .map((item) => ({
        item,
        file: path,
        message: `${path} holds ${formatRef(item.ref)}, which no other cluster has: make it part of a component under platform/, or of a tenant`,
      })),
  );
}

function belongs(item: Item): boolean {
  const { kind, group } = item;
  const read = kind === "PlatformCluster" || kind === "GuardrailException";
  return isSecret(item) || (read && group === GROUP);
}

/** Folders that are no tenants. */
function ownFolders(
  root: Kustomization,
  { spec }: World,
  { kustomizations }: Repository,
): Breach[] {
  return entriesOf(root, "resources")
    .filter(({ path }) => kustomizations.has(path))
    .filter(({ path }) => !isBelow(path, spec.tenantPaths))
    .map(({ text, index }) => ({
      item: root.item,
      file: root.file,
      message: `${root.file} lists ${text} by itself, which the profile doesn't know: a cluster names components in cluster.yaml, and lists folders of tenants only`,
      field: { path: ["resources", index] },
    }));
}

/** Fields of a cluster's kustomization. */
const ALLOWED: ReadonlySet<string> = new Set([
  "apiVersion",
  "kind",
  "metadata",
  "resources",
  "components",
  // These don't change what the cluster gets.
  "buildMetadata",
  "sortOptions",
]);

function ownFields({ item, file, body }: Kustomization): Breach[] {
  return Object.keys(body)
    .filter((key) => !ALLOWED.has(key))
    .map((key) => ({
      item,
      file,
      message: `${file} sets ${key}, for this cluster only: a cluster's kustomization has resources and components`,
      field: { path: [key] },
    }));
}
