import { type Item, mapping, text } from "../../../lib/krm/item.ts";
import {
  isFlow,
  isNamespace,
  namespaceMeant,
} from "../../../lib/kubernetes/select.ts";
import type { StandardBinding } from "../settings.ts";
import type { Standard } from "../standard.ts";
import {
  type Breach,
  breach,
  isPlatform,
  listOf,
  tenantOfItem,
  type World,
} from "../world.ts";

/** Bindings that should be there: the platform's standard, and reconcilers'. */
export function standardBreaches(world: World): Breach[] {
  return [
    ...world.objects
      .filter(isNamespace)
      .flatMap((item) =>
        world.standard.flatMap((one) => lacking(item, one, world)),
      ),
    ...(world.cluster ? powerless(world) : []),
  ];
}

type Subject = StandardBinding["subjects"][number];

function lacking(
  namespace: Item,
  { binding, applies }: Standard,
  world: World,
): Breach[] {
  if (!applies(namespace)) return [];
  const bindings = world.inNamespace("RoleBinding", namespace.name);
  const here = bindings.filter(
    (item) =>
      item.get(["roleRef", "name"]) === binding.role &&
      item.get(["roleRef", "kind"]) === binding.roleKind,
  );
  return binding.subjects
    .filter((subject) => !here.some((item) => binds(item, subject)))
    .map(({ kind, name }) => ({
      item: namespace,
      message: `the namespace holds no RoleBinding of ${binding.roleKind} ${binding.role} to ${kind} ${name}, which is the platform's standard: add it`,
    }));
}

function binds(binding: Item, wanted: Subject): boolean {
  return listOf(binding.get(["subjects"])).some((subject) => {
    const { kind, name, namespace } = mapping(subject);
    if (kind !== wanted.kind || name !== wanted.name) return false;
    if (kind !== "ServiceAccount") return true;
    const meant = wanted.namespace ?? binding.namespace;
    return (text(namespace) || binding.namespace) === meant;
  });
}

/** Tenants' flows whose account is not there, or not bound where they apply. */
function powerless(world: World): Breach[] {
  const accounts = new Set(
    world.around
      .filter(({ kind }) => kind === "ServiceAccount")
      .map(({ namespace, name }) => `${namespace}/${name}`),
  );
  const path = ["spec", "serviceAccountName"];
  return world.objects.filter(isFlow).flatMap((item) => {
    const name = text(item.get(path));
    if (!name || isPlatform(item, world)) return [];
    if (tenantOfItem(item, world) === undefined) return [];
    const id = `${item.namespace}/${name}`;
    if (!accounts.has(id)) {
      const message = `there is no ServiceAccount ${id}: Flux doesn't say so, it has no rights`;
      return [breach(item, path, message)];
    }
    const target = namespaceMeant(item);
    const subject: Subject = {
      kind: "ServiceAccount",
      name,
      namespace: item.namespace,
    };
    const bound = world
      .inNamespace("RoleBinding", target)
      .some((one) => binds(one, subject));
    if (bound) return [];
    const message = `${id} is bound to no role in ${target}, where this flow applies its objects`;
    return [breach(item, path, message)];
  });
}
