/** What Kustomize would print can't be told; Kustomize itself has to run. */
export class Unprintable extends Error {
  /** Keys and indexes to the value. */
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[]) {
    super(message);
    this.name = "Unprintable";
    this.path = path;
  }
}
