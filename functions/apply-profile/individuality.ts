import { GROUP } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import { formatRef, type Result } from "../../lib/krm/result.ts";
import { READ_ONLY_KINDS } from "../../lib/krm/run.ts";
import { isException } from "../../lib/kubernetes/exceptions.ts";
import { isPlatformCluster } from "../../lib/kubernetes/facts.ts";
import { isLocalConfig } from "../../lib/kubernetes/local-config.ts";
import { finding } from "./policy.ts";

/**
 * A warning for everything that a cluster holds beyond its profile, facts,
 * choices, secrets and tenants. The items are those of the cluster's own files.
 */
export function individuality(items: readonly Item[]): Result[] {
  const cluster = items.find(isPlatformCluster)?.name ?? "";
  return items.filter(isIndividual).map((item) =>
    finding("PRO-INDIVIDUAL", {
      item,
      message: `${formatRef(item.ref)} is in this cluster${cluster && ` (${cluster})`} and comes from no profile, tenant or secrets file; ${wayOut(item)}`,
    }),
  );
}

function isIndividual(item: Item): boolean {
  if (isException(item)) return true;
  if (item.group === GROUP && READ_ONLY_KINDS.has(item.kind)) return false;
  return item.kind !== "Secret" && !isLocalConfig(item);
}

function wayOut({ kind }: Item): string {
  return kind === "GuardrailException"
    ? "end the exception, or make it a rule of the profile"
    : "make it part of a component under platform/, or of a tenant";
}
