import type { Claim } from "./claims.ts";
import type { Values } from "./rules.ts";

/** The value a key is to have, or the claims that contradict each other. */
export type Decision =
  | { readonly claim: Claim; readonly value: string }
  | { readonly conflict: string }
  | undefined;

const STRENGTH: Readonly<Record<Claim["mode"], number>> = {
  protect: 2,
  enforce: 2,
  default: 1,
  require: 0,
  forbid: 0,
};

/** What claims on one key make of it; `stands` is whether it has a value. */
export function decide(
  claims: readonly Claim[],
  stands: boolean,
  values: Values,
): Decision {
  const givers = claims.filter(({ mode }) => STRENGTH[mode] > 0);
  const conflict = contradiction(claims, givers);
  if (conflict) return { conflict };
  // A default says nothing where another rule, or the file, gives the value.
  const strong = givers.filter(({ mode }) => STRENGTH[mode] === 2);
  const chosen = strong.length > 0 ? strong : givers;
  if (strong.length === 0 && stands) return undefined;
  const [first, ...others] = chosen.map((claim) => ({
    claim,
    value: values.valueOf(claim),
  }));
  if (!first) return undefined;
  const all = [first, ...others];
  if (all.some(({ value }) => value === undefined)) return undefined;
  const other = others.find(({ value }) => value !== first.value);
  if (other) {
    return {
      conflict: `${first.claim.where} gives it ${first.value}, ${other.claim.where} gives it ${other.value}`,
    };
  }
  const { claim } =
    all.find(({ claim: { mode } }) => mode === "protect") ?? first;
  return { claim, value: first.value ?? "" };
}

/** One rule forbids what another one sets or requires. */
function contradiction(
  claims: readonly Claim[],
  givers: readonly Claim[],
): string | undefined {
  const forbids = claims.find(({ mode }) => mode === "forbid");
  if (!forbids) return undefined;
  const [gives] = givers;
  if (gives) return `${gives.where} sets it, ${forbids.where} forbids it`;
  const requires = claims.find(({ mode }) => mode === "require");
  if (!requires) return undefined;
  return `${requires.where} requires it, ${forbids.where} forbids it`;
}
