import { isDeepStrictEqual } from "node:util";
import { GROUP } from "../../../lib/krm/define.ts";
import { type Item, mapping, text } from "../../../lib/krm/item.ts";
import { isException } from "../../../lib/kubernetes/exceptions.ts";
import { isGlob } from "../../../lib/pattern.ts";
import type { Decision } from "../decision.ts";
import {
  type Declared,
  isBelow,
  resolvePath,
} from "../repository/repository.ts";
import { type Breach, listOf, strings, type World } from "../world.ts";

/** EXCEPTION-TENANT */
export const exceptionTenant = {
  code: "EXCEPTION-TENANT",
  says: "A tenant suspends only what it is allowed to, for its own objects.",
  fixed: true,
  checks: [
    { sees: "GuardrailExceptions", run: strayBreaches },
    { sees: "those below `tenants/`", run: tenantBreaches, files: true },
  ],
} as const satisfies Decision;

/** Exceptions that reach a build and are written in no file as they are there. */
function strayBreaches({ items, repository }: World): Breach[] {
  if (!repository) return [];
  const specs = [...repository.files.keys()]
    .flatMap((file) => repository.documents(file))
    .filter(isException)
    .map(specOf);
  return items
    .filter(isException)
    .filter(
      (item) => !specs.some((one) => isDeepStrictEqual(one, specOf(item))),
    )
    .map((item) => ({
      item,
      message:
        "this exception stands in no file of the repository as it is in the build, so that nobody can tell whose it is: write it whole in a file, without patches",
    }));
}

/** YAML 1.1 makes a timestamp of a date without quotes. */
function specOf(item: Item): unknown {
  const spec = mapping(item.get(["spec"]));
  return { ...spec, expires: text(spec.expires).slice(0, 10) };
}

/** Exceptions in tenants' folders that reach further than they may. */
function tenantBreaches(world: World): Breach[] {
  return declaredBelow(world, world.spec.tenantPaths)
    .filter(({ item }) => isException(item))
    .flatMap(({ file, item }) =>
      [...ruleProblems(item, world), ...targetProblems(item, file, world)].map(
        (message) => ({ item, file, message: `${message} (${file})` }),
      ),
    );
}

function declaredBelow(
  { repository }: World,
  folders: readonly string[],
): Declared[] {
  const files = [...(repository?.files.keys() ?? [])];
  return files
    .filter((file) => isBelow(file, folders))
    .flatMap((file) =>
      (repository?.documents(file) ?? []).map((item) => ({ file, item })),
    );
}

function ruleProblems(item: Item, { spec }: World): string[] {
  const rule = text(item.get(["spec", "rule"]));
  if (spec.exceptions.tenantRules.includes(rule)) return [];
  return [
    `a tenant's folder can't suspend ${rule}: declare the exception in the cluster's folder, or list the rule in spec.exceptions.tenantRules of CheckPlatform`,
  ];
}

function targetProblems(item: Item, file: string, world: World): string[] {
  const tenants = tenantsOf(file, world);
  const foreign = [item.get(["spec", "target"])].flat().flatMap((entry) => {
    const namespaces = strings(listOf(mapping(entry).namespaces));
    if (namespaces.length === 0) return ["every namespace"];
    return namespaces.filter((name) => {
      const owner = isGlob(name) ? undefined : world.tenantOf(name);
      return owner === undefined || !tenants.has(owner);
    });
  });
  if (foreign.length === 0) return [];
  return [
    `an exception in a tenant's folder is for that tenant's objects, and this one is for ${foreign.join(", ")}: name the tenant's namespaces in each entry of spec.target, without wildcards`,
  ];
}

/** Whose a folder is: of the Tenants declared there, or of the one it is called by. */
function tenantsOf(file: string, world: World): Set<string> {
  const folders = world.spec.tenantPaths.flatMap((one) => {
    const above = resolvePath("", one);
    const rest = above === "" ? file : file.slice(above.length + 1);
    const [name, inner] = rest.split("/");
    if (!isBelow(file, [one]) || !name || inner === undefined) return [];
    return [{ name, path: above === "" ? name : `${above}/${name}` }];
  });
  const declared = declaredBelow(
    world,
    folders.map(({ path }) => path),
  ).flatMap(({ item }) =>
    item.kind === "Tenant" && item.group === GROUP ? [item.name] : [],
  );
  return new Set(
    declared.length > 0 ? declared : folders.map(({ name }) => name),
  );
}
