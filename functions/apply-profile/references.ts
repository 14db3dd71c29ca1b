import type { Path, Result } from "../../lib/krm/result.ts";
import {
  type Catalogue,
  knownNames,
  type Profile,
  providersOf,
} from "./catalogue.ts";
import { finding } from "./policy.ts";
import { hint, list } from "./words.ts";

/** Names in profiles and components that are no component or capability. */
export function referenceProblems(catalogue: Catalogue): Result[] {
  const { profiles, components } = catalogue;
  const known = knownNames(components);
  const inProfiles = [...profiles.values()].flatMap((profile) =>
    namesIn(profile).flatMap(({ name, path, only }) => {
      if (only ? components.has(name) : known.has(name)) return [];
      const { item } = profile;
      const message = known.has(name)
        ? `${name} is a capability, and a component must be named here: ${list(providersOf(name, components))}`
        : `no component${only ? "" : " or capability"} is called ${name}; ${hint(name, only ? components.keys() : known)}`;
      const field = { path, current: name };
      return [finding("PRO-COMPONENT-UNKNOWN", { item, message, field })];
    }),
  );
  const inComponents = [...components.values()].flatMap(({ item, spec }) =>
    (["requires", "excludes"] as const).flatMap((key) =>
      (spec[key] ?? []).flatMap((name, index) => {
        if (known.has(name)) return [];
        const message = `no component or capability is called ${name}; ${hint(name, known)}`;
        const field = { path: ["spec", key, index], current: name };
        return [finding("PRO-COMPONENT-UNKNOWN", { item, message, field })];
      }),
    ),
  );
  return [...inProfiles, ...inComponents];
}

interface Named {
  readonly name: string;
  readonly path: Path;
  /** Whether a capability won't do. */
  readonly only: boolean;
}

function namesIn({ spec }: Profile): Named[] {
  const { required = [], optional = [], oneOf = {} } = spec.components ?? {};
  const at = ["spec", "components"];
  const each = (names: readonly string[], path: Path, only: boolean): Named[] =>
    names.map((name, index) => ({ name, path: [...path, index], only }));
  return [
    ...each(required, [...at, "required"], false),
    ...each(optional, [...at, "optional"], true),
    ...Object.entries(oneOf).flatMap(([group, { from, default: standard }]) => {
      const here = [...at, "oneOf", group];
      const own = {
        name: standard ?? "",
        path: [...here, "default"],
        only: true,
      };
      return [
        ...each(from ?? [], [...here, "from"], true),
        ...(standard === undefined ? [] : [own]),
      ];
    }),
  ];
}
