import { properties } from "./all.ts";

/** One turn: a property, its seed and its count. */
interface Turn {
  readonly name: string;
  readonly seed: number;
  readonly count: number;
}

/** Runs the turns that come in as messages, and answers each. */
process.on("message", async ({ name, seed, count }: Turn) => {
  const property = properties.find((one) => one.name === name);
  if (!property) throw new Error(`there is no property ${name}`);
  try {
    const { checked } = await property.run(seed, count);
    process.send?.({ checked });
  } catch (error) {
    process.send?.({ failure: String((error as Error).message) });
  }
});
process.send?.({
  properties: properties.map(({ name, needs, ci }) => ({ name, needs, ci })),
});
