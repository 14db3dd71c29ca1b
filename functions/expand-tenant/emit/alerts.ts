import type { SpecOf } from "../../../lib/kubernetes/models.ts";
import { compact, nameRef } from "../../../lib/kubernetes/resources.ts";
import type { Wanted } from "../../../lib/policy/owned.ts";
import { alertName } from "../check/app-checks.ts";
import { sourceType } from "../read/app-source.ts";
import type { Tenant } from "../read/tenants.ts";
import type { Alert } from "../schema/tenant.ts";
import { SOURCE_KINDS } from "./sources.ts";
import { wanted } from "./wanted.ts";

/** A Provider and an Alert for each entry of `alerts`. */
export function alertObjects(tenant: Tenant): Wanted[] {
  const { alerts = [] } = tenant.spec;
  return alerts.flatMap((alert, index) => {
    const place = {
      name: alertName(alert),
      namespace: tenant.home,
      asked: ["alerts", index],
    };
    return [provider(tenant, alert, place), alertObject(tenant, alert, place)];
  });
}

type Slot = Parameters<typeof wanted>[2];

function provider(tenant: Tenant, alert: Alert, place: Slot): Wanted {
  const { type, channel, username, address } = alert.provider;
  const { secretRef, certSecretRef } = alert.provider;
  return wanted("Provider", tenant, place, {
    spec: compact({
      type,
      channel,
      username,
      address,
      secretRef: nameRef(secretRef),
      certSecretRef: nameRef(certSecretRef),
    }),
  });
}

function alertObject(tenant: Tenant, alert: Alert, place: Slot): Wanted {
  const { severity = "error", inclusionList, exclusionList } = alert;
  return wanted("Alert", tenant, place, {
    spec: compact({
      providerRef: { name: place.name },
      eventSeverity: severity,
      eventSources: eventSources(tenant),
      inclusionList,
      exclusionList,
    }),
  });
}

/** What makes an app's objects: Helm, or Flux by itself. */
const FLOW_KINDS = { git: "Kustomization", helm: "HelmRelease" } as const;

/** All objects of the kinds that the tenant has. */
function eventSources({ spec }: Tenant): SpecOf<"Alert">["eventSources"] {
  const { sources = [], apps = [] } = spec;
  const inline = apps.flatMap(({ source }) =>
    typeof source === "string" ? [] : [source],
  );
  const kinds = [
    ...apps.map(({ helm }) => FLOW_KINDS[helm ? "helm" : "git"]),
    ...[...sources, ...inline].map(
      (source) => SOURCE_KINDS[sourceType(source)],
    ),
  ];
  // A Tenant may have alerts before it has an app.
  const used = kinds.length > 0 ? kinds : Object.values(FLOW_KINDS);
  return [...new Set(used)].sort().map((kind) => ({ kind, name: "*" }));
}
