import { bypassBreaches } from "../checks/bypass.ts";
import { flowBypasses } from "../checks/bypass-flows.ts";
import type { Decision } from "../decision.ts";

/** RENDER-BYPASS */
export const renderBypass = {
  code: "RENDER-BYPASS",
  says: "Everything that a flow applies went through the guardrails.",
  checks: [
    { sees: "fields of flows", run: flowBypasses },
    { sees: "paths, configs, downloads", run: bypassBreaches, files: true },
  ],
} as const satisfies Decision;
