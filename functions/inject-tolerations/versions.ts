/**
 * Just enough of semantic versions to say whether the chart version that a
 * HelmRelease asks for is one that the table speaks of. The table's ranges are
 * `>=a.b.c <d.e.f`, so a library (some 25 kB of every start) would be waste.
 */
type Version = readonly [number, number, number];

const MANY = Number.POSITIVE_INFINITY;

/**
 * Whether the newest version that `constraint` may lead to lies in `range`;
 * `undefined` where the constraint has no upper end or can't be read.
 */
export function newestIn(
  constraint: string,
  range: string,
): boolean | undefined {
  const version = newest(constraint.trim());
  if (!version || version[0] === MANY) return undefined;
  const comparators = [...range.matchAll(/(>=|<=|>|<|=)\s*([^\s,]+)/g)];
  return comparators.every(([, operator = "", bound = ""]) => {
    const limit = parse(bound);
    return limit === undefined || COMPARE[operator]?.(order(version, limit));
  });
}

const COMPARE: Readonly<Record<string, (sign: number) => boolean>> = {
  ">=": (sign) => sign >= 0,
  "<=": (sign) => sign <= 0,
  ">": (sign) => sign > 0,
  "<": (sign) => sign < 0,
  "=": (sign) => sign === 0,
};

/** The newest version a constraint allows; absent parts count as any. */
function newest(constraint: string): Version | undefined {
  if (constraint.includes("||")) return undefined;
  const upper = /<(=?)\s*([^\s,]+)/.exec(constraint);
  if (upper) return below(upper[2] ?? "", upper[1] === "=");
  const found = /^([~^=]?)\s*(v?[\dxX*][^\s,]*)$/.exec(constraint);
  if (!found) return /^>/.test(constraint) ? [MANY, MANY, MANY] : undefined;
  const version = parse(found[2] ?? "");
  return version && widened(version, found[1] ?? "");
}

function widened(version: Version, operator: string): Version {
  const [major, minor, patch] = version;
  if (operator === "~") return [major, minor, MANY];
  if (operator !== "^") return version;
  if (major > 0) return [major, MANY, MANY];
  return minor > 0 ? [0, minor, MANY] : [0, 0, patch];
}

/** The newest version below a bound; minor versions count as endless. */
function below(bound: string, included: boolean): Version | undefined {
  const version = parse(bound, 0);
  if (!version || included) return version;
  const [major, minor, patch] = version;
  if (patch > 0) return [major, minor, patch - 1];
  return minor > 0 ? [major, minor - 1, MANY] : [major - 1, MANY, MANY];
}

/** `v1.2.x-rc.1+b` as numbers; what is absent or a wildcard becomes `rest`. */
function parse(text: string, rest = MANY): Version | undefined {
  const [core = ""] = text.replace(/^v/, "").split(/[-+]/, 1);
  const parts = core.split(".").map((part) => {
    return /^[xX*]$/.test(part) ? rest : Number(part || "NaN");
  });
  if (parts.length > 3 || parts.some(Number.isNaN)) return undefined;
  const [major = rest, minor = rest, patch = rest] = parts;
  return [major, minor, patch];
}

/** Negative where `a` is older, as sorting has it. */
function order(a: Version, b: Version): number {
  for (const part of [0, 1, 2] as const) {
    if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1;
  }
  return 0;
}
