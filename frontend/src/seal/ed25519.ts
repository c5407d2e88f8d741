// Ed25519 (RFC 8032) without the browser's help: older ones do not know it.
import { ed25519 } from "@noble/curves/ed25519";
import { random, type Bytes } from "./bytes";

export interface KeyPair {
  readonly privateKey: Bytes;
  readonly publicKey: Bytes;
}

export function ed25519KeyPair(): KeyPair {
  const privateKey = random(32);
  return { privateKey, publicKey: ed25519PublicKey(privateKey) };
}

export function ed25519PublicKey(privateKey: Uint8Array): Bytes {
  return ed25519.getPublicKey(privateKey) as Bytes;
}

export function ed25519Sign(privateKey: Uint8Array, message: Uint8Array): Bytes {
  return ed25519.sign(message, privateKey) as Bytes;
}

export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    // Strict as RFC 8032: the library's default also accepts what ZIP-215 accepts.
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
