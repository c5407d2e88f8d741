// HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: enc(32) ‖ ciphertext.
import {
  AEAD_AES_256_GCM,
  CipherSuite,
  KDF_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
} from "hpke";
import { x25519 } from "@noble/curves/ed25519";
import { concat, type Bytes } from "./bytes";
import type { KeyPair } from "./ed25519";

const ENC_SIZE = 32;
const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

export async function hpkeKeyPair(): Promise<KeyPair> {
  const pair = await suite.GenerateKeyPair(true);
  const privateKey = new Uint8Array(await suite.SerializePrivateKey(pair.privateKey));
  return { privateKey, publicKey: new Uint8Array(await suite.SerializePublicKey(pair.publicKey)) };
}

export function x25519PublicKey(privateKey: Uint8Array): Bytes {
  return x25519.getPublicKey(privateKey) as Bytes;
}

export async function hpkeSeal(publicKey: Uint8Array, text: Uint8Array, info: Uint8Array): Promise<Bytes> {
  const key = await suite.DeserializePublicKey(publicKey);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(key, text, { info });
  return concat(encapsulatedSecret, ciphertext);
}

/** Return the text, or null when it was not sealed to this key with this info. */
export async function hpkeOpen(privateKey: Uint8Array, sealed: Uint8Array, info: Uint8Array): Promise<Bytes | null> {
  try {
    const key = await suite.DeserializePrivateKey(privateKey, true);
    const opened = await suite.Open(key, sealed.slice(0, ENC_SIZE), sealed.slice(ENC_SIZE), { info });
    return new Uint8Array(opened);
  } catch {
    return null;
  }
}
