import type { FunctionDefinition } from "./define.ts";
import { finding } from "./finding.ts";
import type { Item } from "./item.ts";
import type { Path, Result } from "./result.ts";

/** Annotation of objects that never reach a cluster. */
export const LOCAL_CONFIG = "config.kubernetes.io/local-config";

/** Codes of the findings here, for a function's `rules`. */
export const OBJECT_RULES = {
  "KRM-LIST": "An object holds a list of objects, which nothing would judge.",
  "KRM-KIND": "An object has no plain apiVersion and kind.",
  "KRM-LOCAL":
    "Whether an object is local-config is said so that tools read it differently.",
} as const;

/**
 * Source: Kubernetes, names of API groups (DNS subdomains), versions and kinds
 * (DNS-1035 labels, kinds in any case). `/v1` is `v1` to Kubernetes.
 */
const API_VERSION =
  /^(?:[a-z0-9]([-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[a-z]([-a-z0-9]*[a-z0-9])?$/;
const KIND = /^[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?$/;

/** Files of Kustomize that kpt hands on: Flux passes over what has no version. */
const FILES: ReadonlySet<string> = new Set([" Kustomization", " Component"]);

/** What keeps an item from being judged as the object that it is. */
interface Refusal {
  readonly code: keyof typeof OBJECT_RULES;
  readonly path: Path;
  readonly message: string;
}

/**
 * The items that a function can't judge, as orchestrators and Kubernetes would
 * read something else in them than stands there. Only of rules that it has.
 */
export function refusals(
  items: readonly Item[],
  { kind, rules }: FunctionDefinition,
): Result[] {
  if (!Object.hasOwn(rules, "KRM-KIND")) return [];
  const plain = new Set(FILES);
  return items.flatMap((item) =>
    [...misnamed(item, plain), ...hiding(item), ...halfLocal(item)].map(
      ({ code, path, message }) =>
        finding(kind, code, {
          severity: "error",
          item,
          message,
          field: { path },
        }),
    ),
  );
}

/** `plain` are the names that were found to be so. */
function misnamed(item: Item, plain: Set<string>): Refusal[] {
  const { apiVersion, kind } = item;
  const id = `${apiVersion} ${kind}`;
  if (plain.has(id)) return [];
  const named = (field: string, value: string, rule: string): Refusal => ({
    code: "KRM-KIND",
    path: [field],
    message: `${field} ${value === "" ? "is missing, or no text" : JSON.stringify(value)}: write it as ${rule}, as Kubernetes could take this object for another`,
  });
  const found = [
    ...(API_VERSION.test(apiVersion)
      ? []
      : [named("apiVersion", apiVersion, "version or group/version")]),
    ...(KIND.test(kind) ? [] : [named("kind", kind, "one word")]),
  ];
  if (found.length === 0) plain.add(id);
  return found;
}

/**
 * Whatever its kind: to Kubernetes an object with `items` is a list.
 * Source: apimachinery, `Unstructured.IsList`, which Flux asks.
 */
function hiding(item: Item): Refusal[] {
  const path = ["items"];
  if (!item.mayHold("items") || item.get(path) === undefined) return [];
  const message =
    "Flux and kubectl apply what stands in items, which no function sees: write the objects one by one, as documents of their own";
  return [{ code: "KRM-LIST", path, message }];
}

/** Kustomize drops an object with any value but "false", others with "true". */
function halfLocal(item: Item): Refusal[] {
  const value = item.annotation(LOCAL_CONFIG);
  if (value === undefined || value === "true" || value === "false") return [];
  const path = ["metadata", "annotations", LOCAL_CONFIG];
  const message =
    'Kustomize drops this object and other tools apply it: write "true" or "false", in quotes';
  return [{ code: "KRM-LOCAL", path, message }];
}
