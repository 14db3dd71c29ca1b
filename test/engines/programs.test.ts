/** What programs answer by themselves, and what their names mean. */
import { type ChildProcess, spawn as start } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { functions } from "../../functions/index.ts";
import { programOf } from "../../lib/krm/define.ts";
import { describeWith } from "../engines.ts";
import { item, resourceList } from "../helpers/lists.ts";
import { cleanEnv, type Printed, spawn } from "../helpers/program.ts";
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
  [file = "", ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Printed> {
  const child = start(file, args, { env, stdio: "pipe" });
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

/**
 * @param target what links by a function's name lead to
 * @param PATH all there is on PATH
 */
function answersAndNames(target: string, PATH: string): void {
  const env = cleanEnv({ PATH });
  const own = temporaryFolder();
  const linkTo = (to: string, name: string): string => {
    const link = join(own, name);
    symlinkSync(to, link);
    return link;
  };
  beforeAll(() => {
    for (const name of PROGRAMS) linkTo(target, name);
  });

  /** What a program prints that answers without a word on stderr. */
  const told = async (program: string, flag: string): Promise<string> => {
    const command = [join(own, program), flag];
    const { stdout, stderr, code } = await answer(command, env);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    return stdout.toString();
  };
  const run = (
    file: string,
    args: readonly string[] = [],
    path = PATH,
  ): Printed =>
    spawn(file, args, {
      cwd: folder,
      input: Buffer.from(input),
      env: cleanEnv({ PATH: path }),
    });
  const works = { stdout: labelled, stderr: "", code: 0 };
  const seen = ({ stdout, ...rest }: Printed) => ({
    stdout: stdout.toString(),
    ...rest,
  });

  test.each(PROGRAMS)(
    "%s says its version and how it is used",
    async (name) => {
      expect(await told(name, "--version")).toBe(`${version}\n`);
      expect(await told(name, "--help")).toMatch(`Usage: ${name} `);
    },
  );

  test.each(OWN)("%s prints its schema and what it is", async (name, kind) => {
    const schema = JSON.parse(await told(name, "--schema"));
    const file = readFileSync(at("dist", "schemas", `${kind}.json`), "utf8");
    expect(schema).toEqual(JSON.parse(file));
    const doc = JSON.parse(await told(name, "--doc"));
    expect(doc).toMatchObject({ name, kind });
  });

  test("a name on PATH is enough", () => {
    const ran = run("label-namespaces", [], `${own}:${PATH}`);
    expect(seen(ran)).toEqual(works);
  });

  test("a link of another name, to flux-platform, is flux-platform", () => {
    const other = run(linkTo(target, "other"));
    expect(other.code).toBe(1);
    expect(other.stdout.toString()).toBe(input);
    expect(other.stderr).toContain("does not say which function is meant");
  });

  test("a link to a program runs that program, whatever its name", () => {
    const link = linkTo(join(own, "label-namespaces"), "anything");
    expect(seen(run(link))).toEqual(works);
    expect(seen(run(linkTo("anything", "relative")))).toEqual(works);
  });

  test("run names the function", () => {
    const program = join(own, "flux-platform");
    expect(seen(run(program, ["run", "label-namespaces"]))).toEqual(works);
    const help = run(program, ["run", "label-namespaces", "--help"]);
    expect(help.stdout.toString()).toMatch("Usage: label-namespaces ");
    const { stdout, stderr, code } = run(program, ["run", "label-namespace"]);
    expect([stdout.toString(), code]).toEqual(["", 1]);
    expect(stderr).toMatch(
      /^flux-platform: no function is called label-namespace, did you mean label-namespaces\? \(functions: apply-profile, .*\)\n$/,
    );
  });
}

describe("the executable, with nothing on PATH", () => {
  answersAndNames(at("dist", "flux-platform"), "/nonexistent");
});

for (const major of ["20", "22", "24"] as const) {
  describeWith(
    `node${major}`,
    `on Node ${major}, with nothing else on PATH`,
    (paths) => {
      const PATH = dirname(paths[`node${major}`]);
      test("it is that Node", () => {
        const { stdout } = spawn("node", ["--version"], {
          env: cleanEnv({ PATH }),
        });
        expect(stdout.toString()).toMatch(`v${major}.`);
      });
      answersAndNames(at("dist", "node", "flux-platform.js"), PATH);
    },
  );
}
