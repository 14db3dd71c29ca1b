import { isDeepStrictEqual } from "node:util";
import { formatChain, sortGraph } from "../../lib/graph.ts";
import { formatPath, type Path, type Result } from "../../lib/krm/result.ts";
import type { Catalogue, Profile } from "./catalogue.ts";
import { finding } from "./policy.ts";
import type { Fact } from "./resources.ts";
import type { FlowSettings } from "./schema.ts";
import { hint } from "./words.ts";

/** Where a profile says something. */
export interface Origin {
  readonly profile: Profile;
  readonly path: Path;
}

/** A one-of, all profiles of the line taken together. */
export interface Group {
  readonly from?: readonly string[];
  readonly default?: string;
  readonly origin: Origin;
}

/** A profile with everything it inherits. */
export interface Resolved {
  readonly profile: Profile;
  /** From the profile itself up to the one that extends nothing. */
  readonly line: readonly Profile[];
  readonly required: ReadonlyMap<string, Origin>;
  readonly optional: ReadonlyMap<string, Origin>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly facts: ReadonlyMap<string, Fact & { readonly origin: Origin }>;
  readonly defaults: FlowSettings;
}

/** `extends` that leads nowhere or in a circle, over all profiles. */
export function extensionProblems({ profiles }: Catalogue): Result[] {
  const unknown = [...profiles.values()].flatMap(({ item, spec }) => {
    if (spec.extends === undefined || profiles.has(spec.extends)) return [];
    const message = `no ClusterProfile is called ${spec.extends}; ${hint(spec.extends, profiles.keys())}`;
    const field = { path: ["spec", "extends"], current: spec.extends };
    return [finding("PRO-PROFILE-UNKNOWN", { item, message, field })];
  });
  const graph = [...profiles].map(
    ([name, { spec }]) => [name, spec.extends ? [spec.extends] : []] as const,
  );
  const { cycles } = sortGraph(new Map(graph));
  const circles = cycles.map((cycle) => {
    const first = profiles.get(cycle[0] ?? "");
    const message = `profiles extend each other in a circle: ${formatChain(cycle)}; one of them must not extend the next`;
    const field = { path: ["spec", "extends"], current: first?.spec.extends };
    return finding("PRO-PROFILE-CYCLE", { item: first?.item, message, field });
  });
  return [...unknown, ...circles];
}

/**
 * The profile with all it inherits, and every contradiction in its line. No
 * profile overrides another one: equal settings agree, others are an error.
 * Expects a line without problems of extension.
 */
export function resolve(
  profile: Profile,
  { profiles }: Catalogue,
): { resolved: Resolved; results: Result[] } {
  const line: Profile[] = [];
  for (let one: Profile | undefined = profile; one; ) {
    line.push(one);
    one = profiles.get(one.spec.extends ?? "");
  }
  const settings = new Settings();
  for (const one of [...line].reverse()) takeIn(one, settings);
  const resolved: Resolved = {
    profile,
    line,
    required: settings.named("required"),
    optional: settings.named("optional"),
    groups: settings.grouped("oneOf"),
    facts: settings.grouped("facts"),
    defaults: Object.fromEntries(
      settings.below("defaults").map(([[, key], { value }]) => [key, value]),
    ),
  };
  return { resolved, results: settings.results };
}

/** Every single thing that a profile says, as a key and a value. */
function takeIn(profile: Profile, settings: Settings): void {
  const { components = {}, facts = {}, defaults = {} } = profile.spec;
  const { required = [], optional = [], oneOf = {} } = components;
  const say = (key: Key, value: unknown, path: Path) =>
    settings.add(key, value, { profile, path: ["spec", ...path] });
  required.forEach((name, index) => {
    say(["role", name], "required", ["components", "required", index]);
  });
  optional.forEach((name, index) => {
    say(["role", name], "optional", ["components", "optional", index]);
  });
  for (const [group, { from, ...rest }] of Object.entries(oneOf)) {
    const at = ["components", "oneOf", group];
    say(["oneOf", group, ""], true, at);
    for (const [index, name] of (from ?? []).entries()) {
      say(["role", name], "one-of", [...at, "from", index]);
    }
    if (from) say(["oneOf", group, "from"], [...from].sort(), [...at, "from"]);
    for (const [key, value] of Object.entries(rest)) {
      say(["oneOf", group, key], value, [...at, key]);
    }
  }
  for (const [fact, rule] of Object.entries(facts)) {
    say(["facts", fact, ""], true, ["facts", fact]);
    for (const [key, value] of Object.entries(rule)) {
      say(["facts", fact, key], value, ["facts", fact, key]);
    }
  }
  for (const [key, value] of Object.entries(defaults)) {
    say(["defaults", key], value, ["defaults", key]);
  }
}

type Key = readonly string[];
interface Said {
  readonly value: unknown;
  readonly origin: Origin;
}

/** What the profiles of a line say, each thing once. */
class Settings {
  readonly results: Result[] = [];
  readonly #said = new Map<string, readonly [Key, Said]>();

  add(key: Key, value: unknown, origin: Origin): void {
    const id = JSON.stringify(key);
    const before = this.#said.get(id)?.[1];
    if (!before) this.#said.set(id, [key, { value, origin }]);
    else if (!isDeepStrictEqual(before.value, value)) {
      this.results.push(conflict(key, before, { value, origin }));
    }
  }

  below(first: string): (readonly [Key, Said])[] {
    return [...this.#said.values()].filter(([key]) => key[0] === first);
  }

  /** Components with a role, by name. */
  named(role: string): Map<string, Origin> {
    const all = this.below("role").filter(([, { value }]) => value === role);
    return new Map(all.map(([[, name = ""], { origin }]) => [name, origin]));
  }

  /** Mappings whose entries were said one by one. */
  grouped<Fields>(first: string): Map<string, Fields & { origin: Origin }> {
    const groups = new Map<string, Fields & { origin: Origin }>();
    for (const [[, name = "", field], { value, origin }] of this.below(first)) {
      const entry = field === "" ? { origin } : { [field ?? ""]: value };
      const before = groups.get(name) ?? ({} as Fields & { origin: Origin });
      groups.set(name, { ...before, ...entry });
    }
    return groups;
  }
}

function conflict(key: Key, one: Said, other: Said): Result {
  const { profile, path } = other.origin;
  const what = key[0] === "role" ? key[1] : formatPath(path.slice(1));
  const message = `${what} is ${saying(one)} and ${saying(other)}; a profile never overrides the one it extends: say it in one of them, or the same in both`;
  const current = profile.item.get(path);
  const field = { path, current };
  return finding("PRO-PROFILE-CONFLICT", {
    item: profile.item,
    message,
    field,
  });
}

function saying({ value, origin }: Said): string {
  const shown = Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
  return `${shown} in ClusterProfile ${origin.profile.name} (${formatPath(origin.path)})`;
}
