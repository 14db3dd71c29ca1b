import type { Result } from "../../lib/krm/result.ts";
import type { Exceptions } from "../../lib/kubernetes/exceptions.ts";
import type { Suspendable } from "./codes.ts";
import { tell } from "./locate.ts";
import type { Settings } from "./settings.ts";
import type { Tenant } from "./tenants.ts";

/** What checks share. */
export interface Checking {
  readonly settings: Settings;
  readonly today: string;
  readonly exceptions: Exceptions;
}

/** A finding that an exception may suspend, unless one does. */
export function unlessSuspended(
  { exceptions }: Checking,
  rule: Suspendable,
  tenant: Tenant,
  result: () => Result,
): Result[] {
  return exceptions.suspends(rule, tenant.item) ? [] : [result()];
}

/** Entries of one list that have one name. */
export function twice(
  tenant: Tenant,
  field: string,
  list: readonly { readonly name: string }[],
): Result[] {
  return list
    .filter(({ name }, at) => list.findIndex((one) => one.name === name) < at)
    .map(({ name }) => {
      const message = `two of ${field} are called ${name}: rename or remove one`;
      return tell(tenant, "TEN-NAME-TWICE", { at: [field], message });
    });
}
