import type { App } from "../schema/apps.ts";
import {
  type InlineSource,
  SOURCE_TYPES,
  type SourceType,
} from "../schema/sources.ts";
import type { Tenant } from "./tenants.ts";

/** A source as an app uses it. */
export interface AppSource {
  readonly name: string;
  readonly type: SourceType;
  readonly source: InlineSource;
}

/** Which of the four a source is; the schema has seen to it that it is one. */
export function sourceType(source: InlineSource): SourceType {
  return SOURCE_TYPES.find((type) => source[type] !== undefined) ?? "git";
}

/** The source of an app: its own, or the one it names. */
export function appSource({ spec }: Tenant, app: App): AppSource | undefined {
  const { name, source: own } = app;
  if (typeof own !== "string")
    return { name, type: sourceType(own), source: own };
  const source = spec.sources?.find((one) => one.name === own);
  return source && { name: own, type: sourceType(source), source };
}
