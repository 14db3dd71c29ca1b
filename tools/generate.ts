import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { functions } from "../functions/index.ts";
import { charts } from "../functions/inject-tolerations/charts.ts";
import { programOf } from "../lib/krm/define.ts";
import { optionsTable, table } from "./options-table.ts";
import { programs, specSchema } from "./schemas.ts";

/** Files whose generated parts are not what they should be. */
export function staleFiles(root: string): string[] {
  const files = [...expected(root)];
  return files.flatMap(([path, text]) =>
    readFileSync(join(root, path), "utf8") === text ? [] : [path],
  );
}

/** Writes the generated parts of every file. */
export function writeAll(root: string): void {
  for (const [path, text] of expected(root)) {
    writeFileSync(join(root, path), text);
  }
}

/** What stands between two markers, by the markers' name. */
type Blocks = Readonly<Record<string, string>>;

/** Every file with generated parts, by path, as it should be. */
function expected(root: string): Map<string, string> {
  const files = new Map<string, string>();
  const fill = (path: string, blocks: Blocks): void => {
    if (!existsSync(join(root, path))) return;
    files.set(
      path,
      filled(path, readFileSync(join(root, path), "utf8"), blocks),
    );
  };
  fill("README.md", { functions: functionsTable() });
  for (const { kind, schema } of functions) {
    const options = optionsTable(specSchema(schema));
    const more = kind === "InjectTolerations" ? { charts: chartsTable() } : {};
    fill(`functions/${programOf(kind)}/README.md`, { options, ...more });
  }
  const manifest = readFileSync(join(root, "package.json"), "utf8");
  files.set("package.json", withBin(manifest));
  return files;
}

function filled(path: string, text: string, blocks: Blocks): string {
  return Object.entries(blocks).reduce((before, [name, content]) => {
    const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
    const from = before.indexOf(begin);
    const to = before.indexOf(end);
    if (from < 0 || to < from) {
      throw new Error(`${path} has no lines ${begin} and ${end}`);
    }
    const head = before.slice(0, from + begin.length);
    return `${head}\n${content}\n${before.slice(to)}`;
  }, text);
}

function functionsTable(): string {
  const rows = functions.map(({ kind, summary }) => {
    const program = programOf(kind);
    return [`[\`${program}\`](functions/${program})`, `\`${kind}\``, summary];
  });
  return table(["function", "kind of its config", "does"], rows);
}

function chartsTable(): string {
  const rows = charts.map(({ chart, versions, read, source, places }) => {
    const paths = places.map(({ tolerations }) => `\`${tolerations}\``);
    return [chart, versions, paths.join(", "), read, source];
  });
  const header = ["chart", "versions", "tolerations at", "read", "source"];
  return table(header, rows);
}

/** A command per program, so that `npx label-namespaces` finds it. */
function withBin(manifest: string): string {
  const names = ["flux-platform", ...programs];
  const bin = Object.fromEntries(names.map((name) => [name, `dist/${name}`]));
  return `${JSON.stringify({ ...JSON.parse(manifest), bin }, null, 2)}\n`;
}
