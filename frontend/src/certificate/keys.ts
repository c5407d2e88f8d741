// Private keys made in the browser, in the spellings that certificates and files use (SPKI, PKCS#8, PEM).
import { p256 } from "@noble/curves/nist";
import { base64, concat, fromHex, type Bytes } from "../seal/bytes";
import { sm2KeyPair } from "../seal/sm2";

export type KeyAlgorithm = "SM2-SM3" | "ECDSA-SHA256";

export interface MadeKey {
  /** The public half as SubjectPublicKeyInfo. */
  readonly spki: Bytes;
  /** The private half as PKCS#8. */
  readonly pkcs8: Bytes;
}

// Everything before the 65 bytes of the point, and before the 32 bytes of the key, is fixed for a curve.
const HEADS: Record<KeyAlgorithm, { spki: string; pkcs8: string }> = {
  "SM2-SM3": {
    spki: "3059301306072a8648ce3d020106082a811ccf5501822d034200",
    pkcs8: "3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420",
  },
  "ECDSA-SHA256": {
    spki: "3059301306072a8648ce3d020106082a8648ce3d030107034200",
    pkcs8: "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420",
  },
};

export function makeKey(algorithm: KeyAlgorithm): MadeKey {
  const { privateKey, publicKey } = algorithm === "SM2-SM3" ? sm2KeyPair() : p256KeyPair();
  const head = HEADS[algorithm];
  return { spki: concat(fromHex(head.spki), publicKey), pkcs8: concat(fromHex(head.pkcs8), privateKey) };
}

/** The file that other tools read: the private key, then the certificate's path. */
export function toPem(pkcs8: Uint8Array, certificates: readonly Uint8Array[]): string {
  return block("PRIVATE KEY", pkcs8) + certificates.map((der) => block("CERTIFICATE", der)).join("");
}

function p256KeyPair(): { privateKey: Uint8Array; publicKey: Uint8Array } {
  const privateKey = p256.utils.randomPrivateKey();
  return { privateKey, publicKey: p256.getPublicKey(privateKey, false) };
}

function block(label: string, der: Uint8Array): string {
  const lines = base64(der).match(/.{1,64}/g)!.join("\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
