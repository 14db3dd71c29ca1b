/**
 * The executables of all platforms: run where this machine can, with an
 * emulator's help, and looked into where it can't.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { thisPlatform } from "../../cli/platform.mjs";
import { fileOf, pinned, RELEASED } from "../../tools/build-runtime.mjs";
import { ARM64_ROOT } from "../../tools/engines/find.mjs";
import { describeWith } from "../engines.ts";
import { type Header, headerOf, wrongPages } from "../helpers/binaries.ts";
import { item, labelConfig, resourceList } from "../helpers/lists.ts";
import { cleanEnv, spawn } from "../helpers/program.ts";
import { at } from "../helpers/repository.ts";

const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
const MEGABYTE = 2 ** 20;

const HEADERS: Readonly<Record<string, Header>> = {
  "linux-x64": {
    format: "ELF",
    machine: "x64",
    loader: "/lib64/ld-linux-x86-64.so.2",
  },
  "linux-x64-musl": {
    format: "ELF",
    machine: "x64",
    loader: "/lib/ld-musl-x86_64.so.1",
  },
  "linux-arm64": {
    format: "ELF",
    machine: "arm64",
    loader: "/lib/ld-linux-aarch64.so.1",
  },
  "linux-arm64-musl": {
    format: "ELF",
    machine: "arm64",
    loader: "/lib/ld-musl-aarch64.so.1",
  },
  "darwin-x64": { format: "Mach-O", machine: "x64" },
  "darwin-arm64": { format: "Mach-O", machine: "arm64" },
  "windows-x64": { format: "PE", machine: "x64" },
};

/** The script that an executable holds, from its own mark to a zero byte. */
function scriptIn(executable: Buffer): Buffer {
  const start = executable.lastIndexOf("// @bun @bytecode @bun-cjs\n");
  return executable.subarray(start, executable.indexOf(0, start));
}

describeWith("executables", "executables", ({ executables }) => {
  const pathOf = (platform: string): string =>
    join(executables, platform, fileOf(platform));
  const script = scriptIn(readFileSync(at("dist/flux-platform")));

  test("the script is the whole program", () => {
    expect(script.length).toBeGreaterThan(500_000);
    expect(script.toString()).toContain(`"${version}"`);
    expect(script.toString()).toContain("process.exitCode");
  });

  test("there is one of every platform of a release", () => {
    expect(Object.keys(HEADERS).sort()).toEqual([...RELEASED].sort());
  });

  test("two builds have the same bytes", () => {
    const built = readFileSync(pathOf(thisPlatform()));
    expect(built.equals(readFileSync(at("dist/flux-platform")))).toBe(true);
  });

  describe.each(Object.entries(HEADERS))("%s", (platform, header) => {
    const read = (): Buffer => readFileSync(pathOf(platform));

    test("has the platform's format, loader and a usual size", () => {
      const bytes = read();
      expect(headerOf(bytes)).toEqual(header);
      expect(bytes.length).toBeGreaterThan(85 * MEGABYTE);
      expect(bytes.length).toBeLessThan(120 * MEGABYTE);
    });

    test("holds the runtime and the script, the same on all", () => {
      const bytes = read();
      expect(bytes.includes(pinned(platform).version)).toBe(true);
      expect(scriptIn(bytes).equals(script)).toBe(true);
    });

    test("is deaf to the runtime's own variables", () => {
      const bytes = read();
      for (const name of ["BE_BUN", "OPTIONS", "INSPECT_PRELOAD"]) {
        expect(bytes.includes(`BUN_${name}\0`)).toBe(false);
        expect(bytes.includes(`\0UN_${name}\0`)).toBe(true);
      }
    });
  });

  test("macOS finds every page as it was signed, or no signature", () => {
    const [arm64, x64] = ["darwin-arm64", "darwin-x64"].map((platform) =>
      readFileSync(pathOf(platform)),
    ) as [Buffer, Buffer];
    expect(wrongPages(arm64)).toBe(0);
    expect(wrongPages(x64)).toBeUndefined();
    arm64[5_000_000] = (arm64[5_000_000] ?? 0) ^ 1;
    expect(wrongPages(arm64)).toBe(1);
  });

  const items = item("Namespace", "edited");
  const config = labelConfig("edited");
  const label = "    labels:\n      environment: production\n";

  /** What a program does, by another one that runs it. */
  function check(runner: string, args: readonly string[]): void {
    const options = {
      input: Buffer.from(resourceList(items, config)),
      env: cleanEnv(),
    };
    const own = ["run", "label-namespaces"];
    const printed = spawn(runner, [...args, ...own], options);
    expect([printed.stderr, printed.code]).toEqual(["", 0]);
    expect(printed.stdout.toString()).toBe(resourceList(items + label, config));
    const asked = spawn(runner, [...args, "--version"]);
    expect(asked.stdout.toString()).toBe(`${version}\n`);
  }

  describeWith("qemuArm64", "under an emulator", ({ qemuArm64 }) => {
    test("linux-arm64 runs", () => {
      check(qemuArm64, ["-L", ARM64_ROOT, pathOf("linux-arm64")]);
    });
  });

  describeWith("qemuX64", "on a processor of 2008", ({ qemuX64 }) => {
    test("linux-x64 runs", () => {
      check(qemuX64, ["-cpu", "Nehalem", pathOf("linux-x64")]);
    });
  });
});
