// SM2 (GB/T 32918) in its standard spellings: DER signatures, DER ciphertexts C1 C3 C2 (GM/T 0009).
import { sm2 } from "sm-crypto-v2";
import { fromHex, hex, type Bytes } from "./bytes";
import { DerRefused, expect, parseDer, partsOf, TAG, unsigned } from "./der";
import type { KeyPair } from "./ed25519";

export const DEFAULT_ID = "1234567812345678";

const ORDER = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
const C1C3C2 = 1;

/** Uncompressed points only: 04 ‖ x ‖ y, and on the curve. */
export function isSm2PublicKey(key: Uint8Array): boolean {
  if (key.length !== 65 || key[0] !== 4) return false;
  try {
    return sm2.verifyPublicKey(hex(key));
  } catch {
    return false;
  }
}

export function sm2Encrypt(publicKey: Uint8Array, text: Uint8Array): Bytes {
  if (!isSm2PublicKey(publicKey)) throw new TypeError("not an SM2 public key");
  return fromHex(sm2.doEncrypt(text, hex(publicKey), C1C3C2, { asn1: true }));
}

/** Return the text, or null when the ciphertext is malformed or not for this key. */
export function sm2Decrypt(privateKey: Uint8Array, sealed: Uint8Array): Bytes | null {
  try {
    checkCiphertext(sealed);
    const text = sm2.doDecrypt(hex(sealed), hex(privateKey), C1C3C2, { asn1: true, output: "array" });
    return text.length ? new Uint8Array(text) : null;
  } catch {
    return null;
  }
}

export function sm2Sign(privateKey: Uint8Array, message: Uint8Array, id = DEFAULT_ID): Bytes {
  const publicKey = sm2.getPublicKeyFromPrivateKey(hex(privateKey));
  return fromHex(sm2.doSignature(message, hex(privateKey), { der: true, hash: true, publicKey, userId: id }));
}

export function sm2Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array, id = DEFAULT_ID): boolean {
  if (!isSm2PublicKey(publicKey) || !isSignature(signature)) return false;
  try {
    const options = { der: true, hash: true, userId: id };
    return sm2.doVerifySignature(message, hex(signature), hex(publicKey), options);
  } catch {
    return false;
  }
}

export function sm2PublicKey(privateKey: Uint8Array): Bytes {
  return fromHex(sm2.getPublicKeyFromPrivateKey(hex(privateKey)));
}

export function sm2KeyPair(): KeyPair {
  const pair = sm2.generateKeyPairHex();
  return { privateKey: fromHex(pair.privateKey), publicKey: fromHex(pair.publicKey) };
}

/** The library reads leniently; what is malformed must not reach it. */
function isSignature(signature: Uint8Array): boolean {
  try {
    const numbers = partsOf(parseDer(signature));
    return numbers.length === 2 && numbers.every((each) => isScalar(hex(unsigned(each, 32))));
  } catch (error) {
    if (error instanceof DerRefused) return false;
    throw error;
  }
}

function isScalar(number: string): boolean {
  return /[1-9a-f]/.test(number) && number < ORDER;
}

function checkCiphertext(sealed: Uint8Array): void {
  const [x, y, digest, text, ...more] = partsOf(parseDer(sealed));
  const point = Uint8Array.of(4, ...unsigned(x, 32), ...unsigned(y, 32));
  if (!isSm2PublicKey(point) || more.length) throw new DerRefused("不是 SM2 密文");
  if (expect(digest, TAG.octets).content.length !== 32 || !expect(text, TAG.octets).content.length) {
    throw new DerRefused("不是 SM2 密文");
  }
}
