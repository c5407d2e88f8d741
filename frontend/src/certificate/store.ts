// Certificates kept in this browser (IndexedDB). The private key lies encrypted under the holder's PIN.
import { concat, random, utf8, type Bytes } from "../seal/bytes";

export type Device = "soft" | "ukey";

export interface Kept {
  /** SHA-256 of the certificate, in hexadecimal. */
  readonly id: string;
  readonly device: Device;
  readonly name: string;
  readonly issuer: string;
  readonly notAfter: number;
  /** DER, the holder's own first. */
  readonly certificates: readonly Bytes[];
  readonly salt: Bytes;
  /** nonce ‖ AES-GCM(PEM). */
  readonly sealed: Bytes;
  /** Wrong PINs in a row; a simulated UKey locks itself. */
  readonly failures: number;
}

export class PinRefused extends Error {
  override name = "PinRefused";
}

/** A key unlocked a while ago: it can be used until then, but never read. */
interface Unlocked {
  readonly id: string;
  readonly key: CryptoKey;
  readonly until: number;
}

const DATABASE = "lucai-certificates";
const VERSION = 2;
const SHELF = "kept";
const UNLOCKED = "unlocked";
const ROUNDS = 600_000;
const NONCE = 12;
const SALT = 16;

export async function allKept(): Promise<Kept[]> {
  return run("readonly", (shelf) => shelf.getAll());
}

export async function put(kept: Kept): Promise<void> {
  await run("readwrite", (shelf) => shelf.put(kept));
}

export async function remove(id: string): Promise<void> {
  await run("readwrite", (shelf) => shelf.delete(id));
  await run("readwrite", (shelf) => shelf.delete(id), UNLOCKED);
}

/** Ask no PIN for this certificate until a moment; its key stays in the browser's own keeping. */
export async function remember({ id, salt }: Kept, pin: string, until: number): Promise<void> {
  const unlocked: Unlocked = { id, key: await keyOf(pin, salt), until };
  await run("readwrite", (shelf) => shelf.put(unlocked), UNLOCKED);
}

/** Return the PEM if its PIN was asked lately; what is too old is thrown away. */
export async function unlockedLately({ id, sealed }: Kept): Promise<string | undefined> {
  const found: Unlocked | undefined = await run("readonly", (shelf) => shelf.get(id), UNLOCKED);
  if (!found) return undefined;
  if (found.until > Date.now()) return decrypted(sealed, found.key);
  await run("readwrite", (shelf) => shelf.delete(id), UNLOCKED);
  return undefined;
}

export async function lock(pem: string, pin: string): Promise<{ salt: Bytes; sealed: Bytes }> {
  const [salt, iv] = [random(SALT), random(NONCE)];
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(pin, salt), utf8(pem));
  return { salt, sealed: concat(iv, new Uint8Array(text)) };
}

/** Return the PEM; throws PinRefused when the PIN is wrong. */
export async function unlock({ salt, sealed }: Kept, pin: string): Promise<string> {
  try {
    return await decrypted(sealed, await keyOf(pin, salt));
  } catch {
    throw new PinRefused("证书口令不对。");
  }
}

async function decrypted(sealed: Bytes, key: CryptoKey): Promise<string> {
  const [iv, text] = [sealed.slice(0, NONCE), sealed.slice(NONCE)];
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, text));
}

async function keyOf(pin: string, salt: Bytes): Promise<CryptoKey> {
  const raw = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function run<T>(mode: IDBTransactionMode, act: (shelf: IDBObjectStore) => IDBRequest<T>, name = SHELF): Promise<T> {
  const database = await opened();
  try {
    return await settled(act(database.transaction(name, mode).objectStore(name)));
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    const known = request.result.objectStoreNames;
    for (const name of [SHELF, UNLOCKED]) {
      if (!known.contains(name)) request.result.createObjectStore(name, { keyPath: "id" });
    }
  };
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(new Error("浏览器不让本站保存证书，请检查是否为无痕窗口。"));
  });
}
