/**
 * Ways around the guardrails: each changes a copy of the example, and the real
 * command, with real Kustomize, has to say what is wrong. docs/guarantee.md is
 * made of them.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { FiledEdit } from "../cli/check/proof.ts";
import { formatResult, type Result } from "../lib/krm/result.ts";
import { allWays, changedPlatform } from "./bypass/way.ts";
import { describeWith } from "./engines.ts";
import { cleanEnv, programPath, spawn } from "./helpers/program.ts";
import { root, temporaryFolder } from "./helpers/repository.ts";

const ways = allWays(root);

test("no two ways have one title", () => {
  const titles = ways.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});

describeWith("kustomize", "stopped", ({ kustomize }) => {
  const base = temporaryFolder();
  const PATH = `${dirname(kustomize)}${delimiter}${process.env.PATH}`;

  test.each(ways.map((way) => [way.name, way] as const))(
    "%s",
    (_, way) => {
      const folder = mkdtempSync(join(base, "way-"));
      const cwd = changedPlatform(way, folder);
      const { stdout, stderr, code } = spawn(
        programPath("flux-platform"),
        ["check", way.check, ...way.args, "--output", "json"],
        { cwd, env: cleanEnv({ PATH }) },
      );
      rmSync(folder, { recursive: true });
      const printed = `${stdout}${stderr}`;
      for (const word of way.never) expect(printed).not.toContain(word);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
      expect(printed).not.toMatch(/[\0-\x08\x0b-\x1f\x7f]/);
      expect({ code, stderr }).toEqual({
        code: way.covered ? 0 : 1,
        stderr: "",
      });
      const severity = way.covered ? "info" : "error";
      const told = resultsIn(JSON.parse(stdout.toString())).filter(
        (one) => one.tags.rule === way.stops && one.severity === severity,
      );
      const words = told.map(
        (one) => `${formatResult(one)} ${JSON.stringify(one)}`,
      );
      const whole = words.filter((text) =>
        way.says.every(
          (word) => text.includes(word) || text.includes(escaped(word)),
        ),
      );
      expect({ told: words, whole: whole.length > 0 }).toEqual({
        told: words,
        whole: true,
      });
    },
    60_000,
  );
});

/** A word as it stands in JSON. */
function escaped(word: string): string {
  return JSON.stringify(word).slice(1, -1);
}

interface Printed {
  readonly results: readonly Result[];
  readonly edits?: readonly FiledEdit[];
  readonly clusters?: readonly Printed[];
}

/** Findings, and edits that are missing, as findings of the rules that ask. */
function resultsIn({ results, edits = [], clusters = [] }: Printed): Result[] {
  const missing = edits.map(
    ({ ref, path, why }): Result => ({
      message: `${path.join(".")}: ${why.reason}`,
      severity: "error",
      resourceRef: ref,
      tags: { function: "check", rule: why.code },
    }),
  );
  return [...results, ...missing, ...clusters.flatMap(resultsIn)];
}
