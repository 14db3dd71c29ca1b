import { type Change, collections, type Step } from "../fuzz/edits/changes.ts";

/**
 * One edit for everything that can be edited at `path` of an object and below:
 * each member set and taken away, a key or an element added to each collection.
 */
export function everyChange(value: unknown, path: readonly Step[]): Change[] {
  const whole = path.length > 0 ? both(path) : [];
  const inner = collections(value, path).flatMap(({ path: at, value: held }) =>
    Array.isArray(held)
      ? [...held.keys(), held.length].flatMap((index) =>
          index < held.length ? both([...at, index]) : added([...at, index]),
        )
      : [
          ...Object.keys(held).flatMap((key) => both([...at, key])),
          ...added([...at, "added"]),
        ],
  );
  return [...whole, ...inner];
}

function both(path: readonly Step[]): Change[] {
  return [{ path, value: "changed" }, { path }];
}

function added(path: readonly Step[]): Change[] {
  return [
    { path, value: "new" },
    { path, value: { of: ["several", "lines"] } },
  ];
}
