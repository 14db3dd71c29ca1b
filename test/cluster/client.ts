import { Agent, request } from "node:https";

/** Where a server is, and as whom to speak to it. */
export interface Access {
  readonly port: number;
  readonly token: string;
  readonly ca: string;
}

/** A user's name, or a user with the groups that the user is in. */
export type Identity =
  | string
  | { readonly user: string; readonly groups: readonly string[] };

export interface Call {
  readonly path: string;
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly contentType?: string;
  /** Whom to act as; absent for the administrator. */
  readonly as?: Identity | undefined;
}

export interface Answer {
  readonly status: number;
  /** The JSON that came back; the text where it is none. */
  readonly body: unknown;
}

/** An idle connection keeps no process alive. */
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** One call to the API; rejects only where there is no answer. */
export function send(access: Access, call: Call): Promise<Answer> {
  const { method = "GET", path, body, as } = call;
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const options = {
    agent,
    host: "127.0.0.1",
    port: access.port,
    ca: access.ca,
    method,
    path,
    headers: {
      authorization: `Bearer ${access.token}`,
      accept: "application/json",
      ...(sent === undefined
        ? {}
        : {
            "content-type": call.contentType ?? "application/json",
            "content-length": Buffer.byteLength(sent),
          }),
      ...impersonation(as),
    },
  };
  return new Promise((resolve, reject) => {
    const call = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, body: parsed(text) });
      });
    });
    call.on("error", reject);
    call.end(sent);
  });
}

function impersonation(
  as: Identity | undefined,
): Record<string, string | string[]> {
  if (as === undefined) return {};
  if (typeof as === "string") return { "Impersonate-User": as };
  return {
    "Impersonate-User": as.user,
    "Impersonate-Group": [...as.groups],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
