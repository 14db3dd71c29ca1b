import { existsSync, readdirSync } from "node:fs";
import { at } from "./repository.ts";

/** The example that is a whole platform repository. */
export const PLATFORM = "examples/platform";

/** Every folder of it that Flux applies, by path inside it. */
export const PATHS: readonly string[] = [
  ...["clusters/sts-devpkg", "clusters/dev-lab"]
    .flatMap(below)
    .map((path) => `${path}/cluster`),
  ...below("platform")
    .flatMap(below)
    .filter((path) => !path.endsWith("/base")),
].filter((path) => existsSync(at(PLATFORM, path, "kustomization.yaml")));

function below(path: string): string[] {
  const entries = readdirSync(at(PLATFORM, path), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${path}/${name}`);
}
