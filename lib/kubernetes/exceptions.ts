import { type Context, GROUP } from "../krm/define.ts";
import { type About, finding } from "../krm/finding.ts";
import { type Item, text } from "../krm/item.ts";
import type { Path, Result } from "../krm/result.ts";
import { below, type Problem, validate } from "../krm/schema.ts";
import { isGlob } from "../pattern.ts";
import { ExceptionSpec, type SelectEntry } from "./schema.ts";
import { compileEntry, type Matcher, type Scope } from "./select.ts";
import { relatedOf } from "./well-known.ts";

/** Codes of the findings here, for a function's `rules`. */
export const EXCEPTION_RULES = {
  "EXCEPTION-INVALID": "A GuardrailException can't be understood.",
  "EXCEPTION-EXPIRING": "A GuardrailException ends within 14 days.",
  "EXCEPTION-EXPIRED": "A GuardrailException has ended; its rule is in force.",
  "EXCEPTION-UNUSED": "A GuardrailException suspends nothing.",
} as const;

/** The GuardrailExceptions that concern one function. */
export interface Exceptions {
  /** Whether `rule` is suspended for `item`; counts as a use if so. */
  suspends(rule: string, item: Item): boolean;
  /**
   * Findings about the exceptions, to be asked for after the last `suspends`.
   * `idle` are rules that this config doesn't switch on: their exceptions are
   * not called unused.
   */
  findings(idle?: ReadonlySet<string>): Result[];
}

/** What the exceptions of a function depend on. */
export interface ExceptionsInput {
  readonly functionKind: string;
  /** By code, the rules of the function. */
  readonly rules: Readonly<Record<string, { readonly suspendable: boolean }>>;
  readonly items: readonly Item[];
  readonly context: Context;
  readonly scope: Scope;
}

interface Exception {
  readonly item: Item;
  readonly spec: ExceptionSpec;
  readonly matches: Matcher;
  readonly active: boolean;
  /** From `context.related`: read here, judged where it is declared. */
  readonly foreign: boolean;
  used: boolean;
}

/** Days before its end at which an exception warns. */
const NOTICE_DAYS = 14;
const DAY = 24 * 60 * 60 * 1000;

/**
 * The exceptions among the items (and in `context.related`) that name a rule
 * of the function. One whose rule can't be read is reported by every function.
 */
export function exceptionsOf(input: ExceptionsInput): Exceptions {
  const exceptions: Exception[] = [];
  const invalid: Result[] = [];
  const read = (item: Item, foreign: boolean) => {
    if (!isException(item)) return;
    const found = readException(item, foreign, input);
    if (Array.isArray(found)) invalid.push(...(foreign ? [] : found));
    else if (found) exceptions.push(found);
  };
  for (const item of input.items) read(item, false);
  for (const item of relatedOf(input.context, "GuardrailException")) {
    read(item, true);
  }
  let places: ReadonlyMap<string, Exception[]> | undefined;
  return {
    suspends: (rule, item) => {
      places ??= byPlace(exceptions);
      return [`${rule} ${item.name}`, `${rule} `].reduce(
        (suspended, place) => suspends(places?.get(place), item) || suspended,
        false,
      );
    },
    findings: (idle = new Set()) => [
      ...invalid,
      ...exceptions.flatMap((exception) => judge(exception, input, idle)),
    ],
  };
}

/** Whether an item is an exception, of whatever version. */
export function isException(item: Item): boolean {
  return item.kind === "GuardrailException" && item.group === GROUP;
}

/** The exception, its mistakes, or nothing where it concerns others. */
function readException(
  item: Item,
  foreign: boolean,
  input: ExceptionsInput,
): Exception | Result[] | undefined {
  const rule = item.get(["spec", "rule"]);
  if (typeof rule === "string" && !Object.hasOwn(input.rules, rule)) {
    return undefined;
  }
  const outcome = validate(ExceptionSpec, item.get(["spec"]));
  if ("problems" in outcome) {
    return below(["spec"], outcome.problems).map((problem) =>
      invalidity(input, item, problem),
    );
  }
  const spec = outcome.value;
  const mistake = mistakeIn(spec, input);
  if (mistake) return [invalidity(input, item, mistake)];
  const targets = [spec.target].flat();
  const matchers = targets.map((entry) => compileEntry(entry, input.scope));
  return {
    item,
    spec,
    matches: (target) => matchers.some((matches) => matches(target)),
    active: daysUntil(spec.expires, input.context.today) >= 0,
    foreign,
    used: false,
  };
}

function invalidity(input: ExceptionsInput, item: Item, problem: Problem) {
  const { path, message } = problem;
  const about: About = { severity: "error", item, message, field: { path } };
  return finding(input.functionKind, "EXCEPTION-INVALID", about);
}

/** What a schema can't say. */
function mistakeIn(
  spec: ExceptionSpec,
  input: ExceptionsInput,
): Problem | undefined {
  if (!input.rules[spec.rule]?.suspendable) {
    return {
      path: ["spec", "rule"],
      message: `${spec.rule} can't be suspended`,
    };
  }
  const open = [spec.target]
    .flat()
    .some(({ optional: _, ...conditions }) => !Object.keys(conditions).length);
  if (open) {
    const message = "needs a condition, it would match everything";
    return { path: ["spec", "target"], message };
  }
  if (!spec.wide && [spec.target].flat().some(isWide)) {
    const message =
      "matches whatever there is: name what is meant, or set wide: true beside it";
    return { path: ["spec", "target"], message };
  }
  const date = spec.expires.slice(0, 10);
  const time = Date.parse(date);
  const real =
    !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
  if (real) return undefined;
  return { path: EXPIRES, message: `there is no day ${date}` };
}

/** Whether a name is any, or no condition leaves anything out. */
function isWide(entry: SelectEntry): boolean {
  const { kinds, names = [], namespaces, annotations } = entry;
  const narrow = (patterns: readonly string[] | undefined): boolean =>
    patterns !== undefined && !patterns.some(isAny);
  const chosen = [entry.labels, entry.namespaceLabels].some(
    (selector) =>
      Object.keys(selector?.matchLabels ?? {}).length > 0 ||
      selector?.matchExpressions?.some(({ operator }) =>
        ["In", "Exists"].includes(operator),
      ),
  );
  return (
    names.some(isAny) ||
    !(
      kinds ??
      (names.length > 0 ||
        narrow(namespaces) ||
        Object.keys(annotations ?? {}).length > 0 ||
        chosen)
    )
  );
}

/** A glob without a character of its own. */
function isAny(pattern: string): boolean {
  return /^[*?]*\*[*?]*$/.test(pattern);
}

/** Days until a day, `NaN` where that is none. */
export function daysUntil(day: unknown, today: string): number {
  const end = Date.parse(text(day).slice(0, 10));
  return Math.round((end - Date.parse(today)) / DAY);
}

/**
 * The exceptions that are active, by their rule and each name that their targets
 * spell out, else by their rule alone: most objects are named by few.
 */
function byPlace(
  exceptions: readonly Exception[],
): ReadonlyMap<string, Exception[]> {
  const places = new Map<string, Exception[]>();
  for (const exception of exceptions.filter(({ active }) => active)) {
    const { rule, target } = exception.spec;
    const names = [target].flat().flatMap((entry) => entry.names ?? [""]);
    const literal = names.every((name) => name !== "" && !isGlob(name));
    for (const name of new Set(literal ? names : [""])) {
      const place = `${rule} ${name}`;
      const known = places.get(place);
      if (known) known.push(exception);
      else places.set(place, [exception]);
    }
  }
  return places;
}

function suspends(
  exceptions: readonly Exception[] | undefined,
  item: Item,
): boolean {
  let suspended = false;
  for (const exception of exceptions ?? []) {
    if (!exception.matches(item)) continue;
    exception.used = true;
    suspended = true;
  }
  return suspended;
}

const EXPIRES: Path = ["spec", "expires"];

function judge(
  exception: Exception,
  input: ExceptionsInput,
  idle: ReadonlySet<string>,
): Result[] {
  const { item, spec, active, foreign, used } = exception;
  if (foreign) return [];
  const tell = (
    rule: keyof typeof EXCEPTION_RULES,
    message: string,
    severity: "error" | "warning" = "warning",
  ) => {
    const field = { path: EXPIRES, current: spec.expires };
    const about: About = { severity, item, message, field };
    return finding(input.functionKind, rule, about);
  };
  const owner = `${spec.owner} answers for it`;
  if (!active) {
    const message = `this exception ended on ${spec.expires.slice(0, 10)}, ${spec.rule} is in force again: remove it or agree on a new date; ${owner}`;
    return [tell("EXCEPTION-EXPIRED", message, "error")];
  }
  if (!used && !idle.has(spec.rule)) {
    const message = `this exception suspends nothing here: no target breaks ${spec.rule}; remove it`;
    return [tell("EXCEPTION-UNUSED", message)];
  }
  const days = daysUntil(spec.expires, input.context.today);
  if (days > NOTICE_DAYS) return [];
  const left =
    days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`;
  return [
    tell(
      "EXCEPTION-EXPIRING",
      `this exception of ${spec.rule} ends ${left}; ${owner}`,
    ),
  ];
}
