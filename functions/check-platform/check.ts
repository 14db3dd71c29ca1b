import type { Context, Outcome } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import {
  type Exceptions,
  exceptionsOf,
} from "../../lib/kubernetes/exceptions.ts";
import { finding } from "../../lib/kubernetes/finding.ts";
import { scopeOf } from "../../lib/kubernetes/select.ts";
import { type Code, FIXED, KIND, SUSPENDABLE } from "./codes.ts";
import { CHECKS, type Check } from "./rules.ts";
import type { Spec } from "./schema.ts";
import { type Breach, type World, worldOf } from "./world.ts";

/** Judges the items; they pass through as they are. */
export function check(
  items: readonly Item[],
  spec: Spec,
  context: Context,
): Outcome {
  const scope = scopeOf(items, context);
  const world = worldOf(items, spec, context, scope);
  const exceptions = exceptionsOf({
    functionKind: KIND,
    suspendable: SUSPENDABLE,
    fixed: FIXED,
    items,
    context,
    scope,
  });
  const able = CHECKS.filter(({ code }) => spec.rules[code] !== "off");
  const checks = able.filter((one) => !isSkipped(one, world));
  const results = [
    ...checks.flatMap((one) => judge(one, world, exceptions)),
    ...world.standard.flatMap((one) => one.findings()),
    ...skipped(able, world),
    ...exceptions.findings(idle(spec, world)),
  ];
  return { items, results };
}

function judge(
  { code, run }: Check,
  world: World,
  exceptions: Exceptions,
): Result[] {
  const severity = world.spec.rules[code] === "warning" ? "warning" : "error";
  return run(world)
    .filter(({ item }) => !exceptions.suspends(code, item))
    .map((breach) => result(code, severity, breach));
}

function result(
  code: Code,
  severity: "error" | "warning",
  { item, message, field, file }: Breach,
): Result {
  const found = finding(KIND, code, { severity, message, item, field });
  return file === undefined ? found : { ...found, file: { path: file } };
}

/** Of what one flow applies the cluster's own run judges the files. */
function isSkipped({ files }: Check, { repository, flow }: World): boolean {
  return files === true && (!repository || flow !== undefined);
}

function skipped(able: readonly Check[], world: World): Result[] {
  if (world.repository || world.flow) return [];
  const codes = new Set(
    able.flatMap(({ code, files }) => (files ? [code] : [])),
  );
  if (codes.size === 0) return [];
  const message = `not judged here, in whole or in part: ${[...codes].join(", ")}; they read the repository's files, which flux-platform check gives`;
  return [finding(KIND, "CHECK-SKIPPED", { severity: "info", message })];
}

/** Rules whose exceptions may seem unused, since not all of them was judged. */
function idle(spec: Spec, world: World): ReadonlySet<string> {
  return new Set(
    CHECKS.filter(
      (one) => spec.rules[one.code] === "off" || isSkipped(one, world),
    ).map(({ code }) => code),
  );
}
