import { sourceType } from "../read/app-source.ts";
import { entryOf, type Step } from "../read/locate.ts";
import type { Tenant } from "../read/tenants.ts";
import type { App } from "../schema/apps.ts";
import type { InlineSource } from "../schema/sources.ts";
import type { Alert } from "../schema/tenant.ts";

/** A field that names a Secret of the home namespace. */
export interface SecretUse {
  readonly name: string;
  readonly at: readonly Step[];
}

/** Every Secret that the Tenant's own objects make Flux read. */
export function secretUses({ spec }: Tenant): SecretUse[] {
  const { sources = [], apps = [], alerts = [] } = spec;
  return [
    ...sources.flatMap((source) =>
      sourceUses(source, ["sources", entryOf(source, "sources")]),
    ),
    ...apps.flatMap((app) => appUses(app, ["apps", entryOf(app, "apps")])),
    ...alerts.flatMap(({ provider }: Alert, index) =>
      fields(provider, ["alerts", index, "provider"]),
    ),
  ];
}

function sourceUses(source: InlineSource, at: readonly Step[]): SecretUse[] {
  const type = sourceType(source);
  const body = source[type] ?? {};
  const verify = "verify" in body ? (body.verify ?? {}) : {};
  return [
    ...fields(body, [...at, type]),
    ...fields(verify, [...at, type, "verify"]),
  ];
}

function appUses(app: App, at: readonly Step[]): SecretUse[] {
  const { source, decryption = {}, substituteFrom = [], helm } = app;
  const values = helm?.valuesFrom ?? [];
  return [
    ...(typeof source === "string"
      ? []
      : sourceUses(source, [...at, "source"])),
    ...fields(decryption, [...at, "decryption"]),
    ...substituteFrom.flatMap((one, index) =>
      typeof one === "string"
        ? []
        : object(one, [...at, "substituteFrom", index]),
    ),
    ...values.flatMap((one, index) =>
      object(one, [...at, "helm", "valuesFrom", index]),
    ),
  ];
}

/** Fields such as `secretRef` and `certSecretRef`. */
function fields(body: object, at: readonly Step[]): SecretUse[] {
  return Object.entries(body).flatMap(([key, name]) =>
    /secretRef$/i.test(key) && typeof name === "string"
      ? [{ name, at: [...at, key] }]
      : [],
  );
}

function object(
  { kind, name }: { readonly kind: string; readonly name: string },
  at: readonly Step[],
): SecretUse[] {
  return kind === "Secret" ? [{ name, at: [...at, "name"] }] : [];
}
