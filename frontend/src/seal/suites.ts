// The suites of lucai-bid/1: national algorithms (GM1) and international ones (INTL1).
import { concat, equal, type Bytes } from "./bytes";
import { aesGcm, sm4Gcm, type Cipher } from "./ciphers";
import { ed25519KeyPair, ed25519PublicKey, ed25519Sign, ed25519Verify, type KeyPair } from "./ed25519";
import { sha256, sm3, type Hash } from "./hashes";
import { hpkeKeyPair, hpkeOpen, hpkeSeal } from "./hpke";
import { isSm2PublicKey, sm2Decrypt, sm2Encrypt, sm2KeyPair, sm2PublicKey, sm2Sign, sm2Verify } from "./sm2";

export type SuiteName = "GM1" | "INTL1";

/** Public keys are 04 ‖ x ‖ y in GM1 and raw X25519 or Ed25519 in INTL1; private keys are 32 bytes. */
export interface Suite {
  readonly name: SuiteName;
  readonly keySize: number;
  readonly hash: Hash;
  cipher(key: Uint8Array): Promise<Cipher>;
  /** Encrypt a secret to a public key, for one context only. */
  wrap(publicKey: Uint8Array, secret: Uint8Array, context: Uint8Array): Promise<Bytes>;
  /** Return the secret, or null when it was not wrapped for this key in this context. */
  unwrap(privateKey: Uint8Array, wrapped: Uint8Array, context: Uint8Array): Promise<Bytes | null>;
  openingKeys(): Promise<KeyPair>;
  sign(privateKey: Uint8Array, message: Uint8Array): Bytes;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  signingKeys(): KeyPair;
  publicSigningKey(privateKey: Uint8Array): Bytes;
  /** Whether these bytes are a public key of the suite, to wrap to or to verify with. */
  isPublicKey(key: Uint8Array): boolean;
}

export const GM1: Suite = {
  name: "GM1",
  keySize: 16,
  hash: sm3,
  cipher: sm4Gcm,
  // SM2 has no associated data: without this digest a wrap could be carried into another envelope.
  wrap: async (publicKey, secret, context) => sm2Encrypt(publicKey, concat(await sm3(context), secret)),
  async unwrap(privateKey, wrapped, context) {
    const bound = await sm3(context);
    const opened = sm2Decrypt(privateKey, wrapped);
    return opened && equal(opened.subarray(0, bound.length), bound) ? opened.slice(bound.length) : null;
  },
  openingKeys: async () => sm2KeyPair(),
  sign: (privateKey, message) => sm2Sign(privateKey, message),
  verify: (publicKey, message, signature) => sm2Verify(publicKey, message, signature),
  signingKeys: sm2KeyPair,
  publicSigningKey: sm2PublicKey,
  isPublicKey: isSm2PublicKey,
};

export const INTL1: Suite = {
  name: "INTL1",
  keySize: 32,
  hash: sha256,
  cipher: aesGcm,
  wrap: hpkeSeal,
  unwrap: hpkeOpen,
  openingKeys: hpkeKeyPair,
  sign: ed25519Sign,
  verify: ed25519Verify,
  signingKeys: ed25519KeyPair,
  publicSigningKey: ed25519PublicKey,
  isPublicKey: ({ length }) => length === 32,
};

export const suites: Readonly<Record<SuiteName, Suite>> = { GM1, INTL1 };
