import { type Access, send } from "./client.ts";
import type { KubeObject } from "./objects.ts";

/** What the API server says of a kind. */
interface Resource {
  /** Plural, or plural and subresource, such as `serviceaccounts/token`. */
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Resources that exist in rules only. */
const VIRTUAL = ["users", "groups", "uids"];

/** Asks an API server which kinds it knows. */
export class Kinds {
  readonly #access: Access;
  readonly #known = new Map<string, readonly Resource[]>();

  constructor(access: Access) {
    this.#access = access;
  }

  /** Path of an object; throws where the server doesn't know its kind. */
  async pathOf(object: KubeObject): Promise<string> {
    const { apiVersion, kind, metadata } = object;
    const found = await this.#find(
      apiVersion,
      (one) => one.kind === kind && !one.name.includes("/"),
    );
    if (!found) {
      throw new Error(`the server knows no kind ${kind} in ${apiVersion}`);
    }
    const { namespace, name } = metadata;
    if (found.namespaced && !namespace) {
      throw new Error(`${kind} ${name} is namespaced and names no namespace`);
    }
    const inside = found.namespaced ? `namespaces/${namespace}/` : "";
    return `${rootOf(apiVersion)}/${inside}${found.name}/${name}`;
  }

  /** Whether the server serves a resource, such as `pods/log`. */
  async serves(apiVersion: string, resource: string): Promise<boolean> {
    return (await this.#find(apiVersion, (r) => r.name === resource)) != null;
  }

  /**
   * Throws where nothing of that name exists, as the question whether someone
   * may do something with it would have an answer that proves nothing.
   */
  async mustExist(group: string, resource: string): Promise<void> {
    if (group === "" && VIRTUAL.includes(resource)) return;
    // A group's kinds need not all be in its preferred version.
    for (const version of await this.#versions(group)) {
      if (await this.serves(version, resource)) return;
    }
    throw new Error(`the server has no ${resource} in group "${group}"`);
  }

  /** `group/version` of all versions of a group; none where it is unknown. */
  async #versions(group: string): Promise<string[]> {
    if (group === "") return ["v1"];
    const path = `/apis/${group}`;
    const { status, body } = await send(this.#access, { path });
    if (status !== 200) return [];
    const { versions } = body as { versions: { groupVersion: string }[] };
    return versions.map(({ groupVersion }) => groupVersion);
  }

  async #find(
    apiVersion: string,
    wanted: (resource: Resource) => boolean,
  ): Promise<Resource | undefined> {
    const found = this.#known.get(apiVersion)?.find(wanted);
    if (found) return found;
    // It may have come since.
    const path = rootOf(apiVersion);
    const { status, body } = await send(this.#access, { path });
    if (status !== 200) return undefined;
    const { resources } = body as { resources: readonly Resource[] };
    this.#known.set(apiVersion, resources);
    return resources.find(wanted);
  }
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes("/")
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
}
