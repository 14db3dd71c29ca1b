import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { at } from "./repository.ts";

/** Whether what is printed becomes what is expected: `UPDATE=1`. */
export const updating = process.env.UPDATE === "1";

/** Compares with a checked-in file, byte for byte. */
export function expectFile(path: string, bytes: Buffer): void {
  const file = at(path);
  if (updating) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  const expected = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  expect(bytes.toString()).toBe(expected);
}
