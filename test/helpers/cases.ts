import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Ran } from "./in-process.ts";
import { TODAY } from "./in-process.ts";
import { at } from "./repository.ts";

/**
 * One folder `functions/<program>/cases/<name>`:
 *
 * - `input.yaml`: what the program gets on stdin;
 * - `output.yaml`: what it prints, byte for byte; no such file, and it prints
 *   nothing;
 * - `messages.txt`: what it says on stderr, without its own name before each
 *   message, and `exit N` as the last line where it does not exit 0; no such
 *   file, and it says nothing and exits 0;
 * - `context.yaml`: `today`, where it is not 2026-01-15.
 */
export interface Case {
  readonly program: string;
  readonly name: string;
  readonly input: Buffer;
  readonly today: string;
}

/** Every case of every function. */
export function allCases(): Case[] {
  return foldersIn(at("functions")).flatMap((program) =>
    foldersIn(at("functions", program, "cases")).map((name) =>
      readCase(program, name),
    ),
  );
}

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.filter((e) => e.isDirectory()).map((e) => e.name);
}

function readCase(program: string, name: string): Case {
  const folder = folderOf({ program, name });
  const input = readFileSync(join(folder, "input.yaml"));
  const file = join(folder, "context.yaml");
  const context = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
  const { today = TODAY, ...rest } = context;
  const unknown = Object.keys(rest);
  if (unknown.length > 0) {
    throw new Error(`${file} knows today only, and holds ${unknown}`);
  }
  return { program, name, input, today };
}

function folderOf({ program, name }: Pick<Case, "program" | "name">): string {
  return at("functions", program, "cases", name);
}

/** What a case expects, as text that a failure shows well. */
export interface Expected {
  readonly output: string | undefined;
  readonly messages: string | undefined;
}

/** What the case's files expect. */
export function expectedOf(one: Case): Expected {
  return {
    output: readIfThere(join(folderOf(one), "output.yaml")),
    messages: readIfThere(join(folderOf(one), "messages.txt")),
  };
}

/** What a run gave, in the form of the files. */
export function asExpected({ stdout, messages, code }: Ran): Expected {
  const lines = [...messages, ...(code === 0 ? [] : [`exit ${code}`])];
  return {
    output: stdout?.toString(),
    messages: lines.length > 0 ? `${lines.join("\n")}\n` : undefined,
  };
}

/** Writes what a run gave as what the case expects. */
export function update(one: Case, { output, messages }: Expected): void {
  const files = { "output.yaml": output, "messages.txt": messages };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folderOf(one), name);
    if (text === undefined) rmSync(path, { force: true });
    else writeFileSync(path, text);
  }
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
