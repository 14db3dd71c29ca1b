import { isDeepStrictEqual } from "node:util";
import { ourReading } from "../../differential/agree.ts";
import type { GoReading } from "../../helpers/go-yaml.ts";
import type { Draw } from "../../helpers/messy.ts";
import { compareWithGo } from "../generated.ts";
import type { Property } from "../property.ts";

/** What numbers, times and words are made of. */
const PIECES = [
  ..."0123456789",
  ..."01234567",
  ..."._eE+-xXobOB:TtZ aAfFnNuUlLiI~=<é",
  "0x",
  "0b",
  "0o",
  "1e",
  "00",
  "2021-01-02",
  "12:30:45",
  "-02",
  "T03:04:05",
  " 03:04:05",
  ".5",
  ".inf",
  ".nan",
  "null",
  "true",
  "9223372036854775808",
  "18446744073709551616",
  "+01:00",
];

/** No plain scalar at all. */
const OTHERWISE = /^[-?:](?: |$)|: |:$| #|^[<=]?$/;

/** Plain scalars mean to us what they mean to Go. */
export const property: Property = {
  name: "scalars",
  needs: ["goYaml"],
  ci: { seed: 20260301, count: 20_000 },
  run: (seed, count) =>
    compareWithGo(seed, count, {
      make: (draw) => {
        const text = draw(3) === 0 ? time(draw) : pieces(draw);
        return OTHERWISE.test(text) ? "0" : text;
      },
      ask: (go, texts) => go.read(texts.map(element)),
      problem: (text, { kustomize }: GoReading) => {
        const ours = ourReading(element(text));
        if (isDeepStrictEqual(kustomize.values?.[0], readValue(ours)))
          return "";
        return `${text} is ${JSON.stringify(ours)} to us and ${JSON.stringify(kustomize)} to Go`;
      },
    }),
};

function element(text: string): string {
  return `- ${text}\n`;
}

function readValue(ours: ReturnType<typeof ourReading>): unknown {
  return "value" in ours ? ours.value : undefined;
}

function pieces(draw: Draw): string {
  const drawn = Array.from(
    { length: 1 + draw(7) },
    () => PIECES[draw(PIECES.length)],
  );
  return drawn.join("").trim();
}

/** Times, and what nearly is one. */
function time(draw: Draw): string {
  const digits = (limit: number): string => {
    const number = String(draw(limit));
    return draw(4) === 0 ? number : number.padStart(2, "0");
  };
  const year = draw(6) === 0 ? "0000" : String(2000 + draw(1000));
  const date = `${year}-${digits(14)}-${digits(33)}`;
  if (draw(6) === 0) return date;
  const separator = ["T", "t", " ", "  "][draw(4)];
  const clock = `${digits(26)}:${digits(62)}:${digits(62)}`;
  const fraction = `${[".", ","][draw(2)]}${draw(10 ** (1 + draw(11)))}${"0".repeat(draw(3))}`;
  const offset = `${["+", "-"][draw(2)]}${digits(26)}:${digits(62)}`;
  const zone = ["Z", "", offset, offset][draw(4)];
  return `${date}${separator}${clock}${draw(2) === 0 ? fraction : ""}${zone}`;
}
