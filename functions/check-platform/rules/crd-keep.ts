import { type Item, text } from "../../../lib/krm/item.ts";
import type { Decision } from "../decision.ts";
import {
  type Breach,
  breach,
  isKept,
  isRelease,
  PRUNE_PATH,
  tenantOfItem,
  type World,
} from "../world.ts";

/** CRD-KEEP */
export const crdKeep = {
  code: "CRD-KEEP",
  says: "Charts bring their CRDs, and nothing takes CRDs away.",
  checks: [
    { sees: "HelmReleases and CustomResourceDefinitions", run: crdBreaches },
  ],
} as const satisfies Decision;

/** Releases that leave CRDs out or let them rot, and CRDs that Flux deletes. */
function crdBreaches(world: World): Breach[] {
  return world.objects.flatMap((item) => {
    if (isCrd(item)) return definition(item, world);
    // No tenant may write CRDs, which are the whole cluster's.
    if (!isRelease(item) || tenantOfItem(item, world)) return [];
    return [...install(item), ...upgrade(item, world), ...keep(item)];
  });
}

function isCrd(item: Item): boolean {
  return (
    item.kind === "CustomResourceDefinition" &&
    item.group === "apiextensions.k8s.io"
  );
}

function definition(item: Item, { flow }: World): Breach[] {
  const pruned = flow?.get(["spec", "prune"]) !== false;
  if (isKept(item) || !pruned) return [];
  const message =
    "Flux deletes this CustomResourceDefinition when it leaves the repository, and with it every object of its kind in the cluster: set the annotation";
  return [breach(item, PRUNE_PATH, message, "disabled")];
}

/** Source: Flux's HelmRelease, `spec.install.crds` is Create by default. */
function install(item: Item): Breach[] {
  const path = ["spec", "install", "crds"];
  const policy = text(item.get(path)) || "Create";
  const skip = ["spec", "install", "skipCRDs"];
  if (item.get(skip) === true) {
    return [
      breach(item, skip, "the chart's CRDs are left out: remove this field"),
    ];
  }
  if (policy !== "Skip") return [];
  const message =
    "the chart's CRDs are left out: install them with the chart, which knows their version";
  return [breach(item, path, message, "Create")];
}

/** Source: Flux's HelmRelease, `spec.upgrade.crds` is Skip by default. */
function upgrade(item: Item, { spec }: World): Breach[] {
  const path = ["spec", "upgrade", "crds"];
  const policy = text(item.get(path)) || "Skip";
  const allowed = spec.crds.upgrade;
  if (allowed.some((one) => one === policy)) return [];
  const message = `an upgrade of the chart ${effect(policy)}: ${allowed.join(" or ")} is the platform's policy`;
  return [breach(item, path, message, allowed[0])];
}

function effect(policy: string): string {
  if (policy === "Skip")
    return "leaves the CRDs of the version that was installed first";
  return policy === "Create"
    ? "adds new CRDs and leaves the old ones as they were"
    : "replaces the CRDs";
}

/** Charts that hold CRDs in their templates say here whether they stay. */
function keep(item: Item): Breach[] {
  const path = ["spec", "values", "crds", "keep"];
  if (item.get(path) !== false) return [];
  const message =
    "removing the release would remove its CRDs, and every object of their kinds";
  return [breach(item, path, message, true)];
}
