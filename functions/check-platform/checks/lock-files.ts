import { isKustomization } from "../../../lib/flux/source.ts";
import { type Item, own } from "../../../lib/krm/item.ts";
import {
  argumentsOf,
  type Patch,
  patchesOf,
  specField,
} from "../repository/patches.ts";
import {
  type Kustomization,
  type Repository,
  resolvePath,
} from "../repository/repository.ts";
import { clusterFolder, clusterRoot } from "../repository/roots.ts";
import { declaredIn, treeOf } from "../repository/tree.ts";
import type { Breach, World } from "../world.ts";

/** What the flags of one controller must be; a pattern after the `=`. */
type Flags = Readonly<Record<string, RegExp>>;

const YES = /^(?:|=true)$/;

/**
 * Source: Flux documentation, "Multi-tenancy lockdown"; controllers that a
 * cluster doesn't run need no flags.
 */
function wantedFlags(account: string): Readonly<Record<string, Flags>> {
  const none = new RegExp(`^=${account}$`);
  const local = { "--no-cross-namespace-refs": YES };
  return {
    "kustomize-controller": {
      ...local,
      "--no-remote-bases": YES,
      "--default-service-account": none,
    },
    "helm-controller": { ...local, "--default-service-account": none },
    "notification-controller": local,
    "image-reflector-controller": local,
    "image-automation-controller": local,
  };
}

/** A cluster whose Flux doesn't run under the lock-down. */
export function lockFileBreaches(world: World): Breach[] {
  const { repository, cluster, spec } = world;
  const root = clusterRoot(world);
  if (!repository || !cluster || !root) return [];
  const folder = resolvePath(clusterFolder(root), "flux-system");
  const flux = repository.kustomizations.get(folder);
  if (!flux) {
    const message = `${folder} has no kustomization.yaml: Flux's own folder must list the component that locks it down`;
    return [{ item: cluster, message }];
  }
  const tree = treeOf(flux, repository);
  const patches = orderedPatches(flux, repository);
  const unclear = patches.flatMap(({ unclear: why }) => why ?? []);
  if (unclear.length > 0) {
    return unclear.map((why) => ({
      item: cluster,
      file: flux.file,
      message: `a patch can't be judged: ${why}; write it so that it can (${flux.file})`,
    }));
  }
  return declaredIn(tree, repository).flatMap(({ item }) => {
    const own = patches.filter(({ hits }) => hits(item));
    const found =
      item.kind === "Deployment"
        ? flagBreaches(item, own, spec.accounts.default)
        : accountBreaches(item, own, spec.accounts.kustomization);
    return found.map((message) => ({
      item,
      file: flux.file,
      message: `${message} (${flux.file})`,
    }));
  });
}

/** Components run before the kustomization's own patches. */
function orderedPatches(flux: Kustomization, repository: Repository): Patch[] {
  const inner = treeOf(flux, repository).filter((one) => one !== flux);
  return [...inner.reverse(), flux].flatMap((one) =>
    patchesOf(one, repository),
  );
}

function flagBreaches(
  deployment: Item,
  patches: readonly Patch[],
  account: string,
): string[] {
  const wanted = own(wantedFlags(account), deployment.name) ?? {};
  const args = argumentsOf(deployment, patches);
  return Object.entries(wanted).flatMap(([flag, pattern]) => {
    // The last one of a name counts.
    const given = args.findLast((one) => one.split("=")[0] === flag);
    const rest = given?.slice(flag.length);
    if (rest !== undefined && pattern.test(rest)) return [];
    const value = pattern === YES ? "true" : account;
    const state = given === undefined ? "is missing" : `is ${given}`;
    return [
      `${deployment.name} must run with ${flag}=${value}, which ${state}: list clusters/_components/flux-lockdown`,
    ];
  });
}

/** The flow that applies the cluster's own folder needs its account too. */
function accountBreaches(
  item: Item,
  patches: readonly Patch[],
  account: string,
): string[] {
  if (!isKustomization(item)) return [];
  if (specField(item, "serviceAccountName", patches) === account) return [];
  return [
    `the flow ${item.name} must have serviceAccountName: ${account}, or it has no rights under --default-service-account`,
  ];
}
