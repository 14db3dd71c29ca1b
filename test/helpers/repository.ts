import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The repository's folder. */
export const root = join(__dirname, "..", "..");

/** A path inside the repository. */
export function at(...parts: readonly string[]): string {
  return join(root, ...parts);
}

/** A folder of its own for the tests of one file; gone when they are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "flux-platform-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
