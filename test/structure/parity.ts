import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Registry } from "../../lib/krm/config.ts";
import { programOf } from "../../lib/krm/define.ts";

const FEWEST_CASES = 4;

/** Functions without an example of their own. */
const NO_EXAMPLE: Readonly<Record<string, string>> = {
  pipeline: "examples/platform runs all its guardrails as one Pipeline",
};
/** Programs in dist that are no function. */
const NO_FUNCTION: Readonly<Record<string, string>> = {
  "flux-platform": "the command, which holds all functions",
};
/** Schemas of kinds that are no function's config. */
const NO_CONFIG: Readonly<Record<string, string>> = {
  ClusterProfile: "apply-profile reads it among the items",
  GuardrailException: "functions read it among the items",
  PlatformCluster: "apply-profile reads it among the items",
  PlatformComponent: "apply-profile reads it among the items",
  Tenant: "expand-tenant reads it among the items",
};

/**
 * A sentence for everything that a function lacks or has too much of, and what
 * to do about it. A function is a folder in functions, a line in the registry,
 * a program and a schema in dist, a row in the README, a README with a section
 * per rule code, at least four cases, and an example.
 */
export function parityProblems(root: string, registry: Registry): string[] {
  const path = (...parts: string[]): string => join(root, ...parts);
  const programs = registry.map(({ kind }) => programOf(kind));
  return [
    ...registryProblems(foldersIn(path("functions")), programs),
    ...distProblems(path("dist"), registry),
    ...registry.flatMap((definition) => {
      const program = programOf(definition.kind);
      return [
        ...rowProblems(path("README.md"), definition.kind),
        ...readmeProblems(root, program, Object.keys(definition.rules)),
        ...caseProblems(root, program),
        ...exampleProblems(path("examples"), program),
      ];
    }),
  ];
}

function registryProblems(
  folders: readonly string[],
  programs: readonly string[],
): string[] {
  const sorted = programs.toSorted().join();
  return [
    ...missing(folders, programs).map(
      (name) =>
        `functions/${name} is not in functions/index.ts: import it there and add its line, or delete the folder`,
    ),
    ...missing(programs, folders).map(
      (name) =>
        `functions/index.ts has ${name}, and there is no folder functions/${name}: name the folder after the kind`,
    ),
    ...(programs.join() === sorted
      ? []
      : ["functions/index.ts is not sorted by name: sort its lines"]),
  ];
}

function distProblems(dist: string, registry: Registry): string[] {
  const programs = registry.map(({ kind }) => programOf(kind));
  const kinds = registry.map(({ kind }) => kind);
  const built = namesIn(dist).filter((name) => isProgram(join(dist, name)));
  const launchers = namesIn(join(dist, "bin")).map((file) =>
    file.replace(/\.js$/, ""),
  );
  const schemas = namesIn(join(dist, "schemas")).map((file) =>
    file.replace(/\.json$/, ""),
  );
  const rebuild = "run npm run build";
  return [
    ...missing(programs, built).map(
      (name) => `dist/${name} is missing or can't be run: ${rebuild}`,
    ),
    ...missing(built, [...programs, ...Object.keys(NO_FUNCTION)]).map(
      (name) => `dist/${name} belongs to no function: ${rebuild}`,
    ),
    ...missing(programs, launchers).map(
      (name) => `dist/bin/${name}.js is missing: ${rebuild}`,
    ),
    ...missing(launchers, [...programs, ...Object.keys(NO_FUNCTION)]).map(
      (name) => `dist/bin/${name}.js belongs to no function: ${rebuild}`,
    ),
    ...missing(kinds, schemas).map(
      (kind) => `dist/schemas/${kind}.json is missing: ${rebuild}`,
    ),
    ...missing(schemas, [...kinds, ...Object.keys(NO_CONFIG)]).map(
      (kind) =>
        `dist/schemas/${kind}.json is no function's schema: ${rebuild}, or name the kind in the exemptions with a reason`,
    ),
  ];
}

function rowProblems(readme: string, kind: string): string[] {
  const program = programOf(kind);
  const row = `| [\`${program}\`](functions/${program}) | \`${kind}\` |`;
  const [, behind = ""] = readFileSync(readme, "utf8").split(
    "<!-- functions:begin -->",
  );
  const [rows = ""] = behind.split("<!-- functions:end -->");
  if (rows.includes(row)) return [];
  return [`README.md has no row for ${program}: run npm run generate`];
}

function readmeProblems(
  root: string,
  program: string,
  codes: readonly string[],
): string[] {
  const readme = `functions/${program}/README.md`;
  if (!existsSync(join(root, readme))) {
    return [`${readme} is missing: write why, options, rules and limits`];
  }
  const text = readFileSync(join(root, readme), "utf8");
  const code = /^### ([A-Z]+(?:-[A-Z]+)+)$/gm;
  const sections = [...text.matchAll(code)].map(([, name = ""]) => name);
  return [
    ...missing(codes, sections).map(
      (name) =>
        `${readme} does not explain ${name}: write a section "### ${name}"`,
    ),
    ...missing(sections, codes).map(
      (name) =>
        `${readme} explains ${name}, which is none of its rules: delete the section, or add the code to \`rules\``,
    ),
  ];
}

function caseProblems(root: string, program: string): string[] {
  const folder = `functions/${program}/cases`;
  const cases = foldersIn(join(root, folder));
  const idle = cases.filter(
    (name) => !existsSync(join(root, folder, name, "input.yaml")),
  );
  const few = cases.length < FEWEST_CASES;
  return [
    ...idle.map((name) => `${folder}/${name} has no input.yaml: write it`),
    ...(few
      ? [
          `${folder} has ${cases.length} cases, ${FEWEST_CASES} are the fewest: what is typical, nothing to do, a wrong config, awkward input`,
        ]
      : []),
  ];
}

function exampleProblems(examples: string, program: string): string[] {
  const own = foldersIn(examples).filter((name) =>
    name.startsWith(`${program}-`),
  );
  if (own.length > 0 || program in NO_EXAMPLE) return [];
  return [
    `examples/${program}-<topic> is missing: make a kustomization that runs ${program}, with what it prints`,
  ];
}

/** What `wanted` has and `there` has not. */
function missing(
  wanted: readonly string[],
  there: readonly string[],
): string[] {
  return wanted.filter((name) => !there.includes(name));
}

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.filter((e) => e.isDirectory()).map(({ name }) => name);
}

function namesIn(path: string): string[] {
  return existsSync(path) ? readdirSync(path) : [];
}

/** Whether it is a file to run, or a link to one. */
function isProgram(path: string): boolean {
  const stat = statSync(path);
  return stat.isFile() && (stat.mode & 0o111) === 0o111;
}
