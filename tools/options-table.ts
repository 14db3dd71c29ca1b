import type { JsonSchema } from "@valibot/to-json-schema";

interface Row {
  readonly field: string;
  readonly type: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** A Markdown table of every field of `schema`, nested ones dotted. */
export function optionsTable(schema: JsonSchema): string {
  const rows = rowsOf(schema, "", new Map());
  return table(
    ["field", "type", "default", "meaning"],
    rows.map(({ field, type, required, schema }) => [
      `\`${field}\``,
      type,
      required ? "required" : defaultOf(schema),
      schema.description ?? "",
    ]),
  );
}

/** A Markdown table; cells hold no line breaks. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const rule = header.map(() => "---");
  return [header, rule, ...rows]
    .map((cells) => `| ${cells.map(escapeCell).join(" | ")} |`)
    .join("\n");
}

function escapeCell(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
}

/** `seen`: where each mapping was told first; again it is only named. */
function rowsOf(
  schema: JsonSchema,
  path: string,
  seen: Map<string, string>,
): Row[] {
  return mappingsIn(schema, path).flatMap(({ mapping, at }) =>
    Object.entries(mapping.properties ?? {}).flatMap(([key, value]) => {
      const inner = value as JsonSchema;
      const field = at === "" ? key : `${at}.${key}`;
      const required = mapping.required?.includes(key) ?? false;
      const told = toldBefore(inner, field, seen);
      const type = told ? `as \`${told}\`` : typeOf(inner);
      const row = { field, type, required, schema: inner };
      return told ? [row] : [row, ...rowsOf(inner, field, seen)];
    }),
  );
}

/** Mappings with fields of their own, through lists, maps and alternatives. */
function mappingsIn(
  schema: JsonSchema,
  at: string,
): { mapping: JsonSchema; at: string }[] {
  if (schema.properties) return [{ mapping: schema, at }];
  const { items, additionalProperties: values } = schema;
  if (isSchema(items)) return mappingsIn(items, `${at}[]`);
  if (isSchema(values)) return mappingsIn(values, `${at}.<key>`);
  return alternatives(schema).flatMap((one) => mappingsIn(one, at));
}

function toldBefore(
  schema: JsonSchema,
  field: string,
  seen: Map<string, string>,
): string | undefined {
  if (mappingsIn(schema, field).length === 0) return undefined;
  const { description: _, ...content } = schema;
  const text = JSON.stringify(content);
  const first = seen.get(text);
  if (first === undefined) seen.set(text, field);
  return first;
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(", ");
  const several = alternatives(schema);
  if (several.length > 0) return [...new Set(several.map(typeOf))].join(" or ");
  const { items, additionalProperties: values } = schema;
  if (isSchema(items)) return `list of ${plural(typeOf(items))}`;
  if (isSchema(values)) return `mapping to ${plural(typeOf(values))}`;
  if (schema.type === "object") return "mapping";
  return schema.type === undefined ? "anything" : String(schema.type);
}

/** `strings`, `lists of strings`, `strings or mappings`. */
function plural(type: string): string {
  return type.replaceAll(/^[a-z]+|(?<= or )[a-z]+/g, (word) =>
    word === "anything" ? word : `${word}s`,
  );
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(isSchema);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function defaultOf(schema: JsonSchema): string {
  return schema.default === undefined ? "" : code(schema.default);
}

function code(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
