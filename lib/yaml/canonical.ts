import { canonicalOrder } from "./canonical-order.ts";
import { Unprintable } from "./canonical-refusal.ts";
import {
  canonicalKey,
  canonicalString,
  LONGEST_SIMPLE_KEY,
} from "./canonical-scalar.ts";
import { isMap } from "./node.ts";

export { Unprintable } from "./canonical-refusal.ts";

const STEP = 2;

/**
 * The text of an object as Kustomize 5.8.1 prints it, byte for byte: keys in
 * natural order, compact sequences, long lines folded, with a line end at the
 * end. Throws `Unprintable` where Kustomize prints varying texts or damages a
 * value, and where plain data does not say what Kustomize would print.
 */
export function printCanonical(
  object: Readonly<Record<string, unknown>>,
): string {
  const printer = new Printer();
  return `${printer.mapping(object, 0) || "{}"}\n`;
}

class Printer {
  /** Where the value stands that is printed. */
  readonly #path: (string | number)[] = [];

  /** Lines of a mapping, the first without its indentation; "" for none. */
  mapping(value: Readonly<Record<string, unknown>>, indent: number): string {
    const keys = this.#checked(() => canonicalOrder(Object.keys(value)));
    const entries = keys.map((key) =>
      this.#at(key, () => this.#entry(key, value[key], indent)),
    );
    return joined(entries, indent);
  }

  #entry(key: string, value: unknown, indent: number): string {
    const simple = Buffer.byteLength(key) <= LONGEST_SIMPLE_KEY;
    const text = this.#checked(() => canonicalKey(key, indent));
    if (!simple) {
      const margin = " ".repeat(indent);
      return `? ${text}\n${margin}: ${this.#compact(value, indent)}`;
    }
    if (Array.isArray(value) && value.length > 0) {
      return `${text}:\n${" ".repeat(indent)}${this.#sequence(value, indent)}`;
    }
    if (isMap(value) && Object.keys(value).length > 0) {
      const inner = indent + STEP;
      return `${text}:\n${" ".repeat(inner)}${this.mapping(value, inner)}`;
    }
    const column = indent + [...text].length + 2;
    return `${text}: ${this.#leaf(value, column, indent)}`;
  }

  #sequence(value: readonly unknown[], indent: number): string {
    const elements = value.map((inner, index) =>
      this.#at(index, () => `- ${this.#compact(inner, indent)}`),
    );
    return joined(elements, indent);
  }

  /** What follows a dash or the colon of a long key, on the same line. */
  #compact(value: unknown, indent: number): string {
    const inner = indent + STEP;
    if (Array.isArray(value) && value.length > 0) {
      return this.#sequence(value, inner);
    }
    if (isMap(value) && Object.keys(value).length > 0) {
      return this.mapping(value, inner);
    }
    return this.#leaf(value, inner, indent);
  }

  /** A scalar or an empty collection at `column`, in a block at `indent`. */
  #leaf(value: unknown, column: number, indent: number): string {
    if (Array.isArray(value)) return "[]";
    if (isMap(value)) return "{}";
    if (typeof value === "string") {
      return this.#checked(() => canonicalString(value, column, indent + STEP));
    }
    return this.#checked(() => plainValue(value));
  }

  #at<T>(step: string | number, print: () => T): T {
    this.#path.push(step);
    const text = print();
    this.#path.pop();
    return text;
  }

  #checked<T>(print: () => T): T {
    try {
      return print();
    } catch (error) {
      if (error instanceof RangeError) {
        throw new Unprintable(error.message, [...this.#path]);
      }
      throw error;
    }
  }
}

/** Each on lines of its own. */
function joined(parts: readonly string[], indent: number): string {
  return parts.join(`\n${" ".repeat(indent)}`);
}

function plainValue(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberText(value);
  if (typeof value === "bigint") return integerText(value);
  throw new RangeError(`a value of type ${typeof value} is no plain data`);
}

function integerText(value: bigint): string {
  if (value >= -(2n ** 63n) && value < 2n ** 64n) return String(value);
  throw new RangeError("the integer does not fit into 64 bits");
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError("the number is not finite");
  if (Object.is(value, -0)) return "0";
  if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 64) {
    const digits = String(BigInt(value));
    if (digits === String(value)) return digits;
    // A float that large ends in zeros, an integer does not.
    throw new RangeError("the number may be an integer or a float");
  }
  return floatText(value);
}

/** As Go's format 'g': an exponent below -4 and from 6 on, two digits or more. */
function floatText(value: number): string {
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  const sign = power < 0 ? "-" : "+";
  return `${digits}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}
