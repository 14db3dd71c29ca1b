/** Strings, so that digits inside them are left alone, and numbers. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
/** In front of digits; no text that a test makes holds it. */
const MARK = "\u0001exact integer ";

/**
 * A number that holds these digits, exactly or as the shortest that name it;
 * else the bigint.
 */
function held(integer: bigint): number | bigint {
  const number = Number(integer);
  const holds = BigInt(number) === integer || String(number) === `${integer}`;
  return holds ? number : integer;
}

/** JSON text as a value; integers that a number can't hold are bigints. */
export function parseExact(json: string): unknown {
  const marked = json.replaceAll(TOKEN, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))
      ? JSON.stringify(MARK + token)
      : token,
  );
  return JSON.parse(marked, (_, value) =>
    typeof value === "string" && value.startsWith(MARK)
      ? held(BigInt(value.slice(MARK.length)))
      : value,
  );
}

/** A value as JSON text, bigints with every digit. */
export function printExact(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(printExact).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      ([key, inner]) => `${JSON.stringify(key)}:${printExact(inner)}`,
    );
    return `{${entries.join(",")}}`;
  }
  if (Object.is(value, -0)) return "-0.0";
  return JSON.stringify(value);
}

/**
 * A value as Kustomize holds it behind its trip through JSON, to compare with
 * what `GoYaml` answers.
 */
export function asInJson(value: unknown): unknown {
  if (typeof value === "bigint") return held(value);
  if (Array.isArray(value)) return value.map(asInJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, asInJson(inner)]),
  );
}
