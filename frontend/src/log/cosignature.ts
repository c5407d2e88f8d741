// What witnesses say of a checkpoint (C2SP tlog-cosignature): at this time, this was the largest head I knew.
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa";
import { concat, equal, fromBase64, hex, u64, utf8, type Bytes } from "../seal/bytes";
import { ed25519Verify } from "../seal/ed25519";
import { sha256 } from "../seal/hashes";
import { NoteRefused, parseCheckpoint, type Note } from "./note";

const ED25519 = 0x04;
const ML_DSA_44 = 0x06;
const KEY_SIZES: Readonly<Record<number, number>> = { [ED25519]: 32, [ML_DSA_44]: 1312 };
const ML_DSA_SIGNATURE_SIZE = 2420;
const TIME_SIZE = 8;

export interface CosignerKey {
  readonly name: string;
  readonly kind: number;
  readonly publicKey: Bytes;
  readonly keyId: Bytes;
}

export interface Cosignature {
  readonly key: CosignerKey;
  /** Whole seconds since 1970. */
  readonly time: number;
}

/** Read `name+key id+base64` of a witness. */
export async function parseCosignerKey(text: string): Promise<CosignerKey> {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  if (!name || !id || !encoded) throw new NoteRefused("公钥须写作 名称+编号+base64");
  const raw = fromBase64(encoded);
  const kind = raw[0] ?? 0;
  if (KEY_SIZES[kind] !== raw.length - 1) throw new NoteRefused("不是 04 或 06 类的见证公钥");
  const keyId = (await sha256(concat(utf8(`${name}\n`), raw))).slice(0, 4);
  if (hex(keyId) !== id) throw new NoteRefused("公钥编号与公钥不符");
  return { name, kind, publicKey: raw.slice(1), keyId };
}

/** What the trusted witnesses say of a note, each key's latest word; a false word is refused aloud. */
export function cosignaturesOf(note: Note, trusted: readonly CosignerKey[]): Cosignature[] {
  const latest = new Map<CosignerKey, number>();
  for (const line of note.signatures) {
    const key = trusted.find((each) => each.name === line.name && equal(each.keyId, line.keyId));
    if (!key) continue;
    const time = timeOf(line.signature);
    if (!holds(key, note.text, time, line.signature.slice(TIME_SIZE))) {
      throw new NoteRefused(`${key.name} 的见证签名不真`);
    }
    // Without a time it says nothing about the log's growth.
    if (time) latest.set(key, Math.max(time, latest.get(key) ?? 0));
  }
  return [...latest].map(([key, time]) => ({ key, time }));
}

function timeOf(signature: Bytes): number {
  if (signature.length < TIME_SIZE) throw new NoteRefused("见证签名缺少时间");
  const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
  if (!Number.isSafeInteger(time)) throw new NoteRefused("见证签名的时间不可能");
  return time;
}

function holds(key: CosignerKey, text: string, time: number, signature: Bytes): boolean {
  if (key.kind === ED25519) {
    return ed25519Verify(key.publicKey, utf8(`cosignature/v1\ntime ${time}\n${text}`), signature);
  }
  if (signature.length !== ML_DSA_SIGNATURE_SIZE) return false;
  try {
    return ml_dsa44.verify(key.publicKey, mlDsaMessage(key.name, text, time), signature);
  } catch {
    return false;
  }
}

/** The head in a structure that names the witness, and without extension lines. */
function mlDsaMessage(name: string, text: string, time: number): Bytes {
  const head = parseCheckpoint(text);
  const [cosigner, origin] = [utf8(name), utf8(head.origin)];
  if (cosigner.length > 255 || origin.length > 255) throw new NoteRefused("名称过长");
  return concat(utf8("subtree/v1\n\0"), Uint8Array.of(cosigner.length), cosigner, u64(time),
    Uint8Array.of(origin.length), origin, u64(0), u64(head.size), head.root);
}
