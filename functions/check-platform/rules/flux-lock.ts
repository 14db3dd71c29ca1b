import { lockBreaches } from "../checks/lock.ts";
import { lockFileBreaches } from "../checks/lock-files.ts";
import { crossNamespaceBreaches } from "../checks/lock-references.ts";
import type { Decision } from "../decision.ts";
import {
  allKustomizations,
  remotesOf,
  withoutPassword,
} from "../repository/remote.ts";
import type { Breach, World } from "../world.ts";

/** FLUX-LOCK */
export const fluxLock = {
  code: "FLUX-LOCK",
  says: "Flux runs under its multi-tenancy lock-down.",
  checks: [
    { sees: "accounts and targets", run: lockBreaches },
    { sees: "references", run: crossNamespaceBreaches },
    { sees: "flags of Flux's controllers", run: lockFileBreaches, files: true },
    { sees: "remote bases", run: remoteBaseBreaches, files: true },
  ],
} as const satisfies Decision;

/** Remote bases, which `--no-remote-bases` forbids. */
function remoteBaseBreaches(world: World): Breach[] {
  return allKustomizations(world).flatMap((one) =>
    remotesOf(one)
      .filter(({ kind }) => kind === "base")
      .map(({ url, path }) => ({
        item: one.item,
        file: one.file,
        message: `${one.file} takes ${withoutPassword(url)} from another repository, which Flux refuses under --no-remote-bases: copy it, or make it a source of its own`,
        field: { path },
      })),
  );
}
