// The file with an organisation's keys for openings: encrypted under a passphrase, or plain for a trial.
import { concat, equal, fromHex, hex, random, utf8, type Bytes } from "../seal/bytes";
import { canonical, type Json } from "../seal/canonical";
import { Form } from "../seal/forms";
import { suiteOf } from "../seal/policy";

const TYPE = "lucai-holder-keys/1";
const KEY_SIZE = 32;
const SALT_SIZE = 16;
const NONCE_SIZE = 12;
const ITERATIONS = 600_000;
const MOST_ITERATIONS = 10_000_000;

export class KeyRefused extends Error {
  override name = "KeyRefused";
}

/** Private keys; they stay in memory and in the file that their holder keeps. */
export interface HolderKeys {
  readonly opens: Bytes;
  readonly signs: Bytes;
}

export interface MadeKeys extends HolderKeys {
  readonly publicKeys: { readonly opens: Bytes; readonly signs: Bytes };
}

export async function makeKeys(suiteName: string): Promise<MadeKeys> {
  const suite = suiteOf(suiteName);
  const [opens, signs] = [await suite.openingKeys(), suite.signingKeys()];
  return {
    opens: opens.privateKey,
    signs: signs.privateKey,
    publicKeys: { opens: opens.publicKey, signs: signs.publicKey },
  };
}

/** Spell the key file; without a passphrase its keys lie open. */
export async function spellKeyFile(suite: string, keys: MadeKeys, passphrase: string): Promise<Bytes> {
  const { opens, signs } = keys.publicKeys;
  const publicKeys = { opens: hex(opens), signs: hex(signs) };
  const secret = concat(keys.opens, keys.signs);
  const kept = passphrase ? await locked(secret, publicKeys, passphrase) : { lock: null, secret: hex(secret) };
  return canonical({ type: TYPE, note: "开标密钥：只由本单位保管，平台没有，也不能找回", suite, publicKeys, ...kept });
}

/** Read a key file, or the simulated UKey's bare pair; asks for the passphrase only where there is a lock. */
export async function readKeyFile(bytes: Uint8Array, passphrase: () => Promise<string>): Promise<HolderKeys> {
  const bare = barePair(bytes);
  if (bare) return bare;
  const form = Form.parse(bytes, TYPE, "note", "suite", "publicKeys", "lock", "secret");
  const lock = form.optional("lock", (value) => Form.of(value, "kdf", "iterations", "salt", "nonce"));
  const secret = form.octets("secret");
  const opened = lock ? await unlocked(secret, lock, form.json("publicKeys"), await passphrase()) : secret;
  const keys = { opens: opened.slice(0, KEY_SIZE), signs: opened.slice(KEY_SIZE) };
  const named = Form.of(form.json("publicKeys"), "opens", "signs").octets("signs");
  if (!equal(suiteOf(form.text("suite")).publicSigningKey(keys.signs), named)) throw new KeyRefused("密钥文件已经损坏");
  return keys;
}

function barePair(bytes: Uint8Array): HolderKeys | null {
  const value = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  if ("type" in value) return null;
  const [opens, signs] = [fromHex(String(value.opens)), fromHex(String(value.signs))];
  if (opens.length !== KEY_SIZE || signs.length !== KEY_SIZE) throw new KeyRefused("这不是开标密钥文件");
  return { opens, signs };
}

async function locked(secret: Bytes, publicKeys: Json, passphrase: string): Promise<{ lock: Json; secret: string }> {
  const [salt, nonce] = [random(SALT_SIZE), random(NONCE_SIZE)];
  const key = await keyOf(passphrase, salt, ITERATIONS);
  const sealed = await crypto.subtle.encrypt(algorithm(nonce, publicKeys), key, secret);
  const lock = { kdf: "PBKDF2-SHA256", iterations: ITERATIONS, salt: hex(salt), nonce: hex(nonce) };
  return { lock, secret: hex(new Uint8Array(sealed)) };
}

async function unlocked(secret: Bytes, lock: Form, publicKeys: Json, passphrase: string): Promise<Bytes> {
  const iterations = lock.number("iterations");
  if (lock.text("kdf") !== "PBKDF2-SHA256" || iterations > MOST_ITERATIONS) throw new KeyRefused("不认识这种密钥文件");
  const key = await keyOf(passphrase, lock.octets("salt"), iterations);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm(lock.octets("nonce"), publicKeys), key, secret));
  } catch {
    throw new KeyRefused("口令不对，或者密钥文件已经损坏");
  }
}

/** The public halves are bound to the lock: nobody puts others beside it. */
function algorithm(nonce: Bytes, publicKeys: Json): AesGcmParams {
  return { name: "AES-GCM", iv: nonce, additionalData: canonical(publicKeys) };
}

async function keyOf(passphrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", utf8(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const stretched = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(stretched, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
