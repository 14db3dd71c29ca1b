import { safeJson } from "../../../cli/process/words.ts";
import { functions } from "../../../functions/index.ts";
import { processList } from "../../../lib/krm/process.ts";
import { safeText } from "../../../lib/krm/words.ts";
import type { Draw } from "../../helpers/messy.ts";
import { checkAll } from "../generated.ts";
import type { Property } from "../property.ts";

/**
 * Whatever stands in a name, a label, a URL or a message: no control character
 * comes out as it is, no line is a command of a CI system, no URL keeps a token,
 * no finding has a second line; and plain words come out as they are.
 */
export const property: Property = {
  name: "words",
  needs: [],
  ci: { seed: 20261203, count: 20_000 },
  run: async (seed, count) =>
    checkAll(seed, count, { make: words, problem: wordsProblem }),
};

const TOKEN = "s3cret";
const SIGNS = "\0\x07\b\t\x0b\r\x1b\x7f\x85\x9b\u200f\u2028\u202e\u2066\ufeff";
const PIECES = [
  "Namespace team-a",
  "::warning::",
  "  ::set-output name=x::",
  "##[error]",
  "##vso[task.setvariable variable=x]",
  "##teamcity[x]",
  "::",
  "#",
  "[",
  "\n",
  " ",
  "\x1b[31m",
  `https://user:${TOKEN}@example.com/a/b`,
  `https://user:a/${TOKEN}@example.com/a/b`,
  `https://user:a'${TOKEN}@example.com/a/b`,
  `git::https://${TOKEN}@example.com/a/b`,
  `user:${TOKEN}@example.com/a/b`,
  `example.com/a/b?ref=v1&token=${TOKEN}`,
  "oidc:jane@example.com ",
  "x".repeat(600),
  `ssh://git@example.com/x?token=${TOKEN}#ref`,
  `oci://ghcr.io/a/b@sha256:0123?sig=${TOKEN}`,
  "https://example.com/a/b",
  "日本",
  "é",
  '"',
];

function words(draw: Draw): string {
  return Array.from({ length: 1 + draw(8) }, () =>
    draw(3) === 0
      ? SIGNS.charAt(draw(SIGNS.length))
      : (PIECES[draw(PIECES.length)] ?? ""),
  ).join("");
}

function wordsProblem(text: string): string | undefined {
  const lines = safeText(text);
  const json = safeJson({ [text]: [text] });
  const told = toldOf(text);
  if (told.some((line) => line.includes("\n"))) return "a line is two";
  for (const made of [lines, json, ...told.map(safeText)]) {
    const raw = [...made].find((sign) => sign !== "\n" && SIGNS.includes(sign));
    if (raw) return `${raw.charCodeAt(0)} is in ${JSON.stringify(made)}`;
    if (made.includes(TOKEN)) return `a token is in ${JSON.stringify(made)}`;
    if (/^\s*::/m.test(made) || /##[a-z]*\[/.test(made)) {
      return `a command is in ${JSON.stringify(made)}`;
    }
  }
  if (safeText(lines) !== lines) return "a second time changes it";
  const words = lines.split(/\s/);
  if (words.some(({ length }) => length > 600)) return "a word is too long";
  const [value] = Object.values(JSON.parse(json)).flat();
  return value === text || text.includes(TOKEN)
    ? ""
    : `JSON holds ${JSON.stringify(value)}`;
}

/** What a function says of a Namespace that is called and labelled like this. */
function toldOf(text: string): readonly string[] {
  const list = {
    apiVersion: "config.kubernetes.io/v1",
    kind: "ResourceList",
    functionConfig: {
      apiVersion: "flux-platform.dev/v1alpha1",
      kind: "LabelNamespaces",
      spec: {
        rules: [{ labels: { team: { mode: "require", pattern: "a" } } }],
      },
    },
    items: [
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
          name: text,
          labels: { team: text, [text]: text },
          annotations: { [text]: text },
        },
      },
    ],
  };
  const bytes = Buffer.from(JSON.stringify(list));
  const context = { today: "2026-01-15" };
  return processList(bytes, { registry: functions, context, log: "info" })
    .messages;
}
