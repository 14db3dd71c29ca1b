import type { Draws } from "./draw.ts";
import { AWKWARD, FILES, KEYS, ODD_FORMS } from "./words.ts";

/** A mapping as plain data. */
export type Mapping = Record<string, unknown>;

const ODD_VALUES = [...ODD_FORMS.keys()];

/** Kubernetes-shaped objects; some parts are the same object twice. */
export class Values {
  readonly #draws: Draws;
  /** What was drawn before, for anchors and merge keys. */
  readonly #drawn: object[] = [];

  readonly #odd: boolean;

  /** Without `odd` values whose plain form readers part on. */
  constructor(draws: Draws, odd = true) {
    this.#draws = draws;
    this.#odd = odd;
  }

  /** An object with kind, name and whatever else. */
  object(name: string): Mapping {
    const g = this.#draws;
    const metadata: Mapping = { name };
    if (g.chance(0.4)) metadata.namespace = "team";
    if (g.chance(0.6)) metadata.labels = this.#strings();
    if (g.chance(0.4)) metadata.annotations = this.#strings();
    const { kind, apiVersion, rest } = this.#body();
    const entries = Object.entries({ apiVersion, kind, metadata, ...rest });
    if (g.chance(0.1)) entries.reverse();
    return Object.fromEntries(entries);
  }

  #body(): { apiVersion: string; kind: string; rest: Mapping } {
    const g = this.#draws;
    switch (g.below(6)) {
      case 0:
        return { apiVersion: "v1", kind: "Namespace", rest: {} };
      case 1:
        return { apiVersion: "v1", kind: "ConfigMap", rest: this.#data() };
      case 2:
        return {
          apiVersion: "apps/v1",
          kind: "Deployment",
          rest: this.#pods(),
        };
      case 3:
        return { ...release, rest: { spec: { values: this.tree(4) } } };
      case 4:
        return { ...custom, rest: { spec: this.#nested() } };
      default:
        return {
          ...custom,
          rest: { spec: this.tree(4), status: this.tree(2) },
        };
    }
  }

  #data(): Mapping {
    const g = this.#draws;
    const text = () => [this.key(), g.pick(g.chance(0.6) ? FILES : AWKWARD)];
    return { data: fromEntries(g.many(0, 4, text)) };
  }

  #pods(): Mapping {
    const g = this.#draws;
    const labels = this.#strings();
    const spec = {
      containers: g.many(1, 3, () => this.#container()),
      ...(g.chance(0.3)
        ? { tolerations: g.many(0, 2, () => this.tree(1)) }
        : {}),
      ...(g.chance(0.3) ? { nodeSelector: labels } : {}),
      ...(g.chance(0.2) ? { volumes: null } : {}),
    };
    return {
      spec: {
        replicas: g.below(4),
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec },
      },
    };
  }

  #container(): Mapping {
    const g = this.#draws;
    return {
      name: g.pick(["app", "proxy", "init"]),
      image: "registry.example.com/app:1.25.0",
      ...(g.chance(0.5) ? { args: g.many(0, 3, () => this.string()) } : {}),
      ...(g.chance(0.5) ? { env: g.many(1, 3, () => this.#variable()) } : {}),
      ...(g.chance(0.4) ? { resources: this.#resources() } : {}),
      ...(g.chance(0.2) ? { securityContext: {} } : {}),
    };
  }

  #variable(): Mapping {
    return { name: this.key(), value: this.string() };
  }

  #resources(): Mapping {
    return this.#shared(() => ({
      requests: { cpu: "100m", memory: "64Mi" },
      limits: { memory: "64Mi" },
    }));
  }

  /** A mapping a hundred levels deep. */
  #nested(): unknown {
    const g = this.#draws;
    let value: unknown = this.scalar();
    const depth = g.chance(0.1) ? 100 : g.below(12);
    for (let level = 0; level < depth; level++) {
      value = g.chance(0.2) ? [value] : { [g.pick(["a", "b", "to"])]: value };
      if (g.chance(0.1) && isMapping(value)) {
        const more = [this.key(), this.scalar()];
        value = fromEntries([...Object.entries(value), more]);
      }
    }
    return value;
  }

  #strings(): Mapping {
    return this.#shared(() =>
      fromEntries(this.#draws.many(0, 4, () => [this.key(), this.string()])),
    );
  }

  /** Mappings, lists and scalars, at most `depth` deep. */
  tree(depth: number): unknown {
    const g = this.#draws;
    if (depth === 0 || g.chance(0.3)) return this.scalar();
    if (g.chance(0.4)) {
      return this.#shared(() => g.many(0, 4, () => this.tree(depth - 1)));
    }
    return this.#shared(() => {
      const entry = () => [this.key(), this.tree(depth - 1)];
      return fromEntries(g.many(0, 4, entry));
    });
  }

  /** Something new, what was drawn before, or a mapping that extends it. */
  #shared<T extends object>(draw: () => T): T {
    const g = this.#draws;
    const like = this.#drawn.length > 0 && g.chance(0.15);
    const fresh = draw();
    const old = like ? g.pick(this.#drawn) : undefined;
    const sameType = old && Array.isArray(old) === Array.isArray(fresh);
    if (sameType && g.chance(0.6)) return old as T;
    const merged = sameType && isMapping(old) ? { ...old, ...fresh } : fresh;
    this.#drawn.push(merged);
    return merged as T;
  }

  key(): string {
    const g = this.#draws;
    return g.chance(0.5) ? (KEYS[g.below(18)] ?? "a") : g.pick(KEYS);
  }

  string(): string {
    const g = this.#draws;
    if (g.chance(0.4))
      return g.pick(["a", "app", "web-1", "v1.2", "two words"]);
    if (g.chance(0.2)) return this.#characters();
    return g.pick(AWKWARD);
  }

  /** Up to twelve characters of all planes. */
  #characters(): string {
    const g = this.#draws;
    return g.many(0, 12, () => g.pick(ALPHABET)).join("");
  }

  scalar(): unknown {
    const g = this.#draws;
    switch (g.below(8)) {
      case 0:
        return g.below(100_000) - 5000;
      case 1:
        return g.chance(0.5);
      case 2:
        return null;
      case 3:
        return g.pick(this.#odd ? ODD_VALUES : NUMBERS);
      case 4:
        return g.pick(NUMBERS);
      default:
        return this.string();
    }
  }
}

const release = {
  apiVersion: "helm.toolkit.fluxcd.io/v2",
  kind: "HelmRelease",
} as const;
const custom = { apiVersion: "example.com/v1", kind: "Custom" } as const;
const NUMBERS = [0, -1, 0.1, -2.75, 1e21, 1.5e-7, 9007199254740991];
const ALPHABET = [..."abAB01 :#-'\"\\[]{},&*!|>%@`?=~_/.\n\té日😀𝒳\u00a0"];

/** An object of entries whose keys are its own, whatever their names. */
export function fromEntries(entries: readonly unknown[][]): Mapping {
  return Object.fromEntries(entries as [string, unknown][]);
}

/** Whether a value is a mapping; YAML 1.1 has dates too. */
export function isMapping(value: unknown): value is Mapping {
  const object = typeof value === "object" && value !== null;
  return object && !Array.isArray(value) && !(value instanceof Date);
}
