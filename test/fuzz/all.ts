import { property as canonical } from "./properties/canonical.ts";
import { property as cutting } from "./properties/cutting.ts";
import { property as duplicateKeys } from "./properties/duplicate-keys.ts";
import { property as edits } from "./properties/edits.ts";
import { property as editsInGo } from "./properties/edits-in-go.ts";
import { property as kustomizations } from "./properties/kustomizations.ts";
import { property as metadataLines } from "./properties/metadata-lines.ts";
import { property as objects } from "./properties/objects.ts";
import { property as patterns } from "./properties/patterns.ts";
import { property as reading } from "./properties/reading.ts";
import { property as readingYaml } from "./properties/reading-yaml.ts";
import { property as rereading } from "./properties/rereading.ts";
import { property as scalars } from "./properties/scalars.ts";
import { property as substitutions } from "./properties/substitutions.ts";
import { property as words } from "./properties/words.ts";
import type { Property } from "./property.ts";

/** Every property that can run with any seed. */
export const properties: readonly Property[] = [
  canonical,
  cutting,
  duplicateKeys,
  edits,
  editsInGo,
  kustomizations,
  metadataLines,
  objects,
  patterns,
  rereading,
  reading,
  readingYaml,
  scalars,
  substitutions,
  words,
];
