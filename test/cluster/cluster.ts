import { setTimeout as sleep } from "node:timers/promises";
import { aggregateRoles } from "./aggregate.ts";
import { type Answer, type Call, type Identity, send } from "./client.ts";
import { Kinds } from "./kinds.ts";
import { type KubeObject, nameOf } from "./objects.ts";
import { type Server, startServer } from "./server.ts";

export interface Options {
  /** Asks for the whole answer, and changes nothing. */
  readonly dryRun?: boolean;
}

/** Who may do what: a question to the API server. */
export interface Question {
  readonly verb: string;
  /** `deployments.apps`; core resources have no group. */
  readonly resource: string;
  /** Absent for cluster-scoped objects, and for all namespaces. */
  readonly namespace?: string;
  readonly subresource?: string;
  /** One object; absent for every one. */
  readonly name?: string;
}

/**
 * An API server with authorization, admission and validation, and nothing
 * else: no controller, so that nothing is scheduled and a deleted Namespace
 * stays; but aggregated ClusterRoles are filled.
 *
 * Speaks HTTPS by itself rather than by kubectl: one more program that a
 * machine may lack, 0.1 s a question, and a refusal to be read from prose.
 */
export class Cluster {
  readonly #server: Server;
  readonly #kinds: Kinds;

  private constructor(server: Server) {
    this.#server = server;
    this.#kinds = new Kinds(server.access);
  }

  /** Starts one; `stop` must be called. */
  static async start(kubeApiserver: string): Promise<Cluster> {
    const server = await startServer(kubeApiserver);
    try {
      await aggregateRoles(server.access);
      return new Cluster(server);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** Applies objects in their order as the administrator; throws if refused. */
  async apply(objects: readonly KubeObject[]): Promise<void> {
    const refusals = await this.applyAs(undefined, objects);
    if (refusals.length > 0) throw new Error(refusals.join("\n"));
  }

  /**
   * Applies objects on the server's side, in their order, and each whatever
   * became of those before: as Flux does it, conflicts are overruled, and as
   * kubectl does it, unknown fields are refused. Gives a line per refusal.
   */
  async applyAs(
    as: Identity | undefined,
    objects: readonly KubeObject[],
    options: Options = {},
  ): Promise<string[]> {
    const parameters = "?fieldManager=test&force=true&fieldValidation=Strict";
    return this.#each(objects, async (object, path) => {
      const answer = await this.#send({
        as,
        method: "PATCH",
        path: `${path}${parameters}${options.dryRun ? "&dryRun=All" : ""}`,
        body: object,
        contentType: "application/apply-patch+yaml",
      });
      if (isAccepted(answer) && !options.dryRun) await this.#settle(object);
      return answer;
    });
  }

  /** Deletes objects; gives a line per refusal. */
  async deleteAs(
    as: Identity | undefined,
    objects: readonly KubeObject[],
    options: Options = {},
  ): Promise<string[]> {
    const parameters = options.dryRun ? "?dryRun=All" : "";
    return this.#each(objects, async (_, path) => {
      const call = { as, method: "DELETE", path: `${path}${parameters}` };
      return this.#send(call);
    });
  }

  /** An object as the server has it, `undefined` where it has none. */
  async read(object: KubeObject): Promise<KubeObject | undefined> {
    const answer = await this.#send({ path: await this.#kinds.pathOf(object) });
    return answer.status === 200 ? (answer.body as KubeObject) : undefined;
  }

  /**
   * Whether someone may do something. Throws where the server doesn't know the
   * resource, as nobody is allowed anything with a misspelt one.
   */
  async canI(as: Identity | undefined, question: Question): Promise<boolean> {
    const { subresource, resource, ...rest } = question;
    const [plural = "", ...group] = resource.split(".");
    const whole = subresource ? `${plural}/${subresource}` : plural;
    await this.#kinds.mustExist(group.join("."), whole);
    const attributes = { ...rest, group: group.join("."), resource: plural };
    const { status, body } = await this.#send({
      as,
      method: "POST",
      path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      body: {
        spec: {
          resourceAttributes: subresource
            ? { ...attributes, subresource }
            : attributes,
        },
      },
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return (body as { status: { allowed: boolean } }).status.allowed;
  }

  #send(call: Call): Promise<Answer> {
    return send(this.#server.access, call);
  }

  async #each(
    objects: readonly KubeObject[],
    act: (object: KubeObject, path: string) => Promise<Answer>,
  ): Promise<string[]> {
    const refusals: string[] = [];
    for (const object of objects) {
      const refusal = await this.#refusal(object, act);
      if (refusal) refusals.push(`${nameOf(object)}: ${refusal}`);
    }
    return refusals;
  }

  async #refusal(
    object: KubeObject,
    act: (object: KubeObject, path: string) => Promise<Answer>,
  ): Promise<string | undefined> {
    let path: string;
    try {
      path = await this.#kinds.pathOf(object);
    } catch (error) {
      return (error as Error).message;
    }
    const answer = await act(object, path);
    return isAccepted(answer) ? undefined : messageOf(answer);
  }

  /** Does or awaits what follows an object, for the next one to rely on it. */
  async #settle(object: KubeObject): Promise<void> {
    if (object.kind === "ClusterRole") {
      await aggregateRoles(this.#server.access);
    }
    if (object.kind === "CustomResourceDefinition") await this.#served(object);
  }

  async #served(crd: KubeObject): Promise<void> {
    const { group, names, versions } = crd.spec as {
      group: string;
      names: { plural: string };
      versions: readonly { name: string; served: boolean }[];
    };
    const wanted = versions.filter(({ served }) => served);
    for (const { name } of wanted) {
      const apiVersion = `${group}/${name}`;
      for (
        let tries = 0;
        !(await this.#kinds.serves(apiVersion, names.plural));
      ) {
        tries += 1;
        if (tries > 200) throw new Error(`${nameOf(crd)} is not served`);
        await sleep(50);
      }
    }
  }
}

function isAccepted({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** Reason and message of a Status, such as `Forbidden: … is forbidden: …`. */
function messageOf({ status, body }: Answer): string {
  const { reason, message } = Object(body) as Record<string, unknown>;
  return `${reason ?? status}: ${message ?? JSON.stringify(body)}`;
}
