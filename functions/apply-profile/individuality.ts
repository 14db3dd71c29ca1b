import { GROUP } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import { formatRef, type Result } from "../../lib/krm/result.ts";
import { READ_ONLY_KINDS } from "../../lib/krm/run.ts";
import { isPlatformCluster } from "../../lib/kubernetes/facts.ts";
import { isLocalConfig } from "../../lib/kubernetes/local-config.ts";
import { GENERATED_BY } from "../../lib/policy/owned.ts";
import { finding } from "./policy.ts";

/** How far a cluster is defined by itself. */
export interface Individuality {
  /** Name of the PlatformCluster, `""` where there is none. */
  readonly cluster: string;
  /** Objects that are this cluster's own: 0 is the goal. */
  readonly score: number;
  /** Objects that were looked at. */
  readonly objects: number;
  /** One warning for each of its own objects. */
  readonly findings: readonly Result[];
}

/**
 * Everything that a cluster holds beyond its profile, facts, choices, secrets
 * and tenants. The items are those of the files in the cluster's own folder.
 */
export function individuality(items: readonly Item[]): Individuality {
  const cluster = items.find(isPlatformCluster)?.name ?? "";
  const findings = items.filter(isIndividual).map((item) =>
    finding("PRO-INDIVIDUAL", {
      item,
      message: `${formatRef(item.ref)} is in this cluster${cluster && ` (${cluster})`} and comes from no profile, tenant or secrets file; ${wayOut(item)}`,
    }),
  );
  const score = findings.length;
  return { cluster, score, objects: items.length, findings };
}

function isIndividual(item: Item): boolean {
  if (item.annotation(GENERATED_BY) !== undefined) return false;
  if (item.group === GROUP && item.kind === "GuardrailException") return true;
  if (item.group === GROUP && READ_ONLY_KINDS.has(item.kind)) return false;
  return item.kind !== "Secret" && !isLocalConfig(item);
}

function wayOut({ kind }: Item): string {
  return kind === "GuardrailException"
    ? "end the exception, or make it a rule of the profile"
    : "make it part of a component under platform/, or of a tenant";
}
