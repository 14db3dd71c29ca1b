import type { Result } from "../../../lib/krm/result.ts";
import type { Frame } from "../../../lib/policy/frame.ts";
import type { Code } from "../policy.ts";
import { type Said, tell } from "../read/locate.ts";
import { repeated } from "../read/merge.ts";
import type { Settings } from "../read/settings.ts";
import type { Tenant } from "../read/tenants.ts";

/** What checks share. */
export interface Checking {
  readonly settings: Settings;
  readonly today: string;
  readonly frame: Frame<Code>;
}

/** A finding that an exception may suspend, unless one does. */
export function unlessSuspended(
  { frame }: Checking,
  rule: Code,
  tenant: Tenant,
  said: Said,
): Result[] {
  if (frame.suspends(rule, tenant.item)) return [];
  return [tell(tenant, rule, said)];
}

/** Entries of one list that have one name. */
export function twice(
  tenant: Tenant,
  field: string,
  list: readonly { readonly name: string }[],
): Result[] {
  return repeated(list).map(({ name }) => {
    const message = `two of ${field} are called ${name}: rename or remove one`;
    return tell(tenant, "TEN-NAME-TWICE", { at: [field], message });
  });
}
