/** What programs say of themselves, and what a bug looks like. */
import { spawn as start } from "node:child_process";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { functions } from "../../functions/index.ts";
import { API_VERSION, programOf } from "../../lib/krm/define.ts";
import { item, labelConfig, resourceList } from "../helpers/lists.ts";
import { cleanEnv, pipe, programPath } from "../helpers/program.ts";
import { at, root } from "../helpers/repository.ts";

const PROGRAMS = functions.map(({ kind }) => programOf(kind));
const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));

/** What a program prints while nobody writes to its stdin or closes it. */
function ask(
  program: string,
  flag: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = start(programPath(program), [flag], {
    cwd: root,
    env: cleanEnv(),
    stdio: "pipe",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      child.stdin.destroy();
      resolve({ code, stdout, stderr });
    });
  });
}

describe.each(["flux-platform", ...PROGRAMS])("%s", (program) => {
  test("--help", async () => {
    const { code, stdout, stderr } = await ask(program, "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: ${program} `));
  });

  test("--version", async () => {
    expect(await ask(program, "--version")).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });
});

describe.each(functions.map((one) => [programOf(one.kind), one] as const))(
  "%s",
  (program, { kind, summary }) => {
    test("--schema prints the schema that editors get", async () => {
      const { code, stdout, stderr } = await ask(program, "--schema");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(JSON.parse(stdout)).toEqual(
        JSON.parse(readFileSync(at("dist/schemas", `${kind}.json`), "utf8")),
      );
    });

    test("--doc prints what machines read", async () => {
      const { code, stdout, stderr } = await ask(program, "--doc");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(parse(stdout)).toMatchObject({
        kind,
        apiVersion: API_VERSION,
        description: summary,
      });
    });
  },
);

describe("the environment", () => {
  const input = resourceList(
    item("Namespace", "edited"),
    labelConfig("edited"),
  );
  const data =
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  zone: north\n";

  test("FLUX_PLATFORM_FUNCTION selects the function of flux-platform", () => {
    const list = resourceList(item("Namespace", "a"), data);
    const { stdout, code } = pipe("flux-platform", list, {
      FLUX_PLATFORM_FUNCTION: "label-namespaces",
    });
    expect(code).toBe(0);
    expect(stdout.toString()).toContain("zone: north\n");
  });

  test("and restricts it", () => {
    const { stdout, stderr, code } = pipe("flux-platform", input, {
      FLUX_PLATFORM_FUNCTION: "inject-tolerations",
    });
    expect(code).toBe(1);
    expect(stdout.toString()).toBe(input);
    expect(stderr).toMatch(
      /^flux-platform: inject-tolerations runs InjectTolerations only/,
    );
  });

  test("an own name is stronger", () => {
    const { code } = pipe("label-namespaces", input, {
      FLUX_PLATFORM_FUNCTION: "inject-tolerations",
    });
    expect(code).toBe(0);
  });

  test.each([
    [
      { FLUX_PLATFORM_AS_OF: "2026-02-30" },
      "FLUX_PLATFORM_AS_OF is 2026-02-30, expected a date such as 2026-01-31",
    ],
    [
      { FLUX_PLATFORM_AS_OF: "today" },
      "FLUX_PLATFORM_AS_OF is today, expected a date such as 2026-01-31",
    ],
    [
      { SOURCE_DATE_EPOCH: "soon" },
      "SOURCE_DATE_EPOCH is soon, expected seconds since 1970",
    ],
  ])("%j is refused", (env, message) => {
    const { stdout, stderr, code } = pipe(
      "label-namespaces",
      input,
      env as Record<string, string>,
    );
    expect(stderr).toBe(`label-namespaces: ${message}\n`);
    expect({ code, length: stdout.length }).toEqual({ code: 1, length: 0 });
  });

  test("works without a HOME and a TMPDIR", () => {
    const env = { HOME: "/nonexistent", TMPDIR: "/nonexistent" };
    expect(pipe("label-namespaces", input, env).code).toBe(0);
  });
});
