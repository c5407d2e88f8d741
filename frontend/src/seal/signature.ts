// A signature as it stands in a message: its algorithm, the path of its certificate, its value.
import { hex, type Bytes } from "./bytes";
import type { Json } from "./canonical";
import { Form, FormRefused } from "./forms";
import { isSignedWith, subjectKey, type KeyKind } from "./x509";

const KINDS: Readonly<Record<string, KeyKind>> = {
  "SM2-SM3": "sm2",
  "ECDSA-SHA256": "p256",
  "RSA-PKCS1-SHA256": "rsa",
  Ed25519: "ed25519",
};

export interface Signature {
  readonly algorithm: string;
  /** DER, the signer's own certificate first. */
  readonly certificates: readonly Bytes[];
  readonly value: Bytes;
}

/** Whether this is the first certificate's signature over a message; whose it is, is another question. */
export async function signatureHolds(signature: Signature, message: Uint8Array): Promise<boolean> {
  try {
    const key = subjectKey(signature.certificates[0] ?? new Uint8Array(0));
    return key.kind === KINDS[signature.algorithm] && (await isSignedWith(key, message, signature.value));
  } catch {
    return false;
  }
}

/** The name of the algorithm that belongs to a kind of key. */
export function algorithmOf(kind: KeyKind): string {
  return Object.keys(KINDS).find((name) => KINDS[name] === kind)!;
}

export function spellSignature({ algorithm, certificates, value }: Signature): Json {
  return { algorithm, certificates: certificates.map(hex), value: hex(value) };
}

export function signatureOf(value: Json): Signature {
  const form = Form.of(value, "algorithm", "certificates", "value");
  const algorithm = form.text("algorithm");
  if (!Object.hasOwn(KINDS, algorithm)) throw new FormRefused(`没有叫 ${algorithm} 的签名算法`);
  return { algorithm, certificates: form.items("certificates", (item) => Form.of({ item }, "item").octets("item")), value: form.octets("value") };
}
