import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A package as npm publishes it. */
interface Published {
  readonly name: string;
  readonly versions: Record<string, { dist: { tarball: string } }>;
  readonly _attachments?: Record<string, { readonly data: string }>;
}

/** A registry that holds nothing but what is published to it. */
export interface Registry {
  readonly url: string;
  /** What it was asked for, such as `GET /name`. */
  readonly requests: string[];
  /** Names of the packages, in the order in which they came. */
  readonly published: () => string[];
  readonly close: () => Promise<void>;
}

/** Starts one on this machine, for nobody else. */
export async function startRegistry(): Promise<Registry> {
  const packages = new Map<string, Published>();
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const [, name = "", , file] = decodeURIComponent(request.url ?? "").split(
      "/",
    );
    requests.push(`${request.method} ${request.url}`);
    if (request.method === "PUT") {
      packages.set(name, JSON.parse((await buffer(request)).toString()));
      response.writeHead(201).end("{}");
      return;
    }
    const held = packages.get(name);
    if (!held) {
      response.writeHead(404).end("{}");
    } else if (file === undefined) {
      response.end(JSON.stringify(documentOf(held, urlOf(server))));
    } else {
      const data = held._attachments?.[file]?.data ?? "";
      response.end(Buffer.from(data, "base64"));
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: urlOf(server),
    requests,
    published: () => [...packages.keys()],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** What npm is told of a package: where its tarballs are, and no tarball. */
function documentOf(held: Published, url: string): object {
  const { _attachments, versions, ...rest } = held;
  const [file = ""] = Object.keys(_attachments ?? {});
  const tarball = `${url}${held.name}/-/${file}`;
  const told = Object.entries(versions).map(([version, manifest]) => [
    version,
    { ...manifest, dist: { ...manifest.dist, tarball } },
  ]);
  return { ...rest, versions: Object.fromEntries(told) };
}
