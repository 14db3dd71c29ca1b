import { spawn } from "node:child_process";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { at } from "../helpers/repository.ts";
import { type Access, send } from "./client.ts";
import { commandsOf } from "./flags.ts";

/** Milliseconds until a server that isn't ready won't be. */
const PATIENCE = 120_000;

/** An API server that runs. */
export interface Server {
  readonly access: Access;
  /** Ends it and leaves nothing behind; may be called again. */
  stop(): Promise<void>;
}

/**
 * Starts kube-apiserver and etcd on free ports of the loopback interface. They
 * end with this process, even where it is killed.
 */
export async function startServer(kubeApiserver: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "flux-platform-cluster-"));
  try {
    const token = writeSecrets(folder);
    const [etcdPort = 0, port = 0] = await freePorts(2);
    const settings = { folder, kubeApiserver, etcdPort, port };
    const commands = JSON.stringify(commandsOf(settings));
    writeFileSync(`${folder}/commands.json`, commands);
    const guard = startGuard(folder);
    try {
      const access = await ready(guard, { folder, port, token });
      return { access, stop: guard.stop };
    } catch (error) {
      await guard.stop();
      throw error;
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Writes a user who may do everything, and the key that signs tokens of
 * accounts.
 * @returns the user's token
 */
function writeSecrets(folder: string): string {
  const token = randomUUID();
  const user = `${token},admin,admin,system:masters\n`;
  writeFileSync(`${folder}/tokens.csv`, user, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = privateKey.export({ type: "sec1", format: "pem" });
  writeFileSync(`${folder}/accounts.pem`, key, { mode: 0o600 });
  return token;
}

/** Ports that nobody listens on; all are held until the last is found. */
async function freePorts(count: number): Promise<number[]> {
  const holders = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    holders.map(
      (holder) =>
        new Promise<number>((resolve, reject) => {
          holder.on("error", reject).listen(0, "127.0.0.1", () => {
            const address = holder.address();
            resolve(typeof address === "object" ? (address?.port ?? 0) : 0);
          });
        }),
    ),
  );
  await Promise.all(
    holders.map((holder) => new Promise((done) => holder.close(done))),
  );
  return ports;
}

interface Guard {
  /** What it said, once it has ended. */
  readonly ended: () => string | undefined;
  readonly stop: () => Promise<void>;
}

/** Starts the process that holds the programs, away from Ctrl-C. */
function startGuard(folder: string): Guard {
  const script = at("test", "cluster", "guard.mjs");
  const child = spawn(process.execPath, [script, folder], {
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
  let said = "";
  let ended = false;
  // It may have ended before it is asked to.
  child.stdin.on("error", () => {});
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const closed = new Promise<void>((resolve) => {
    child.on("error", (error) => {
      said += error.message;
      ended = true;
      resolve();
    });
    child.on("close", () => {
      ended = true;
      resolve();
    });
  });
  return {
    ended: () => (ended ? said : undefined),
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}

/** Waits until the server is ready and its certificate is there to trust. */
async function ready(
  guard: Guard,
  { folder, port, token }: { folder: string; port: number; token: string },
): Promise<Access> {
  const certificate = `${folder}/certificates/apiserver.crt`;
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    const trouble = guard.ended();
    if (trouble !== undefined) throw new Error(`no API server: ${trouble}`);
    if (existsSync(certificate)) {
      const access = { port, token, ca: readFileSync(certificate, "utf8") };
      if (await isReady(access)) return access;
    }
    await sleep(50);
  }
  throw new Error(`the API server was not ready after ${PATIENCE / 1000} s`);
}

async function isReady(access: Access): Promise<boolean> {
  try {
    return (await send(access, { path: "/readyz" })).status === 200;
  } catch {
    return false;
  }
}
