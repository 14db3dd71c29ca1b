import { GROUP } from "../../lib/krm/define.ts";
import { type Item, mapping, text } from "../../lib/krm/item.ts";
import {
  formatPath,
  formatRef,
  type Path,
  type Result,
  type Severity,
} from "../../lib/krm/result.ts";
import { hasPlaceholder } from "../../lib/kubernetes/facts.ts";
import { isLocalConfig } from "../../lib/kubernetes/local-config.ts";
import { isFlow } from "../../lib/kubernetes/select.ts";
import { ALWAYS_THERE } from "../../lib/kubernetes/well-known.ts";
import { finding } from "./policy.ts";
import type { Run } from "./run.ts";

/** A field of an object that names a namespace. */
interface Use {
  readonly item: Item;
  readonly path: Path;
}

/**
 * Namespaces that objects use and nothing declares: they exist by accident, or
 * are created without labels. One finding each, at its first user.
 */
export function undeclaredNamespaces(
  items: readonly Item[],
  declared: ReadonlySet<string>,
  check: { readonly severity: Severity; readonly run: Run },
): Result[] {
  const known = new Set([...declared, ...ALWAYS_THERE]);
  const uses = new Map<string, Use[]>();
  const add = (name: string, use: Use) => {
    if (known.has(name) || hasPlaceholder(name)) return;
    if (use.item.group === GROUP || isLocalConfig(use.item)) return;
    if (check.run.frame.suspends("NS-UNDECLARED", use.item)) return;
    const before = uses.get(name);
    if (before) before.push(use);
    else uses.set(name, [use]);
  };
  const addFurther = (item: Item, paths: readonly Path[]) => {
    paths.forEach((path) => {
      const name = text(item.get(path));
      if (name && name !== item.namespace) add(name, { item, path });
    });
  };
  items.forEach((item) => {
    const { namespace } = item;
    if (namespace && !known.has(namespace)) add(namespace, { item, path: OWN });
    const further = FURTHER_FIELDS.get(item.kind);
    if (further) addFurther(item, further(item));
  });
  return [...uses].map(([name, users]) => undeclared(name, users, check));
}

const OWN: Path = ["metadata", "namespace"];
const TARGET: Path = ["spec", "targetNamespace"];

/** Fields beside `metadata.namespace`; only few kinds have any. */
const FURTHER_FIELDS: ReadonlyMap<string, (item: Item) => readonly Path[]> =
  new Map([
    ["RoleBinding", subjects],
    ["ClusterRoleBinding", subjects],
    ["Kustomization", target],
    ["HelmRelease", target],
  ]);

function target(item: Item): readonly Path[] {
  return isFlow(item) ? [TARGET] : [];
}

function subjects(item: Item): readonly Path[] {
  const list = item.get(["subjects"]);
  if (!Array.isArray(list)) return [];
  return list.flatMap((subject, index) =>
    mapping(subject).kind === "ServiceAccount"
      ? [["subjects", index, "namespace"]]
      : [],
  );
}

function undeclared(
  name: string,
  users: readonly Use[],
  { severity }: { readonly severity: Severity },
): Result {
  const creator = users.find(({ item }) => creates(item, name));
  const [first] = creator ? [creator] : users;
  const others = new Set(users.map(({ item }) => item)).size - 1;
  const more =
    others > 0
      ? ` and ${others} more ${others > 1 ? "objects" : "object"}`
      : "";
  const by = first ? formatRef(first.item.ref) : "";
  const field = first ? formatPath(first.path) : "";
  const how = creator
    ? `created by ${by} (install.createNamespace)`
    : `used by ${by} (${field})`;
  return finding("NS-UNDECLARED", {
    severity,
    item: first?.item,
    message: `namespace ${name} is ${how}${more} and not declared, so it gets no labels: declare it as a Namespace`,
    field: first && { path: first.path, current: name },
  });
}

/** Whether a HelmRelease creates the namespace by itself. */
function creates(item: Item, name: string): boolean {
  if (item.kind !== "HelmRelease" || !isFlow(item)) return false;
  if (item.get(["spec", "install", "createNamespace"]) !== true) return false;
  const target = text(item.get(["spec", "targetNamespace"]));
  return (target || item.namespace) === name;
}
