import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { at } from "../helpers/repository.ts";

/** The sections of docs/guarantee.md, in their order. */
export const SECTIONS = [
  "Reach",
  "Reading",
  "Programs",
  "Objects",
  "Print",
  "Strength",
  "Exceptions",
  "After the build",
  "Rights",
  "Words and work",
] as const;

const Change = v.union([
  v.strictObject({ write: v.string() }),
  v.strictObject({ append: v.string() }),
  v.strictObject({
    replace: v.strictObject({ from: v.string(), to: v.string() }),
  }),
  v.strictObject({ delete: v.literal(true) }),
  v.strictObject({ link: v.string() }),
  v.strictObject({ copy: v.string() }),
]);

const Way = v.strictObject({
  title: v.string(),
  section: v.picklist(SECTIONS),
  /** What is checked, from the example's root. */
  check: v.optional(v.string(), "."),
  args: v.optional(v.array(v.string()), []),
  /** By path in a copy of the example. */
  change: v.record(v.string(), Change),
  /** The rule that stops it, or the one that says that it is open. */
  stops: v.string(),
  /** Nobody can know it at build time: what covers it instead. */
  covered: v.optional(v.string()),
  /** What the finding says, as printed. */
  says: v.array(v.string()),
  /** What is printed nowhere. */
  never: v.optional(v.array(v.string()), []),
});

/** One way around the guardrails, and what stops it. */
export type Way = v.InferOutput<typeof Way> & { readonly name: string };

/** Every way of a checkout, by its file's name. Throws for what is no way. */
export function allWays(root: string): Way[] {
  const folder = join(root, "test", "bypass");
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.sort().map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const outcome = v.safeParse(Way, parse(text));
    if (outcome.success) {
      return { ...outcome.output, name: file.replace(/\.yaml$/, "") };
    }
    const problems = outcome.issues.map(
      (issue) => `${v.getDotPath(issue)}: ${issue.message}`,
    );
    throw new Error(`test/bypass/${file}: ${problems.join("; ")}`);
  });
}

/** Makes a changed copy of examples/platform in a folder; gives its root. */
export function changedPlatform(way: Way, folder: string): string {
  const root = join(folder, "examples", "platform");
  mkdirSync(dirname(root), { recursive: true });
  cpSync(at("examples", "platform"), root, {
    recursive: true,
    filter: (path) => !/\/(rendered|expected)(\/|$)/.test(path),
  });
  symlinkSync(at("dist"), join(folder, "dist"));
  for (const [path, change] of Object.entries(way.change)) {
    apply(join(root, path), change, root);
  }
  return root;
}

function apply(
  file: string,
  change: v.InferOutput<typeof Change>,
  root: string,
): void {
  mkdirSync(dirname(file), { recursive: true });
  const text = (): string => readFileSync(file, "utf8");
  if ("write" in change) writeFileSync(file, change.write);
  else if ("append" in change) writeFileSync(file, text() + change.append);
  else if ("link" in change) symlinkSync(change.link, file);
  else if ("copy" in change) {
    cpSync(join(root, change.copy), file, { recursive: true });
  } else if ("delete" in change) {
    if (!existsSync(file)) throw new Error(`${file} is not there`);
    rmSync(file, { recursive: true });
  } else {
    const { from, to } = change.replace;
    const parts = text().split(from);
    if (parts.length !== 2) {
      throw new Error(`${file} holds ${from} ${parts.length - 1} times`);
    }
    writeFileSync(file, parts.join(to));
  }
}
