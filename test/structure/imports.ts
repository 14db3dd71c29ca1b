import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** One import of a module, however it is written. */
export interface Import {
  /** A path from the repository's root, or a package's name. */
  readonly to: string;
  readonly isPackage: boolean;
  /** Gone when the program runs: `import type`, `import("…").X`. */
  readonly typeOnly: boolean;
}

/** Every module's imports, by its path from the repository's root. */
export type Modules = ReadonlyMap<string, readonly Import[]>;

/** The folders whose imports point down, the lowest first. */
const LAYERS = [["lib"], ["functions"], ["cli", "controller"]] as const;

/** The rooms of `lib` and `cli` that stand on each other, the lowest first. */
const ROOMS: readonly (readonly string[])[] = [
  ["lib/graph.ts", "lib/pattern.ts"],
  ["lib/yaml/"],
  ["lib/krm/"],
  ["lib/kubernetes/", "lib/helm/", "lib/flux/", "lib/kustomize/"],
  ["lib/policy/"],
  ["cli/process/"],
  ["cli/build/"],
  ["cli/check/"],
  ["cli/commands/"],
  ["cli/command-line.ts"],
  ["cli/main.ts"],
];

/** Data, from which the command takes its version. */
const MANIFEST = "package.json";

/** The modules of all layers. */
export function readModules(root: string): Modules {
  const folders = readdirSync(root).filter((name) => layerOf(name) >= 0);
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(folder, name)),
  );
  return new Map(
    paths.map((path) => [
      path,
      importsIn(path, readFileSync(join(root, path), "utf8")),
    ]),
  );
}

/** `import`, `export … from` at the start of a line, as Biome formats them. */
const STATEMENT =
  /^(?:import|export)\s+(type\s)?(?:[\w*{][^"';]*?\sfrom\s+)?["']([^"']+)["']/gm;
/** `require("…")` and `import("…")`, of which `typeof import("…")` is a type. */
const CALL = /(typeof\s+)?\b(?:require|import)\(\s*["']([^"']+)["']\s*,?\s*\)/g;

/** The imports in a module's text. */
export function importsIn(path: string, text: string): Import[] {
  return [...text.matchAll(STATEMENT), ...text.matchAll(CALL)].map(
    ([, type, name = ""]) => {
      const isPackage = !name.startsWith(".");
      const to = isPackage ? name : normalize(join(dirname(path), name));
      return { to, isPackage, typeOnly: type !== undefined };
    },
  );
}

/** A sentence for every import that points up or sideways, types too. */
export function upward(modules: Modules): string[] {
  return [...modules].flatMap(([path, imports]) =>
    imports.flatMap((one) => {
      const why = one.isPackage ? undefined : whyNot(path, one.to, modules);
      return why ? [`${path} imports ${one.to}: ${why}`] : [];
    }),
  );
}

function whyNot(
  path: string,
  to: string,
  modules: Modules,
): string | undefined {
  if (to === MANIFEST) return undefined;
  if (!modules.has(to)) {
    return "there is no such module in lib, functions or cli; write its whole path, with .ts";
  }
  const [from, target] = [topOf(path), topOf(to)];
  if (from === target) {
    return roomsInOrder(path, to) ?? functionsApart(path, to);
  }
  if (layerOf(target) < layerOf(from)) return undefined;
  return "imports point down, cli to functions to lib; move what both need down";
}

function roomsInOrder(path: string, to: string): string | undefined {
  if (topOf(path) === "functions") return undefined;
  const [from, target] = [roomOf(path), roomOf(to)];
  if (!from || !target) return "a room that the table of rooms lacks; add it";
  if (target.level < from.level || target.name === from.name) return undefined;
  return "the rooms of lib and cli point down, not up or sideways";
}

function roomOf(path: string): { level: number; name: string } | undefined {
  return ROOMS.flatMap((names, level) =>
    names.map((name) => ({ level, name })),
  ).find(({ name }) => path.startsWith(name));
}

/** Only the registry knows functions; a function knows none. */
function functionsApart(path: string, to: string): string | undefined {
  const [top, own, ...rest] = path.split("/");
  const [, other] = to.split("/");
  if (top !== "functions" || rest.length === 0 || own === other)
    return undefined;
  return "a function imports no other one, nor the registry; move what both need into lib";
}

/** Every cycle of imports, as `a -> b -> a`, those of types too. */
export function cycles(modules: Modules): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(" -> "));
    if (start >= 0 || done.has(path)) return;
    for (const { to } of modules.get(path) ?? []) {
      if (modules.has(to)) visit(to, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of modules.keys()) visit(path, []);
  return found;
}

/** The packages that are loaded when a program runs. */
export function packagesLoaded(modules: Modules): Set<string> {
  const all = [...modules.values()].flat();
  const loaded = all.filter((one) => one.isPackage && !one.typeOnly);
  return new Set(loaded.map(({ to }) => to));
}

function topOf(path: string): string {
  return path.split("/")[0] ?? "";
}

function layerOf(top: string): number {
  return LAYERS.findIndex((names) =>
    (names as readonly string[]).includes(top),
  );
}
