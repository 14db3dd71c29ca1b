import { functions } from "../../functions/index.ts";
import { API_VERSION } from "../../lib/krm/define.ts";
import { text } from "../../lib/krm/item.ts";
import { documentsOf, type FunctionEntry } from "../build/entries.ts";
import { isFile, shown } from "../build/kustomization.ts";
import { CommandError } from "../process/command.ts";

/**
 * Guardrails that no kustomization lists: the configs in files. They run over
 * all that a cluster reaches. Throws `CommandError` for what is no config.
 */
export function attachedIn(files: readonly string[]): FunctionEntry[] {
  return files.flatMap((file) => {
    if (!isFile(file)) throw new CommandError(`there is no file ${file}`);
    const configs = documentsOf(file);
    if (configs.length === 0) throw new CommandError(`${file} holds no config`);
    return configs.map((config) => {
      const { apiVersion, kind } = config;
      const own = functions.filter(({ role }) => role !== "makes");
      if (apiVersion !== API_VERSION || !own.some((one) => one.kind === kind)) {
        const kinds = own.map((one) => one.kind).join(", ");
        throw new CommandError(
          `${file} holds ${text(apiVersion)} ${text(kind)}, expected a guardrail: ${API_VERSION} and one of ${kinds}`,
        );
      }
      return { config, file: shown(file) };
    });
  });
}
