/** What programs answer by themselves, and what their names mean. */
import { type ChildProcess, spawn as start } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { functions } from "../../functions/index.ts";
import { programOf } from "../../lib/krm/define.ts";
import { describeWith } from "../engines.ts";
import { item, resourceList } from "../helpers/lists.ts";
import {
  cleanEnv,
  type Printed,
  programPath,
  spawn,
} from "../helpers/program.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";

const folder = temporaryFolder();
const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));

/** Programs of one function each, with their kinds. */
const OWN = functions.map(({ kind }) => [programOf(kind), kind] as const);
const PROGRAMS = ["flux-platform", ...OWN.map(([name]) => name)];

/** Only `label-namespaces` knows what this means. */
const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: labels
data:
  zone: north
`;
const LABEL = "    labels:\n      zone: north\n";
const items = item("Namespace", "edited");
const input = resourceList(items, CONFIG_MAP);
const labelled = resourceList(items + LABEL, CONFIG_MAP);

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

/** Runs a program whose stdin stays open and empty: reading it never ends. */
function answer(
  program: string,
  flag: string,
  env: NodeJS.ProcessEnv,
): Promise<Printed> {
  const child = start(programPath(program), [flag], { env, stdio: "pipe" });
  running.add(child);
  const stdout: Buffer[] = [];
  let stderr = "";
  child.stdout.on("data", (chunk) => stdout.push(chunk));
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      running.delete(child);
      resolve({ stdout: Buffer.concat(stdout), stderr, code });
    });
  });
}

for (const major of ["20", "22", "24"] as const) {
  describeWith(`node${major}`, `on Node ${major}`, (paths) => {
    // Nothing else is on PATH: the programs need Node alone.
    const PATH = dirname(paths[`node${major}`]);
    const env = cleanEnv({ PATH });

    /** What a program prints that answers without a word on stderr. */
    const told = async (program: string, flag: string): Promise<string> => {
      const { stdout, stderr, code } = await answer(program, flag, env);
      expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
      return stdout.toString();
    };
    const run = (file: string, path = PATH): Printed =>
      spawn(file, [], {
        cwd: folder,
        input: Buffer.from(input),
        env: cleanEnv({ PATH: path }),
      });

    test("it is that Node", () => {
      const { stdout } = spawn("node", ["--version"], { env });
      expect(stdout.toString()).toMatch(`v${major}.`);
    });

    test.each(PROGRAMS)(
      "%s says its version and how it is used",
      async (name) => {
        expect(await told(name, "--version")).toBe(`${version}\n`);
        expect(await told(name, "--help")).toMatch(`Usage: ${name} `);
      },
    );

    test.each(OWN)(
      "%s prints its schema and what it is",
      async (name, kind) => {
        const schema = JSON.parse(await told(name, "--schema"));
        const file = readFileSync(
          at("dist", "schemas", `${kind}.json`),
          "utf8",
        );
        expect(schema).toEqual(JSON.parse(file));
        const doc = JSON.parse(await told(name, "--doc"));
        expect(doc).toMatchObject({ name, kind });
      },
    );

    test("a name on PATH is enough", () => {
      const { stdout, stderr, code } = run(
        "label-namespaces",
        `${at("dist")}:${PATH}`,
      );
      expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
      expect(stdout.toString()).toBe(labelled);
    });

    test("a link to flux-platform runs the function of the link's name", () => {
      const own = join(folder, major);
      mkdirSync(own);
      const [named, other] = ["label-namespaces", "other"].map((name) => {
        const link = join(own, name);
        symlinkSync(programPath("flux-platform"), link);
        return link;
      }) as [string, string];
      const { stdout, stderr, code } = run(named);
      expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
      expect(stdout.toString()).toBe(labelled);
      const unnamed = run(other);
      expect(unnamed.code).toBe(1);
      expect(unnamed.stdout.toString()).toBe(input);
      expect(unnamed.stderr).toContain("does not say which function is meant");
    });

    test("a link to a program runs that program, whatever its name", () => {
      const link = join(folder, `${major}-anything`);
      symlinkSync(programPath("label-namespaces"), link);
      expect(run(link).stdout.toString()).toBe(labelled);
    });
  });
}
