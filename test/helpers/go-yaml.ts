import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { parseExact } from "./exact-json.ts";

/** What one of Go's readers makes of a text. */
export type GoDocuments =
  | { readonly values: readonly unknown[]; readonly error?: undefined }
  | { readonly error: string; readonly values?: undefined };

/**
 * What Go's readers make of one text. Values are after the trip through JSON;
 * integers that a number can't hold are bigints.
 */
export interface GoReading {
  /** What a Kustomize build reads of a file: its documents. */
  readonly kustomize: GoDocuments;
  /** What it holds then: it prints each document and reads it again. */
  readonly reprinted: GoDocuments;
  /** What go-yaml v3 decodes of the first document. */
  readonly decoded: GoDocuments;
  /** What sigs.k8s.io/yaml reads of it, duplicate keys refused. */
  readonly sigs: GoDocuments;
}

/** What kyaml makes of a ResourceList. */
export type GoList =
  | {
      readonly items: readonly unknown[];
      readonly config?: unknown;
      readonly error?: undefined;
    }
  | { readonly error: string; readonly items?: undefined };

/** What Kustomize prints for an object. */
export type GoPrint =
  | { readonly text: string; readonly error?: undefined }
  | { readonly error: string; readonly text?: undefined };

/** What Kustomize holds of a kustomization file. */
export type GoKustomization =
  | { readonly value: object; readonly error?: undefined }
  | { readonly error: string; readonly value?: undefined };

type Take = (line: string) => void;

/**
 * The program of test/go as a process that answers batches: give it many texts
 * at once. `stop` ends it.
 *
 * @example
 * const go = new GoYaml(paths.goYaml);
 * const [reading] = await go.read(["a: 0o17"]);
 * reading?.kustomize.values; // [{ a: 15 }]
 */
export class GoYaml {
  readonly #process: ChildProcess;
  readonly #waiting: Take[] = [];
  #failure: Error | undefined;

  /** Starts `program`, the path that `describeWith("goYaml", …)` gives. */
  constructor(program: string) {
    this.#process = spawn(program, [], { stdio: ["pipe", "pipe", "inherit"] });
    const { stdin, stdout } = this.#process;
    if (!stdin || !stdout) throw new Error("the process has no pipes");
    stdin.on("error", (error) => this.#fail(error));
    this.#process.on("error", (error) => this.#fail(error));
    this.#process.on("close", () => this.#fail(new Error("goyaml has ended")));
    createInterface({ input: stdout }).on("line", (line) =>
      this.#waiting.shift()?.(line),
    );
  }

  /** What every reader makes of each text; a string is sent as UTF-8. */
  read(texts: readonly (string | Uint8Array)[]): Promise<GoReading[]> {
    return this.#ask(texts.map((text) => ofText("read", text)));
  }

  /** The items and the config of each ResourceList. */
  list(texts: readonly (string | Uint8Array)[]): Promise<GoList[]> {
    return this.#ask(texts.map((text) => ofText("list", text)));
  }

  /** What a build holds of each kustomization file. */
  kustomization(texts: readonly string[]): Promise<GoKustomization[]> {
    return this.#ask(texts.map((text) => ofText("kustomization", text)));
  }

  /** Each text after Flux's postBuild with these variables, in base64. */
  substitute(
    texts: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<GoPrint[]> {
    const value = JSON.stringify(variables);
    return this.#ask(
      texts.map((text) => {
        const base64 = Buffer.from(text).toString("base64");
        return `{"op":"substitute","text":"${base64}","value":${value}}`;
      }),
    );
  }

  /** The text that Kustomize prints for each object, given as JSON text. */
  print(objects: readonly string[]): Promise<GoPrint[]> {
    return this.#ask(objects.map((json) => `{"op":"print","value":${json}}`));
  }

  /** Ends the process and waits for its end. */
  async stop(): Promise<void> {
    // It closes once, and may have by itself.
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = new Promise((resolve) =>
      this.#process.once("close", resolve),
    );
    this.#process.stdin?.end();
    await ended;
  }

  #ask<T>(requests: readonly string[]): Promise<T[]> {
    const answers = requests.map(
      () =>
        new Promise<T>((resolve, reject) => {
          if (this.#failure) return reject(this.#failure);
          this.#waiting.push((line) => {
            if (this.#failure) reject(this.#failure);
            else resolve(parseExact(line) as T);
          });
        }),
    );
    this.#process.stdin?.write(requests.map((line) => `${line}\n`).join(""));
    return Promise.all(answers);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const take of this.#waiting.splice(0)) take("");
  }
}

function ofText(op: string, text: string | Uint8Array): string {
  return JSON.stringify({ op, text: Buffer.from(text).toString("base64") });
}
