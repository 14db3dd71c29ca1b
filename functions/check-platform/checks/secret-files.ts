import type { Declared, Repository } from "../repository/repository.ts";
import { isBelow, type Kustomization } from "../repository/repository.ts";
import { clusterFolder, clusterRoot } from "../repository/roots.ts";
import { declaredIn, treeOf } from "../repository/tree.ts";
import { type Breach, isSecret, type World } from "../world.ts";

/** Secrets of the cluster that are not in its one file. */
export function secretFileBreaches(world: World): Breach[] {
  const { repository } = world;
  const root = clusterRoot(world);
  if (!repository || !root) return [];
  const tree = treeOf(root, repository);
  const secrets = declaredIn(tree, repository).filter(({ item }) =>
    isSecret(item),
  );
  const folder = clusterFolder(root);
  const own = mainFile(secrets.filter(({ file }) => isBelow(file, [folder])));
  return [
    ...secrets
      .filter(({ file }) => file !== own)
      .map((secret) => scattered(secret, own, root)),
    ...generators(repository),
  ];
}

function scattered(
  { item, file }: Declared,
  own: string | undefined,
  root: Kustomization,
): Breach {
  const target = own ?? `${root.folder}/secrets.yaml`;
  const message = `this Secret is in ${file}, the cluster's others belong in ${target}: move it there, so that one file says which secrets a cluster has`;
  return { item, file, message };
}

/** The file with most Secrets. */
function mainFile(secrets: readonly Declared[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { file } of secrets) counts.set(file, (counts.get(file) ?? 0) + 1);
  const sorted = [...counts].sort(
    ([a, many], [b, more]) => more - many || (a < b ? -1 : 1),
  );
  return sorted[0]?.[0];
}

/** Kustomize makes Secrets of plain text files, wherever it is told to. */
function generators(repository: Repository): Breach[] {
  const roots = repository.roots;
  const all = new Set(roots.flatMap((root) => treeOf(root, repository)));
  return [...all]
    .filter(({ body }) => body.secretGenerator !== undefined)
    .map(({ item, file }) => ({
      item,
      file,
      field: { path: ["secretGenerator"] },
      message: `${file} generates Secrets from files of the repository: write them into the cluster's secrets file, encrypted`,
    }));
}
