// Checkpoints as C2SP signed notes (signed-note, tlog-checkpoint), and who signed them with Ed25519.
import { concat, equal, fromBase64, fromUtf8, hex, utf8, type Bytes } from "../seal/bytes";
import { ed25519Verify } from "../seal/ed25519";
import { sha256 } from "../seal/hashes";

const ED25519 = 1;
const KEY_ID_SIZE = 4;
const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/;
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;

export class NoteRefused extends Error {}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Bytes;
  readonly signature: Bytes;
}

export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteKey {
  readonly name: string;
  readonly keyId: Bytes;
  readonly publicKey: Bytes;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

/** Read `name+key id+base64`, the spelling of a note's public key. */
export async function parseNoteKey(text: string): Promise<NoteKey> {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  if (!name || !id || !encoded) throw new NoteRefused("公钥须写作 名称+编号+base64");
  const key = fromBase64(encoded);
  if (key[0] !== ED25519 || key.length !== 33) throw new NoteRefused("不是 Ed25519 公钥");
  const keyId = (await sha256(concat(utf8(`${name}\n`), key))).slice(0, KEY_ID_SIZE);
  if (hex(keyId) !== id) throw new NoteRefused("公钥编号与公钥不符");
  return { name, keyId, publicKey: key.slice(1) };
}

/** Read a note; its signatures are not yet checked. */
export function parseNote(encoded: string | Uint8Array): Note {
  const whole = typeof encoded === "string" ? encoded : fromUtf8(encoded);
  const gap = whole.lastIndexOf("\n\n");
  const lines = whole.slice(gap + 2).split("\n");
  if (gap < 0 || lines.pop() !== "" || lines.length === 0) {
    throw new NoteRefused("检查点须是正文、空行和签名行");
  }
  return { text: whole.slice(0, gap + 1), signatures: lines.map(parseSignature) };
}

export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...more] = text.split("\n");
  if (!origin || !size || !root || more.pop() !== "" || more.includes("") || !SIZE.test(size)) {
    throw new NoteRefused("检查点正文须是来源、条数和根各一行");
  }
  const digest = fromBase64(root);
  if (digest.length !== 32) throw new NoteRefused("检查点的根须是 32 字节");
  return { origin, size: Number(size), root: digest };
}

/** Whether a key signed the note; a false signature under the key's name is refused aloud. */
export function isSignedBy(note: Note, key: NoteKey): boolean {
  const lines = note.signatures.filter((line) => line.name === key.name && equal(line.keyId, key.keyId));
  if (lines.some((line) => !ed25519Verify(key.publicKey, utf8(note.text), line.signature))) {
    throw new NoteRefused(`${key.name} 的签名不真`);
  }
  return lines.length > 0;
}

/** Read a checkpoint that must carry the log's own signature and speak for the log. */
export function openCheckpoint(encoded: string | Uint8Array, log: NoteKey, origin = log.name): Checkpoint {
  const note = parseNote(encoded);
  if (!isSignedBy(note, log)) throw new NoteRefused(`检查点没有 ${log.name} 的签名`);
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== origin) throw new NoteRefused(`检查点属于 ${checkpoint.origin}`);
  return checkpoint;
}

function parseSignature(line: string): NoteSignature {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  if (!name || !encoded || name.includes("+")) throw new NoteRefused("签名行须写作“— 名称 base64”");
  const raw = fromBase64(encoded);
  if (raw.length <= KEY_ID_SIZE) throw new NoteRefused("签名行过短");
  return { name, keyId: raw.slice(0, KEY_ID_SIZE), signature: raw.slice(KEY_ID_SIZE) };
}
