import { createHash } from "node:crypto";

/** What the first bytes of an executable say of it. */
export interface Header {
  readonly format: "ELF" | "Mach-O" | "PE";
  readonly machine: "x64" | "arm64";
  /** The loader that an ELF file names. */
  readonly loader?: string;
}

const ELF_MACHINES: Readonly<Record<number, Header["machine"]>> = {
  62: "x64",
  183: "arm64",
};
const MACHO_MACHINES: Readonly<Record<number, Header["machine"]>> = {
  16777223: "x64",
  16777228: "arm64",
};
const PE_MACHINES: Readonly<Record<number, Header["machine"]>> = {
  34404: "x64",
  43620: "arm64",
};
const MACHO_64 = 0xfeedfacf;
const PT_INTERP = 3;
const LC_CODE_SIGNATURE = 0x1d;
const CODE_DIRECTORY = 0xfade0c02;
const SHA_256 = 2;

/** Reads the header of a 64-bit little-endian program. Throws for any other. */
export function headerOf(bytes: Buffer): Header {
  if (bytes.toString("latin1", 0, 4) === "\x7fELF") return elfHeader(bytes);
  if (bytes.readUInt32LE(0) === MACHO_64) {
    const machine = known(MACHO_MACHINES, bytes.readUInt32LE(4));
    return { format: "Mach-O", machine };
  }
  const pe = bytes.readUInt32LE(0x3c);
  if (bytes.toString("latin1", pe, pe + 4) === "PE\0\0") {
    const machine = known(PE_MACHINES, bytes.readUInt16LE(pe + 4));
    return { format: "PE", machine };
  }
  throw new Error("neither ELF nor Mach-O nor PE");
}

function elfHeader(bytes: Buffer): Header {
  const machine = known(ELF_MACHINES, bytes.readUInt16LE(18));
  const table = Number(bytes.readBigUInt64LE(32));
  const count = bytes.readUInt16LE(56);
  for (let i = 0; i < count; i++) {
    const at = table + i * 56;
    if (bytes.readUInt32LE(at) !== PT_INTERP) continue;
    const offset = Number(bytes.readBigUInt64LE(at + 8));
    const end = bytes.indexOf(0, offset);
    const loader = bytes.toString("latin1", offset, end);
    return { format: "ELF", machine, loader };
  }
  return { format: "ELF", machine };
}

function known(
  table: Readonly<Record<number, Header["machine"]>>,
  value: number,
): Header["machine"] {
  const machine = table[value];
  if (!machine) throw new Error(`machine ${value} is not known here`);
  return machine;
}

/**
 * Pages of a Mach-O file whose bytes are not those that its signature names;
 * `undefined` where it has no signature.
 */
export function wrongPages(bytes: Buffer): number | undefined {
  const signature = signatureOf(bytes);
  if (!signature) return undefined;
  const directory = directoryIn(signature);
  const [hashes, slots, limit] = [16, 28, 32].map((at) =>
    directory.readUInt32BE(at),
  ) as [number, number, number];
  const size = directory.readUInt8(36);
  const page = 2 ** directory.readUInt8(39);
  if (directory.readUInt8(37) !== SHA_256) throw new Error("not SHA-256");
  if (limit !== signature.byteOffset - bytes.byteOffset) {
    throw new Error(`the signature is of ${limit} bytes only`);
  }
  let wrong = 0;
  for (let slot = 0; slot < slots; slot++) {
    const end = Math.min((slot + 1) * page, limit);
    const text = bytes.subarray(slot * page, end);
    const digest = createHash("sha256").update(text).digest();
    const at = hashes + slot * size;
    if (!digest.equals(directory.subarray(at, at + size))) wrong++;
  }
  return wrong;
}

function signatureOf(bytes: Buffer): Buffer | undefined {
  let at = 32;
  for (let left = bytes.readUInt32LE(16); left > 0; left--) {
    if (bytes.readUInt32LE(at) === LC_CODE_SIGNATURE) {
      const offset = bytes.readUInt32LE(at + 8);
      return bytes.subarray(offset, offset + bytes.readUInt32LE(at + 12));
    }
    at += bytes.readUInt32LE(at + 4);
  }
  return undefined;
}

/** The list of page hashes inside a signature's list of blobs. */
function directoryIn(signature: Buffer): Buffer {
  for (let i = 0; i < signature.readUInt32BE(8); i++) {
    const blob = signature.subarray(signature.readUInt32BE(16 + i * 8));
    if (blob.readUInt32BE(0) === CODE_DIRECTORY) return blob;
  }
  throw new Error("the signature lists no pages");
}
