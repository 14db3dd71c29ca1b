import type { Context, Outcome } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import type { Frame } from "../../lib/policy/frame.ts";
import { FUNCTIONS } from "./all-functions.ts";
import type { Check, Decision } from "./decision.ts";
import { policy, severityOf } from "./policy.ts";
import { type Code, DECISIONS } from "./rules/index.ts";
import type { Spec } from "./schema.ts";
import { type World, worldOf } from "./world.ts";

/** Judges the items; they pass through as they are. */
export function check(
  items: readonly Item[],
  spec: Spec,
  context: Context,
): Outcome {
  const frame = policy.frame({ items, spec, context });
  const world = worldOf(items, spec, context, { frame, codes: allCodes });
  const able = DECISIONS.filter((one) => severityOf(one, spec) !== "off");
  const results = [
    ...able.flatMap((one) => judge(one, world, { frame, spec })),
    ...world.standard.flatMap((one) => one.findings()),
    ...skipped(able, world),
    // Exceptions from rules may seem unused where not all of them was judged.
    ...frame.exceptionFindings(
      DECISIONS.filter(({ checks }) =>
        checks.some((one) => isSkipped(one, world)),
      ).map(({ code }) => code),
    ),
  ];
  return { items, results };
}

/** Of all functions: exceptions from them are among the items, too. */
function allCodes(): ReadonlySet<string> {
  const others = Object.values(FUNCTIONS).flatMap(({ codes }) => codes);
  return new Set([...Object.keys(policy.rules), ...others]);
}

function judge(
  decision: Decision & { readonly code: Code },
  world: World,
  run: { readonly frame: Frame<Code>; readonly spec: Spec },
): Result[] {
  const { code, checks } = decision;
  const severity = severityOf(decision, run.spec);
  if (severity === "off") return [];
  return checks
    .filter((one) => !isSkipped(one, world))
    .flatMap((one) => one.run(world))
    .flatMap(({ file, ...about }) =>
      run.frame
        .tell(code, { severity, ...about })
        .map((found) => (file ? { ...found, file: { path: file } } : found)),
    );
}

/** Of what one flow applies the cluster's own run judges the files. */
function isSkipped({ files }: Check, { repository, flow }: World): boolean {
  return files === true && (!repository || flow !== undefined);
}

function skipped(
  able: readonly (Decision & { readonly code: Code })[],
  world: World,
): Result[] {
  if (world.repository || world.flow) return [];
  const codes = able.flatMap(({ code, checks }) =>
    checks.some(({ files }) => files) ? [code] : [],
  );
  if (codes.length === 0) return [];
  const message = `not judged here, in whole or in part: ${codes.join(", ")}; they read the repository's files, which flux-platform check gives`;
  return [policy.finding("CHECK-SKIPPED", { message })];
}
