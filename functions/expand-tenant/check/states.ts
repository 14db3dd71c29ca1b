import type { Result } from "../../../lib/krm/result.ts";
import { listed } from "../../../lib/krm/words.ts";
import { tell } from "../read/locate.ts";
import type { Tenant } from "../read/tenants.ts";
import { type Checking, unlessSuspended } from "./checking.ts";

/** What a state means for the objects of a Tenant. */
interface Effect {
  /** Anything is emitted at all. */
  readonly exists: boolean;
  /** Its flows stand still. */
  readonly suspended: boolean;
  /** Its owners have their roles. */
  readonly owned: boolean;
}

/** The states, from serving to gone. */
export const EFFECTS: Readonly<Record<Tenant["state"], Effect>> = {
  active: { exists: true, suspended: false, owned: true },
  suspended: { exists: true, suspended: true, owned: true },
  retained: { exists: true, suspended: true, owned: false },
  removed: { exists: false, suspended: true, owned: false },
};

/** Checks `state` against `retention`. Days compare as text. */
export function stateChecks(tenant: Tenant, checking: Checking): Result[] {
  const { state, spec } = tenant;
  if (state === "active" || state === "suspended") return [];
  const { retention } = spec;
  if (!retention) {
    const message = `a Tenant that is ${state} needs retention: who answers for what is left, and until when it is kept`;
    return [tell(tenant, "TEN-RETENTION", { at: ["retention"], message })];
  }
  const until = retention.until.slice(0, 10);
  const over = checking.today > until;
  if (state === "removed") return over ? gone(tenant) : [early(tenant, until)];
  if (!over) return [];
  return unlessSuspended(checking, "TEN-RETENTION-OVER", tenant, {
    at: ["retention", "until"],
    message: `it was to be kept until ${until}: set state: removed, or agree on a new day with ${retention.owner}`,
  });
}

function early(tenant: Tenant, until: string): Result {
  return tell(tenant, "TEN-REMOVED-EARLY", {
    at: ["state"],
    message: `it is to be kept until ${until}: leave it retained, or agree on another day`,
    proposed: "retained",
  });
}

function gone(tenant: Tenant): Result[] {
  const names = listed(tenant.spec.namespaces.map(({ name }) => name));
  return [
    tell(tenant, "TEN-REMOVED", {
      at: ["state"],
      message: `nothing is emitted any more; its namespaces stay in the cluster until somebody deletes them by hand: ${names}. Keep this file, it reserves the names`,
    }),
  ];
}
