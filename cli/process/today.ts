import type { Context } from "../../lib/krm/define.ts";
import { InputError } from "../../lib/krm/list.ts";

/**
 * The day by which exceptions expire, `YYYY-MM-DD` in UTC: FLUX_PLATFORM_AS_OF,
 * else SOURCE_DATE_EPOCH (seconds), else the clock. Throws `InputError` for a
 * variable that holds no date.
 */
export function today(environment: NodeJS.ProcessEnv): string {
  return statedDay(environment) ?? clockDay();
}

/** The same for a function: few ask for it, and a first date is slow to make. */
export function contextOf(environment: NodeJS.ProcessEnv): Context {
  let day = statedDay(environment);
  return {
    get today() {
      day ??= clockDay();
      return day;
    },
  };
}

function statedDay(environment: NodeJS.ProcessEnv): string | undefined {
  const { FLUX_PLATFORM_AS_OF: asOf, SOURCE_DATE_EPOCH: epoch } = environment;
  if (asOf) {
    const date = /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? new Date(asOf) : undefined;
    if (dayOf(date) === asOf) return asOf;
    throw new InputError(
      `FLUX_PLATFORM_AS_OF is ${asOf}, expected a date such as 2026-01-31`,
    );
  }
  if (epoch) {
    const day = /^\d+$/.test(epoch)
      ? dayOf(new Date(Number(epoch) * 1000))
      : undefined;
    if (day) return day;
    throw new InputError(
      `SOURCE_DATE_EPOCH is ${epoch}, expected seconds since 1970`,
    );
  }
  return undefined;
}

function clockDay(): string {
  return new Date().toISOString().slice(0, 10);
}

function dayOf(date: Date | undefined): string | undefined {
  if (!date || Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().slice(0, 10);
}
