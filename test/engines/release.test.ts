/**
 * The release as its workflow makes it: the workflow's own steps, run in another
 * checkout, and what they write.
 */
import { execFile, spawn as start } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { thisPlatform } from "../../cli/platform.mjs";
import { functions } from "../../functions/index.ts";
import { programOf } from "../../lib/krm/define.ts";
import { pinned, RELEASED } from "../../tools/build-runtime.mjs";
import { licenses } from "../../tools/release-licenses.mjs";
import { describeWith } from "../engines.ts";
import { output } from "../helpers/kustomize.ts";
import { cleanEnv, spawn } from "../helpers/program.ts";
import { type Registry, startRegistry } from "../helpers/registry.ts";
import { copyCheckout, type Release, released } from "../helpers/release.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";
import { releaseSteps, runStep, WORKFLOW } from "../helpers/workflow.ts";

const run = promisify(execFile);
const folder = temporaryFolder();
const checkout = join(folder, "checkout");
const platform = thisPlatform();
const manifest = JSON.parse(readFileSync(at("package.json"), "utf8"));
const { name, version } = manifest;
const FUNCTIONS = functions.map(({ kind }) => programOf(kind));
const GITHUB = {
  GITHUB_REF_NAME: `v${version}`,
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "example/flux-platform-functions",
};
const REPOSITORY = "git+https://github.com/example/flux-platform-functions.git";
/** What is in the script; every module's imports are tested elsewhere. */
const BUNDLED = [
  "@valibot/to-json-schema",
  "commander",
  "re2js",
  "valibot",
  "yaml",
];
/** What needs the actions' own network, or more rights than a test has. */
const NOT_RUN_HERE = [
  "What the tests need and only root installs",
  "Test",
  "Build and publish the image",
  "Publish the release",
];

/** All of them take a minute and a half, so that they are for CI. */
const PLATFORMS = process.env.CI ? RELEASED : [platform, "windows-x64"];

let made: Release;

beforeAll(async () => {
  copyCheckout(checkout, { built: false });
  await runStep("The tag is the version", checkout, GITHUB);
  await runStep("Say where the packages come from", checkout, GITHUB);
  const some = process.env.CI ? "" : ` -- --platform ${PLATFORMS.join()}`;
  await runStep("Build", checkout, GITHUB, some);
  made = released(checkout);
}, 400_000);

describeWith("actionlint", "the workflow", ({ actionlint }) => {
  test("has no mistake that its linter knows", () => {
    const flags = ["-no-color", "-shellcheck=", "-pyflakes="];
    const { stdout, code } = spawn(actionlint, [...flags, at(WORKFLOW)]);
    expect([stdout.toString(), code]).toEqual(["", 0]);
  });
});

describe("the workflow's steps", () => {
  test("are run by these tests, but for a few", () => {
    const source = readFileSync(__filename, "utf8");
    const names = releaseSteps().flatMap(({ name = "", run }) =>
      run ? name : [],
    );
    const others = names.filter((one) => !source.includes(`runStep("${one}"`));
    expect(others).toEqual(NOT_RUN_HERE);
    expect(statSync(at(".ci/run")).mode & 0o111).toBe(0o111);
  });

  test("use actions by their commits", () => {
    const uses = releaseSteps().flatMap((step) => step.uses ?? []);
    expect(uses.length).toBeGreaterThan(0);
    for (const one of uses) expect(one).toMatch(/^[\w/-]+@[0-9a-f]{40}$/);
  });

  test("refuse a tag that is not the version", async () => {
    const env = { ...GITHUB, GITHUB_REF_NAME: "v99.0.0" };
    await expect(
      runStep("The tag is the version", checkout, env),
    ).rejects.toMatchObject({ code: 1 });
  });

  test("gather an image for both processors", async () => {
    const noted = join(checkout, "github-env");
    await runStep("Gather the image", checkout, {
      ...GITHUB,
      GITHUB_ENV: noted,
    });
    const [, context = ""] =
      /^CONTEXT=(.+)\n$/.exec(readFileSync(noted, "utf8")) ?? [];
    for (const [arch, name] of [
      ["amd64", "linux-x64"],
      ["arm64", "linux-arm64"],
    ] as const) {
      const folder = join(context, "bin", arch);
      const built = join(checkout, "dist/platforms", name, "flux-platform");
      const own = readFileSync(join(folder, "flux-platform"));
      expect(own.equals(readFileSync(built))).toBe(true);
      expect(readlinkSync(join(folder, "pipeline"))).toBe("flux-platform");
    }
    expect(existsSync(join(context, "licenses/THIRD-PARTY-LICENSES"))).toBe(
      true,
    );
  }, 60_000);
});

describe("the files of a release", () => {
  const stem = (one: string): string =>
    `flux-platform_${version}_${one.replaceAll("-", "_")}`;

  test("are a tarball and a bill per platform, and checksums", () => {
    const wanted = PLATFORMS.flatMap((one) => [
      `${stem(one)}.cdx.json`,
      `${stem(one)}.tar.gz`,
    ]);
    const checksums = `flux-platform_${version}_checksums.txt`;
    expect([...made.files].sort()).toEqual([...wanted, checksums].sort());
    const lines = readFileSync(join(made.folder, checksums), "utf8");
    expect(lines.match(/^[0-9a-f]{64} {2}\S+$/gm)).toHaveLength(wanted.length);
  });

  test("have those checksums", async () => {
    await runStep("Check the checksums", checkout);
    const file = `${stem(platform)}.cdx.json`;
    const bill = readFileSync(join(made.folder, file), "utf8");
    writeFileSync(join(made.folder, file), bill.replace("flux", "flax"));
    const checked = runStep("Check the checksums", checkout);
    await expect(checked).rejects.toMatchObject({ code: 1 });
    writeFileSync(join(made.folder, file), bill);
  });

  test.each([platform, "windows-x64"])("%s: the tarball", (one) => {
    const tree = join(folder, one);
    mkdirSync(tree);
    const tarball = join(made.folder, `${stem(one)}.tar.gz`);
    const listed = spawn("tar", ["-tzf", tarball]);
    const names = listed.stdout.toString().trimEnd().split("\n");
    expect(names).toEqual([...names].sort());
    output(spawn("tar", ["-xzf", tarball, "-C", tree]));
    expect(readdirSync(tree)).toEqual([stem(one)]);
    const own = join(tree, stem(one));
    const isWindows = one.startsWith("windows");
    const programs = FUNCTIONS.map((n) => (isWindows ? `${n}.cmd` : n));
    const executable = isWindows ? "flux-platform.exe" : "flux-platform";
    const documents = ["README.md", "CHANGELOG.md", "LICENSE"];
    const all = [...programs, executable, ...documents, "schemas"];
    expect(readdirSync(own).sort()).toEqual(
      [...all, "THIRD-PARTY-LICENSES"].sort(),
    );
    expect(statSync(join(own, executable)).mode & 0o777).toBe(0o755);
    for (const document of documents) {
      const text = readFileSync(join(own, document), "utf8");
      expect(text).toBe(readFileSync(at(document), "utf8"));
    }
    for (const program of programs) {
      const path = join(own, program);
      if (isWindows) {
        const function_ = program.replace(".cmd", "");
        expect(readFileSync(path, "utf8")).toBe(
          `@"%~dp0flux-platform.exe" run ${function_} %*\r\n`,
        );
      } else {
        expect(lstatSync(path).isSymbolicLink()).toBe(true);
        expect(readlinkSync(path)).toBe("flux-platform");
      }
    }
    expect(readdirSync(join(own, "schemas")).sort()).toEqual(
      readdirSync(at("dist/schemas")).sort(),
    );
  });

  test("are the same from another folder, with another umask", async () => {
    const other = copyCheckout(join(folder, "elsewhere", "other"), {
      built: false,
    });
    await runStep("Say where the packages come from", other, GITHUB);
    const command = `umask 027 && npm run release -- --platform ${platform}`;
    output(spawn("sh", ["-c", command], { cwd: other }));
    const again = released(other);
    const digest = (path: string): string =>
      createHash("sha256").update(readFileSync(path)).digest("hex");
    for (const file of [
      `${stem(platform)}.tar.gz`,
      `${stem(platform)}.cdx.json`,
    ]) {
      expect(digest(join(again.folder, file))).toBe(
        digest(join(made.folder, file)),
      );
    }
    expect(digest(again.npm(platform))).toBe(digest(made.npm(platform)));
  }, 120_000);

  test("are none where a platform is unknown", () => {
    const args = ["tools/release.mjs", "--platform", "plan9-mips"];
    const { stderr, code } = spawn(process.execPath, args, { cwd: checkout });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^there is no release for plan9-mips, only for linux/,
    );
    expect(existsSync(join(made.folder, "npm"))).toBe(true);
  });
});

describe("the bill of materials", () => {
  const billOf = (one: string) => {
    const stem = `flux-platform_${version}_${one.replaceAll("-", "_")}`;
    return readFileSync(join(made.folder, `${stem}.cdx.json`), "utf8");
  };

  test.each(PLATFORMS)(
    "%s: has the form that CycloneDX asks for",
    async (one) => {
      const { JsonStrictValidator } = Validation;
      const validator = new JsonStrictValidator(Spec.Version.v1dot6);
      expect(await validator.validate(billOf(one))).toBeNull();
      const wrong = billOf(one).replace('"type": "application"', '"type": "x"');
      expect(await validator.validate(wrong)).not.toBeNull();
    },
  );

  test("names the executable, the packages inside and the runtime", () => {
    const bill = JSON.parse(billOf(platform));
    const executable = readFileSync(
      join(checkout, "dist/platforms", platform, "flux-platform"),
    );
    const content = createHash("sha256").update(executable).digest("hex");
    expect(bill.metadata.component).toMatchObject({
      version,
      purl: `pkg:npm/${name}-${platform}@${version}`,
      hashes: [{ alg: "SHA-256", content }],
    });
    const lock = JSON.parse(readFileSync(at("package-lock.json"), "utf8"));
    const runtime = pinned(platform);
    const known = [
      ...BUNDLED.map((one) => [one, lock.packages[`node_modules/${one}`]]),
      [runtime.name, runtime],
    ].map(([one, { version, integrity }]) => [
      `pkg:npm/${one.replace("@", "%40")}@${version}`,
      Buffer.from(integrity.slice("sha512-".length), "base64").toString("hex"),
    ]);
    const told = bill.components.map(
      (one: { purl: string; hashes: { content: string }[] }) => [
        one.purl,
        one.hashes[0]?.content,
      ],
    );
    expect(told).toEqual(known);
  });

  test("names what the runtime links to, on that platform", () => {
    const partsOf = (one: string): { name: string; version?: string }[] =>
      JSON.parse(billOf(one)).components.at(-1).components;
    const names = partsOf(platform).map((part) => part.name);
    expect(names).toEqual(
      expect.arrayContaining(["BoringSSL", "ICU", "SQLite", "acorn", "memchr"]),
    );
    expect(names).not.toContain("libuv");
    const windows = partsOf("windows-x64").map((part) => part.name);
    expect(windows.filter((one) => !names.includes(one))).toEqual(["libuv"]);
    const webkit = partsOf(platform).find(({ name }) => /WebKit/.test(name));
    expect(webkit?.version).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe("the licences", () => {
  const text = readFileSync(at("dist/THIRD-PARTY-LICENSES"), "utf8");
  const [, runtime = ""] = text.split("\nThe runtime\n");
  const [notice = "", parts = ""] = runtime.split("\nWhat the runtime holds\n");
  const table: { name: string; license: string }[] = JSON.parse(
    readFileSync(at("tools/runtime/components.json"), "utf8"),
  );

  test("name every part with its licence, and hold its text", () => {
    const lines = parts.split("\n");
    for (const { name: part, license } of table) {
      const its = lines.filter((line) => line.startsWith(part));
      expect(its.some((line) => line.endsWith(`: ${license}`))).toBe(true);
      const ids = license.replace(/ WITH \S+/, "").match(/[\w.+-]+/g) ?? [];
      for (const id of ids.filter((one) => !/^(?:AND|OR)$/.test(one))) {
        const title = `${id}\n${"=".repeat(id.length)}\n`;
        expect(text.split(title)).toHaveLength(2);
      }
    }
  });

  test("say how a library under the LGPL is replaced", () => {
    expect(notice).toMatch(/oven-sh\/WebKit, commit [0-9a-f]{40}/);
    expect(notice).toContain(`bun-v${pinned(platform).version}`);
    expect(notice).toContain("--compile-executable-path=RUNTIME");
    expect(notice).not.toMatch(/unknown|undefined|\{\w+\}/);
  });

  test("are in every package that is bundled, or there is no build", () => {
    for (const one of BUNDLED) {
      const title = `${one}\n${"=".repeat(one.length)}\n`;
      expect(text).toContain(title);
    }
    expect(() => licenses([".bin"])).toThrow(".bin ships no licence");
  });
});

describe("the packages of npm", () => {
  const readManifest = (path: string) =>
    JSON.parse(
      output(spawn("tar", ["-xzOf", path, "package/package.json"])).toString(),
    );

  test("the main one is small and asks for the others by its version", () => {
    expect(statSync(made.npm()).size).toBeLessThan(700_000);
    const own = readManifest(made.npm());
    expect(Object.keys(own).sort()).toEqual([
      "bin",
      "description",
      "engines",
      "exports",
      "files",
      "license",
      "name",
      "optionalDependencies",
      "repository",
      "version",
    ]);
    expect(own.optionalDependencies).toEqual(
      Object.fromEntries(RELEASED.map((one) => [`${name}-${one}`, version])),
    );
    expect(Object.keys(own.bin).sort()).toEqual(
      ["flux-platform", ...FUNCTIONS].sort(),
    );
  });

  test.each(PLATFORMS)(
    "%s: holds the executable and says what it is for",
    (one) => {
      const { os, cpu, libc } = pinned(one);
      expect(readManifest(made.npm(one))).toEqual({
        name: `${name}-${one}`,
        version,
        description: `The executable of ${name} for ${one}`,
        license: "Apache-2.0",
        repository: { url: REPOSITORY },
        ...{ os, cpu, ...(libc && { libc }) },
        files: [
          expect.stringMatching(/^flux-platform/),
          "THIRD-PARTY-LICENSES",
        ],
        preferUnplugged: true,
      });
      const listed = spawn("tar", ["-tvzf", made.npm(one)]).stdout.toString();
      expect(listed).toMatch(
        /^-rwxr-xr-x .* package\/flux-platform(?:\.exe)?$/m,
      );
      expect(listed).toMatch(/package\/THIRD-PARTY-LICENSES$/m);
    },
  );

  test("a checkout asks no registry for one of its own", () => {
    for (const file of ["package.json", "package-lock.json"]) {
      expect(readFileSync(at(file), "utf8")).not.toContain(`${name}-`);
    }
  });

  describe("once published", () => {
    let registry: Registry;
    const npmEnv = (): Record<string, string> => ({
      npm_config_registry: registry.url,
      npm_config_cache: join(folder, "cache"),
      npm_config_userconfig: join(folder, "npmrc"),
    });

    beforeAll(async () => {
      registry = await startRegistry();
      const host = registry.url.replace("http:", "");
      writeFileSync(join(folder, "npmrc"), `${host}:_authToken=nobody\n`);
      await runStep("Publish to npm", checkout, {
        ...GITHUB,
        ...npmEnv(),
        // GitHub alone can vouch for where it was built.
        NPM_CONFIG_PROVENANCE: "false",
      });
    }, 120_000);
    afterAll(() => registry.close());

    test("came in this order", () => {
      const published = registry.published();
      expect(published.at(-1)).toBe(name);
      expect(published.slice(0, -1).sort()).toEqual(
        PLATFORMS.map((one) => `${name}-${one}`).sort(),
      );
    });

    test("npm takes the main one and this machine's", async () => {
      const place = join(folder, "installed");
      mkdirSync(place);
      const flags = ["--prefix", place, "--no-audit", "--no-fund", "--silent"];
      const env = cleanEnv(npmEnv());
      await run("npm", ["install", ...flags, name], { cwd: place, env });
      const installed = readdirSync(join(place, "node_modules")).filter(
        (one) => !one.startsWith("."),
      );
      expect(installed.sort()).toEqual([name, `${name}-${platform}`]);
      const program = join(place, "node_modules/.bin/flux-platform");
      expect(spawn(program, ["--version"]).stdout.toString()).toBe(
        `${version}\n`,
      );
      const refused = spawn(program, ["--version"], {
        env: cleanEnv({ BUN_JSC_useJIT: "0" }),
      });
      expect(refused.stderr).toContain("BUN_JSC_useJIT=0");
    });
  });
});

describe("npm pack", () => {
  const path = join(checkout, "package.json");
  const isSwapped = (): boolean =>
    !readFileSync(path, "utf8").includes('"scripts"');
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, ms));

  test("packs what a release has, and leaves no trace", () => {
    const before = readFileSync(path, "utf8");
    const args = ["pack", "--silent", "--pack-destination", folder];
    const file = output(spawn("npm", args, { cwd: checkout })).toString();
    const packed = readFileSync(join(folder, file.trim()));
    expect(packed.equals(readFileSync(made.npm()))).toBe(true);
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  test("leaves none after some seconds where it is killed", async () => {
    const before = readFileSync(path, "utf8");
    const args = ["pack", "--silent", "--pack-destination", folder];
    const options = { cwd: checkout, detached: true, env: cleanEnv() };
    const npm = start("npm", args, { ...options, stdio: "ignore" });
    while (!isSwapped()) await sleep(2);
    process.kill(-(npm.pid ?? 0), "SIGKILL");
    expect(isSwapped()).toBe(true);
    while (isSwapped()) await sleep(200);
    expect(readFileSync(path, "utf8")).toBe(before);
  }, 60_000);
});
