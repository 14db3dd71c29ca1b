/**
 * Writes dist/release: a tarball and a bill of materials per platform, their
 * checksums, and in npm/ the packages of npm. `--platform NAME,NAME` does some
 * of the platforms only. The same sources give the same bytes.
 */
import {
  chmodSync,
  constants,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { create } from "tar";
import { provideExecutable, publish, script } from "./build-executable.mjs";
import { pinned, RELEASED } from "./build-runtime.mjs";
import { at, digestOf, Failure, installed, run, start } from "./common.mjs";
import { sbom } from "./release-sbom.mjs";

const own = JSON.parse(readFileSync(at("package.json"), "utf8"));
const folder = installed(`release-${process.pid}`);
const stage = `${folder}/stage`;
const packages = `${folder}/npm`;

const DOCUMENTS = ["README.md", "CHANGELOG.md", "LICENSE"];
const LICENSES = "THIRD-PARTY-LICENSES";
/** In npm's packages only. */
const MANIFEST = "package.json";
/** Of every file in a tarball, as npm has it in packages. */
const DATE = new Date("1985-10-26T08:15:00Z");

await start(async () => {
  const { values } = parseArgs({ options: { platform: { type: "string" } } });
  const platforms = values.platform?.split(",") ?? RELEASED;
  const unknown = platforms.find((name) => !RELEASED.includes(name));
  if (unknown !== undefined) {
    throw new Failure(
      `there is no release for ${unknown}, only for ${RELEASED.join(", ")}`,
    );
  }
  try {
    mkdirSync(packages, { recursive: true });
    run("npm", ["pack", "--pack-destination", packages]);
    const bundled = await script(`${stage}/script.js`);
    for (const platform of platforms) await release(platform, bundled);
    rmSync(stage, { recursive: true });
    writeChecksums();
    publish(folder, at("dist/release"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/**
 * @param {string} platform
 * @param {readonly string[]} bundled packages that are in the script
 */
async function release(platform, bundled) {
  const path = await provideExecutable(platform);
  const name = `flux-platform_${own.version}_${platform.replaceAll("-", "_")}`;
  writeJson(`${folder}/${name}.cdx.json`, sbom(path, platform, bundled));
  const tree = `${stage}/${name}`;
  fill(tree, path);
  const { version, license, repository } = own;
  const { os, cpu, libc } = pinned(platform);
  writeJson(`${tree}/${MANIFEST}`, {
    name: `${own.name}-${platform}`,
    version,
    description: `The executable of ${own.name} for ${platform}`,
    ...{ license, repository, os, cpu, libc },
    files: [basename(path), LICENSES],
    preferUnplugged: true,
  });
  const files = settled(tree).filter((file) => file !== MANIFEST);
  await create(
    {
      file: `${folder}/${name}.tar.gz`,
      cwd: stage,
      gzip: true,
      portable: true,
      mtime: DATE,
    },
    files.map((file) => `${name}/${file}`),
  );
  run("npm", ["pack", "--pack-destination", packages], { cwd: tree });
}

/**
 * What a tarball holds: the executable, the functions' names as links, on
 * Windows as tiny scripts, and documents.
 * @param {string} tree
 * @param {string} path of the executable
 */
function fill(tree, path) {
  const file = basename(path);
  mkdirSync(tree);
  copyFileSync(path, `${tree}/${file}`);
  for (const launcher of readdirSync(at("dist/bin"))) {
    const name = basename(launcher, ".js");
    if (name === "flux-platform") continue;
    if (file.endsWith(".exe")) {
      const line = `@"%~dp0${file}" run ${name} %*\r\n`;
      writeFileSync(`${tree}/${name}.cmd`, line);
    } else {
      symlinkSync(file, `${tree}/${name}`);
    }
  }
  for (const one of DOCUMENTS) copyFileSync(at(one), `${tree}/${one}`);
  copyFileSync(at("dist", LICENSES), `${tree}/${LICENSES}`);
  cpSync(at("dist/schemas"), `${tree}/schemas`, { recursive: true });
}

/**
 * All files of a folder in order, with modes that no umask had a part in.
 * @param {string} tree
 */
function settled(tree) {
  const names = readdirSync(tree, { recursive: true, encoding: "utf8" }).sort();
  return names.filter((name) => {
    const { mode } = lstatSync(`${tree}/${name}`);
    chmodSync(`${tree}/${name}`, mode & 0o100 ? 0o755 : 0o644);
    return (mode & constants.S_IFMT) !== constants.S_IFDIR;
  });
}

/**
 * @param {string} path
 * @param {unknown} value
 */
function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

function writeChecksums() {
  const files = readdirSync(folder).filter((file) => file !== "npm");
  const lines = files
    .sort()
    .map((file) => `${digestOf(`${folder}/${file}`)}  ${file}\n`);
  const name = `flux-platform_${own.version}_checksums.txt`;
  writeFileSync(`${folder}/${name}`, lines.join(""));
}
