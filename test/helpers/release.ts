import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { output } from "./kustomize.ts";
import { cleanEnv, spawn } from "./program.ts";
import { at, root } from "./repository.ts";

/** What a checkout does not have. */
const NOT_CHECKED_OUT = [".git", ".tools", "coverage", "dist", "node_modules"];
const KEPT_OF_BUILD =
  /^dist(?:$|\/\.stamp$|\/(?:bin|node|schemas|kpt|THIRD)|\/platforms(?:$|\/))/;

/**
 * Another checkout, with the same packages installed, in which `npm pack` may
 * change package.json while other tests read this one's.
 */
export function copyCheckout(
  to: string,
  { built }: { readonly built: boolean },
): string {
  cpSync(root, to, {
    recursive: true,
    filter: (path) => {
      const name = relative(root, path);
      return built && KEPT_OF_BUILD.test(name)
        ? true
        : !NOT_CHECKED_OUT.includes(name) && !name.startsWith("dist/");
    },
  });
  symlinkSync(at("node_modules"), join(to, "node_modules"));
  mkdirSync(join(to, ".tools"));
  symlinkSync(at(".tools/runtime"), join(to, ".tools/runtime"));
  return to;
}

/** What `npm run release` writes in a checkout. */
export interface Release {
  /** Holds tarballs, bills of materials and checksums. */
  readonly folder: string;
  readonly files: readonly string[];
  /** Path of npm's package; without a platform, of the main one. */
  readonly npm: (platform?: string) => string;
}

/** Runs `npm run release` in a checkout. Throws with what it says where it fails. */
export function release(
  checkout: string,
  platforms: readonly string[],
): Release {
  const args = ["run", "--silent", "release", "--", "--platform"];
  const env = cleanEnv();
  output(spawn("npm", [...args, platforms.join()], { cwd: checkout, env }));
  return released(checkout);
}

/** What is in a checkout's dist/release. */
export function released(checkout: string): Release {
  const folder = join(checkout, "dist/release");
  const packages = readdirSync(join(folder, "npm"));
  return {
    folder,
    files: readdirSync(folder).filter((name) => name !== "npm"),
    npm: (platform) => {
      const start = `flux-platform-functions-${platform ? `${platform}-` : ""}`;
      const rest = /^\d[^-]*\.tgz$/;
      const name = packages.find(
        (file) => file.startsWith(start) && rest.test(file.slice(start.length)),
      );
      return join(folder, "npm", name ?? `${start}is-missing`);
    },
  };
}

/** Installs packages into a new folder, without asking a registry. */
export function installOffline(
  folder: string,
  packages: readonly string[],
  flags: readonly string[] = [],
): string {
  mkdirSync(folder, { recursive: true });
  const quiet = ["--offline", "--no-audit", "--no-fund", "--silent"];
  const args = ["install", "--prefix", folder, ...quiet, ...flags];
  output(spawn("npm", [...args, ...packages], { cwd: folder }));
  return folder;
}
