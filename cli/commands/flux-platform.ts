/** Placeholder. */
export function run(program: string, args: readonly string[]): void {
  console.log(program, args);
}
