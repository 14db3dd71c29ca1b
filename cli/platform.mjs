import { existsSync } from "node:fs";

/** The loader that an executable for glibc names; musl has another. */
const GLIBC = {
  x64: "/lib64/ld-linux-x86-64.so.2",
  arm64: "/lib/ld-linux-aarch64.so.1",
};

/**
 * The platform of this machine, as releases name it: `linux-x64`,
 * `linux-arm64-musl`, `darwin-arm64`, `windows-x64`. There need not be an
 * executable for it.
 */
export function thisPlatform() {
  const { platform, arch } = process;
  if (platform !== "linux") {
    return `${platform === "win32" ? "windows" : platform}-${arch}`;
  }
  const loader = GLIBC[/** @type {keyof typeof GLIBC} */ (arch)];
  const isMusl = loader !== undefined && !existsSync(loader);
  return `linux-${arch}${isMusl ? "-musl" : ""}`;
}
