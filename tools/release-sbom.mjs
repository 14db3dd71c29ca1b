import { readFileSync } from "node:fs";
import { pinned } from "./build-runtime.mjs";
import { at, digestOf } from "./common.mjs";
import { runtimeParts } from "./release-licenses.mjs";

/**
 * The bill of materials of an executable, CycloneDX 1.6: the packages inside,
 * and the runtime with what it holds. It has no date and no number, so that the
 * same executable has the same one.
 * @param {string} path of the executable
 * @param {string} platform
 * @param {readonly string[]} packages that went into its script
 */
export function sbom(path, platform, packages) {
  const own = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const lock = JSON.parse(readFileSync(at("package-lock.json"), "utf8"));
  const parts = runtimeParts().filter(
    ({ on }) => !on || platform.startsWith(on),
  );
  const components = [
    ...[...new Set(packages)].sort().map((name) => ({
      ...fromRegistry({ name, ...lock.packages[`node_modules/${name}`] }),
      type: "library",
    })),
    {
      ...fromRegistry(pinned(platform)),
      type: "platform",
      components: parts.map((part) => ({
        ...component(part),
        type: "library",
      })),
    },
  ];
  const purl = `pkg:npm/${own.name}-${platform}@${own.version}`;
  const program = {
    ...component({ ...own, purl, name: "flux-platform" }),
    type: "application",
    hashes: [{ alg: "SHA-256", content: digestOf(path) }],
  };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: program },
    components,
    dependencies: [
      { ref: purl, dependsOn: components.map((one) => one["bom-ref"]) },
    ],
  };
}

/** @param {{ name: string, version: string, license: string, integrity: string }} locked */
function fromRegistry({ name, version, license, integrity }) {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const digest = Buffer.from(integrity.replace("sha512-", ""), "base64");
  return {
    ...component({ name, version, license, purl }),
    hashes: [{ alg: "SHA-512", content: digest.toString("hex") }],
  };
}

/** @param {{ name: string, license: string, purl: string, version?: string, by?: string }} part */
function component({ name, license, purl, version, by }) {
  return {
    "bom-ref": purl,
    name,
    ...(version && { version }),
    ...(by && { copyright: `Copyright (c) ${by}` }),
    licenses: [{ expression: license }],
    purl,
  };
}
