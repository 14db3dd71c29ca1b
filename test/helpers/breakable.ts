import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { readFiles } from "../../cli/build/files.ts";
import { type Mirror, withMirror } from "../../cli/build/mirror.ts";
import { type Built, buildOf, builtOf } from "../../cli/build/objects.ts";
import { type Checked, check } from "../../cli/check/check.ts";
import type { Builder } from "../../cli/check/closure.ts";
import { ownEntries, rerun } from "../../cli/check/proof.ts";
import {
  type CheckedRepository,
  checkRepository,
} from "../../cli/check/repository.ts";
import type { Context } from "../../lib/krm/define.ts";
import { TODAY } from "./in-process.ts";
import { at, temporaryFolder } from "./repository.ts";

/** A copy of examples/platform that tests may break, one file at a time. */
export class Platform {
  readonly root: string;
  /** What a file was before a test changed it; undefined: it was not there. */
  readonly #before = new Map<string, string | undefined>();
  readonly #builds = new Map<string, Built>();

  constructor(folder: string) {
    this.root = join(folder, "platform");
    cpSync(at("examples", "platform"), this.root, {
      recursive: true,
      filter: (path) => !path.includes("rendered"),
    });
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** Writes a file; `undefined` removes it. */
  write(path: string, text: string | undefined): void {
    const file = join(this.root, path);
    if (!this.#before.has(path)) {
      this.#before.set(path, existsSync(file) ? this.read(path) : undefined);
    }
    if (text === undefined) {
      rmSync(file, { force: true });
      return;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Replaces the first `from`, which must be there. */
  edit(
    path: string,
    from: string | RegExp,
    to: string | ((...groups: string[]) => string),
  ): void {
    const before = this.read(path);
    const after =
      typeof to === "string"
        ? before.replace(from, to)
        : before.replace(from, to);
    if (after === before) throw new Error(`${path} holds no ${from}`);
    this.write(path, after);
  }

  /** Adds a file to the resources of a folder's kustomization. */
  add(folder: string, name: string, object: unknown): void {
    const text = typeof object === "string" ? object : JSON.stringify(object);
    this.write(`${folder}/${name}`, `${text}\n`);
    this.edit(
      `${folder}/kustomization.yaml`,
      "resources:\n",
      `resources:\n- ${name}\n`,
    );
  }

  /** Everything as it was. */
  restore(): void {
    const changed = [...this.#before];
    this.#before.clear();
    for (const [path, text] of changed) {
      const file = join(this.root, path);
      if (text === undefined) rmSync(file, { force: true });
      else writeFileSync(file, text);
    }
  }

  /** What `flux-platform check` says of a cluster, functions run in here. */
  check(cluster: string): Checked {
    const directory = join(this.root, cluster);
    return withMirror(directory, (mirror) =>
      check(directory, {
        today: TODAY,
        builder: this.#builder(mirror),
        mirror,
      }),
    );
  }

  /** What it says of all clusters and the catalogue. */
  checkAll(): CheckedRepository {
    return withMirror(this.root, (mirror) =>
      checkRepository(this.root, {
        today: TODAY,
        builder: this.#builder(mirror),
        mirror,
      }),
    );
  }

  /** A folder is built again only where a file of it changed. */
  #builder(mirror: Mirror): Builder {
    return (folder) => {
      const files = readFiles(this.root, [folder]);
      const key = JSON.stringify([folder, ...files]);
      const built =
        this.#builds.get(key) ??
        buildInProcess(mirror, folder, { today: TODAY });
      this.#builds.set(key, built);
      return built;
    };
  }
}

/** A platform for the tests of a `describe`, mended after each of them. */
export function breakablePlatform(kustomize: string): { current: Platform } {
  const folder = temporaryFolder();
  const held = {} as { current: Platform };
  beforeAll(() => {
    const PATH = [dirname(kustomize), process.env.PATH];
    process.env.PATH = PATH.join(delimiter);
    symlinkSync(at("dist"), join(folder, "dist"));
    held.current = new Platform(join(folder, "examples"));
  });
  afterEach(() => held.current.restore());
  return held;
}

/** What a build prints, with its functions run here instead of in Kustomize. */
function buildInProcess(
  mirror: Mirror,
  directory: string,
  context: Context,
): Built {
  const { entries } = ownEntries(mirror, directory);
  return builtOf(rerun(entries, buildOf(mirror, directory, []), context).items);
}
