/**
 * What surrounds a run changes nothing in silence: the folder it is started in
 * and the environment. Either the output is the same to the byte, or the exit code
 * is not 0 and there is no output.
 */
import { spawn as start } from "node:child_process";
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { thisPlatform } from "../../cli/platform.mjs";
import { provideRuntime } from "../../tools/build-runtime.mjs";
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
const PROGRAM = programPath("label-namespaces");
const CONFIG_MAP =
  "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  zone: north\n";
const LABELS = "    labels:\n      zone: north\n";
const items = [
  item("Namespace", "edited"),
  // What only the package reads, which has variables of its own.
  item("Namespace", "&anchor other"),
];
const input = resourceList(items.join(""), CONFIG_MAP);
const expected = resourceList(
  items.map((one) => one + LABELS).join(""),
  CONFIG_MAP,
);
const same = { stdout: expected, code: 0 };

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** What a program makes of the list; stderr apart, which a runtime may warn on. */
function seen({ stdout, code }: Printed): {
  stdout: string;
  code: number | null;
} {
  return { stdout: stdout.toString(), code };
}

/** From a file: a program that refuses to run reads no pipe to its end. */
const inputFile = join(folder, "input.yaml");
writeFileSync(inputFile, input);

function run({ env = {}, cwd = folder }: Options = {}): Printed {
  const stdin = openSync(inputFile, "r");
  try {
    return spawn(PROGRAM, [], {
      cwd,
      env: cleanEnv(env),
      stdio: [stdin, "pipe", "pipe"],
    });
  } finally {
    closeSync(stdin);
  }
}

/** Nothing on stdout, and an exit code that says so. */
function expectLoud({ stdout, code }: Printed): void {
  expect(stdout).toHaveLength(0);
  expect(code).not.toBe(0);
}

/** Code that would be seen. */
const EVIL = 'console.log("evil");\nprocess.exit(0);\n';

/** A repository that would like to have a say in how it is judged. */
function strangerIn(own: string): void {
  const variables = [
    "FLUX_PLATFORM_AS_OF=1999-01-01",
    "FLUX_PLATFORM_FUNCTION=inject-tolerations",
    "FLUX_PLATFORM_LOG=error",
    "SOURCE_DATE_EPOCH=never",
    "NODE_OPTIONS=--require ./evil.js",
    "BUN_OPTIONS=--preload ./evil.js",
    "",
  ].join("\n");
  const files: Readonly<Record<string, string>> = {
    ".env": variables,
    ".env.local": variables,
    ".env.production": variables,
    "bunfig.toml":
      'preload = ["./evil.js"]\n[run]\nbun = true\n[define]\n"process.argv0" = "\'evil\'"\n',
    "package.json": JSON.stringify({
      type: "module",
      main: "./evil.js",
      imports: { "#x": "./evil.js" },
      exports: "./evil.js",
      scripts: { check: "true", run: "true", "label-namespaces": "true" },
    }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { paths: { "*": ["./evil.js"] }, baseUrl: "." },
    }),
    ".npmrc": "node-options=--require ./evil.js\n",
    "evil.js": EVIL,
    "index.js": EVIL,
    "flux-platform.js": EVIL,
    "$bunfs/root/flux-platform": EVIL,
  };
  for (const name of ["yaml", "commander", "valibot", "fs", "bun", "node:fs"]) {
    const at = `node_modules/${name}`;
    Object.assign(files, { [`${at}/index.js`]: EVIL });
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(own, name)), { recursive: true });
    writeFileSync(join(own, name), text);
  }
  symlinkSync("label-namespaces", join(own, "flux-platform"));
}

describe("a stranger's repository as the working directory", () => {
  const own = mkdtempSync(join(folder, "stranger-"));
  strangerIn(own);

  test("a function does the same", () => {
    expect({ ...seen(run({ cwd: own })), stderr: "" }).toEqual({
      ...same,
      stderr: "",
    });
  });

  test.each(["flux-platform", "run"])("%s says the same of itself", (name) => {
    const args = name === "run" ? ["run", "nothing"] : ["--help"];
    const program = programPath("flux-platform");
    const [there, here] = [own, folder].map((cwd) =>
      spawn(program, args, { cwd, env: cleanEnv() }),
    );
    expect(there).toEqual(here);
  });

  describeWith("kustomize", "check", ({ kustomize }) => {
    test("judges it alike", () => {
      const PATH = `${dirname(kustomize)}:${process.env.PATH}`;
      const [plain, other] = ["plain", "other"].map((name) => {
        const path = join(folder, name, "examples");
        cpSync(at("examples"), path, {
          recursive: true,
          filter: (one) => !one.includes("rendered"),
        });
        symlinkSync(at("dist"), join(folder, name, "dist"));
        return join(path, "platform");
      }) as [string, string];
      strangerIn(other);
      const [a, b] = [plain, other].map((cwd) =>
        spawn(programPath("flux-platform"), ["check", "."], {
          cwd,
          env: cleanEnv({ PATH }),
        }),
      );
      expect(a?.stdout.toString()).toContain("the guardrails hold");
      expect(b).toEqual(a);
    }, 120_000);
  });
});

describe("the environment", () => {
  const own = mkdtempSync(join(folder, "environment-"));
  writeFileSync(join(own, "evil.js"), EVIL);
  writeFileSync(
    join(own, "package.json"),
    JSON.stringify({ scripts: { check: "exit 0", run: "exit 0" } }),
  );
  const runtime = readFileSync(provideRuntime(thisPlatform()), "latin1");
  const script = readFileSync(at("dist/node/flux-platform.js"), "latin1");
  const found = runtime.matchAll(
    /(?=((?:BUN|NODE|MIMALLOC|MI|UV|SSL|WTF|NPM|npm|NO|FORCE|XDG|TMP)_\w{2,60}|Malloc\w*|WebKitMalloc\w+))/g,
  );
  const ours = script.matchAll(/\benv\.(\w+)/g);
  const more = ["TZ", "LANG", "LC_ALL", "DEBUG", "TERM", "CI", "COLUMNS"];
  const names = [...found, ...ours]
    // In a runtime the next text may begin where a name ends: `BUN_ENVprocess`.
    .flatMap(([, name = ""]) => [
      name,
      ...(/^[A-Z]+_[A-Z0-9_]+/.exec(name) ?? []),
    ])
    .concat(more)
    .filter((name, at, all) => all.indexOf(name) === at)
    .filter((name) => !name.startsWith("BUN_JSC_"))
    .sort();

  test("the runtime's variables were found", () => {
    expect(names.length).toBeGreaterThan(300);
    expect(names).toEqual(
      expect.arrayContaining(["BUN_OPTIONS", "NODE_CHANNEL_FD", "LOG_STREAM"]),
    );
  });

  // Many at once: a failure tells which batch.
  const BATCH = 40;
  const batches = Array.from(
    { length: Math.ceil(names.length / BATCH) },
    (_, n) => names.slice(n * BATCH, (n + 1) * BATCH),
  );
  test.each(batches.map((batch) => [batch[0], batch.at(-1), batch] as const))(
    "%s to %s change nothing, in any letter case",
    (_first, _last, batch) => {
      for (const value of ["1", "0", "9", "./evil.js", "--version"]) {
        for (const cased of [batch, batch.map((name) => name.toLowerCase())]) {
          const env = Object.fromEntries(cased.map((name) => [name, value]));
          expect(seen(run({ cwd: own, env }))).toEqual(same);
        }
      }
    },
  );

  test.each([
    ["BUN_BE_BUN", "1"],
    ["BUN_OPTIONS", "--preload ./evil.js"],
    ["BUN_OPTIONS", "--preload=./evil.js"],
    ["BUN_OPTIONS", "--eval process.exit(0)"],
    ["BUN_OPTIONS", "--print 1"],
    ["BUN_OPTIONS", "--version"],
    ["BUN_OPTIONS", "--help"],
    ["BUN_OPTIONS", "--env-file=.env"],
    ["BUN_OPTIONS", "--inspect-wait"],
    ["BUN_OPTIONS", "--cwd=/"],
    ["BUN_INSPECT", "ws://localhost:0/?wait=1"],
    ["BUN_INSPECT_CONNECT_TO", "unix:///nowhere"],
    ["BUN_INSPECT_PRELOAD", "./evil.js"],
    ["NODE_OPTIONS", "--require ./evil.js"],
    ["NODE_PATH", "."],
    ["NODE_CHANNEL_FD", "1"],
    ["NODE_CHANNEL_FD", "0"],
    ["NODE_V8_COVERAGE", "."],
    ["NODE_COMPILE_CACHE", "."],
    ["TMPDIR", "/nowhere"],
    ["HOME", "/nowhere"],
    ["PATH", ""],
  ])("%s=%s changes nothing", (name, value) => {
    expect(seen(run({ cwd: own, env: { [name]: value } }))).toEqual(same);
    const check = spawn(programPath("flux-platform"), ["check", "."], {
      cwd: own,
      env: cleanEnv({ [name]: value }),
    });
    expect([check.stdout.toString(), check.code]).toEqual(["", 1]);
    expect(check.stderr).toMatch(/^flux-platform: /m);
  });

  test("limits that the runtime's own tests set change nothing", () => {
    for (const limit of ["0", "9", "20", "1000"]) {
      const env = {
        BUN_GARBAGE_COLLECTOR_LEVEL: "1",
        BUN_FEATURE_FLAG_SYNTHETIC_MEMORY_LIMIT: limit,
        BUN_FEATURE_FLAG_INTERNAL_FOR_TESTING: "1",
      };
      expect(seen(run({ cwd: own, env }))).toEqual(same);
    }
  });

  test.each(["LOG_TOKENS", "LOG_STREAM"])(
    "with %s nothing else is printed, on Node too",
    (name) => {
      const program = join(own, "label-namespaces");
      if (!existsSync(program)) {
        symlinkSync(at("dist/node/flux-platform.js"), program);
      }
      const printed = spawn(process.execPath, [program], {
        input: Buffer.from(input),
        env: cleanEnv({ [name]: "1" }),
      });
      expect(seen(printed)).toEqual(same);
      expect(run({ env: { [name]: "1" } })).toMatchObject({ stderr: "" });
    },
  );

  test("a crash is told here and nowhere else", async () => {
    const told = join(own, "told");
    const curl = join(mkdtempSync(join(own, "bin-")), "curl");
    writeFileSync(curl, `#!/bin/sh\necho "$@" >'${told}'\n`, { mode: 0o755 });
    const child = start(PROGRAM, [], {
      env: cleanEnv({
        PATH: `${dirname(curl)}:${process.env.PATH}`,
        BUN_ENABLE_CRASH_REPORTING: "1",
        BUN_CRASH_REPORT_URL: "http://127.0.0.1:9",
      }),
    });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const ended = new Promise((resolve) =>
      child.on("close", (_code, signal) => resolve(signal)),
    );
    child.stdin.write(input.slice(0, 100));
    // Sent before the runtime listens, a signal ends it without a word.
    await pause(300);
    child.kill("SIGSEGV");
    expect(await ended).toBe("SIGSEGV");
    expect(stderr).toContain("panic");
    expect(existsSync(told)).toBe(false);
  });

  const settings = [...new Set(runtime.match(/(?<=\0JSC_)[A-Za-z]\w+(?=\0)/g))];
  test.each([
    "watchdog",
    "useJIT",
    "dumpOptions",
    "functionOverrides",
    "configFile",
    ...settings.filter((_, index) => index % 40 === 0),
    "",
    "nonsense",
  ])("BUN_JSC_%s is refused before anything runs", (setting) => {
    for (const value of ["1", "0", "true", "./evil.js"]) {
      const printed = run({ cwd: own, env: { [`BUN_JSC_${setting}`]: value } });
      expectLoud(printed);
      expect(printed.stderr).toContain(`BUN_JSC_${setting}=`);
    }
  });
});
