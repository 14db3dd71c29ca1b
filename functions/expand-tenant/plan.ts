import { API_VERSION, type Context } from "../../lib/krm/define.ts";
import { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { factsOf } from "../../lib/kubernetes/facts.ts";
import { clusterRolesOf } from "../../lib/kubernetes/rbac-roles.ts";
import type { Frame } from "../../lib/policy/frame.ts";
import type { Wanted } from "../../lib/policy/owned.ts";
import { chartChecks } from "./check/chart-rbac.ts";
import type { Checking } from "./check/checking.ts";
import { checkTenant } from "./check/checks.ts";
import { claimChecks, reservedChecks } from "./check/claims.ts";
import { dependsChecks, platformFlows } from "./check/depends.ts";
import { roleChecks, stakesOf } from "./check/role-checks.ts";
import {
  keyChecks,
  platformKeys,
  secretChecks,
  secretKeys,
} from "./check/secrets.ts";
import { EFFECTS } from "./check/states.ts";
import { accessObjects } from "./emit/access.ts";
import { alertObjects } from "./emit/alerts.ts";
import {
  factsChecks,
  factsObjects,
  type Variables,
  variablesOf,
} from "./emit/cluster-facts.ts";
import { flowObjects } from "./emit/flows.ts";
import { namespaceObjects } from "./emit/namespaces.ts";
import { roleObjects } from "./emit/roles.ts";
import { sourceObjects } from "./emit/sources.ts";
import type { Code } from "./policy.ts";
import { type Settings, settingsOf } from "./read/settings.ts";
import { readTenants, type Tenant } from "./read/tenants.ts";
import type { Spec } from "./schema.ts";

/** What the Tenants of a build want, and what is wrong with them. */
export interface Plan {
  readonly tenants: readonly Tenant[];
  readonly wanted: readonly Wanted[];
  readonly results: readonly Result[];
}

/** What a plan is made from. */
export interface PlanInput {
  readonly items: readonly Item[];
  readonly spec: Spec;
  readonly context: Context;
  readonly frame: Frame<Code>;
}

/** Reads and checks all Tenants, and says which objects they get. */
export function planOf(input: PlanInput): Plan {
  const { spec, context, frame } = input;
  const items = [...input.items, ...inlineCluster(spec)];
  const facts = factsOf(items, context);
  const { settings, results: odd } = settingsOf(spec, facts);
  const read = readTenants(input.items, spec, facts);
  const { tenants } = read;
  const variables = variablesOf(facts, items, context);
  const live = tenants.filter(({ state }) => EFFECTS[state].exists);
  const wanted = [
    ...live.flatMap((tenant) =>
      objectsOf(tenant, settings, { items: input.items, variables }),
    ),
    ...(live.length > 0 ? roleObjects(settings.tenantResources) : []),
  ];
  const checking = { settings, today: context.today, frame };
  const results = [
    ...odd,
    ...read.results,
    ...tenants.flatMap((tenant) => checkTenant(tenant, checking)),
    ...claimChecks(tenants),
    ...reservedChecks(tenants, input.items, settings),
    ...liveChecks(live, input, { checking, wanted }),
    ...factsChecks(live, facts, variables),
  ];
  return { tenants, wanted, results };
}

/** The cluster of the generator form, as an object like any other. */
function inlineCluster({ cluster }: Spec): Item[] {
  if (!cluster) return [];
  const { name, ...spec } = cluster;
  return [
    Item.of({
      apiVersion: API_VERSION,
      kind: "PlatformCluster",
      metadata: { name },
      spec,
    }),
  ];
}

function objectsOf(
  tenant: Tenant,
  settings: Settings,
  from: { readonly items: readonly Item[]; readonly variables: Variables },
): Wanted[] {
  return [
    ...namespaceObjects(tenant, settings),
    ...accessObjects(tenant, from.items),
    ...factsObjects(tenant, from.variables),
    ...sourceObjects(tenant, settings),
    ...flowObjects(tenant, settings),
    ...alertObjects(tenant),
  ];
}

/** Checks against other objects; a removed Tenant needs none of them. */
function liveChecks(
  live: readonly Tenant[],
  { items, context }: PlanInput,
  made: { readonly checking: Checking; readonly wanted: readonly Wanted[] },
): Result[] {
  const secrets = secretKeys(items, context.related);
  const flows = platformFlows(items, context.related);
  const keys = platformKeys(items, made.checking.settings.platformKeys);
  // Ours are judged like any other.
  const own = made.wanted.filter(({ owner }) => owner === "");
  const roles = clusterRolesOf(items, [
    ...(context.related ?? []),
    ...own.map(({ object }) => object),
  ]);
  const atStake = stakesOf(made.wanted);
  return live.flatMap((tenant) => [
    ...dependsChecks(tenant, tenant.inline ? undefined : flows),
    ...secretChecks(tenant, tenant.inline ? undefined : secrets, made.checking),
    ...keyChecks(tenant, keys),
    ...roleChecks(tenant, roles, atStake(tenant.name)),
    ...chartChecks(tenant, made.checking),
  ]);
}
