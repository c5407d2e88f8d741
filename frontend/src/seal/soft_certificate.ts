// A certificate whose private key is a file (PEM): for trials, for offline work, never a device's stand-in.
import { p256 } from "@noble/curves/nist";
import { equal, fromBase64, hex, type Bytes } from "./bytes";
import { DerRefused, expect, parseDer, partsOf, TAG } from "./der";
import { ed25519PublicKey, ed25519Sign } from "./ed25519";
import { sha256 } from "./hashes";
import { algorithmOf, type Signature } from "./signature";
import { sm2PublicKey, sm2Sign } from "./sm2";
import { GM1 } from "./suites";
import { parseCertificate, type Certificate } from "./x509";

const BLOCK = /-----BEGIN ([A-Z ]+)-----([\sA-Za-z0-9+/=]+)-----END \1-----/g;

export class CertificateRefused extends Error {
  override name = "CertificateRefused";
}

export interface SoftCertificate {
  readonly certificate: Certificate;
  sign(message: Bytes): Promise<Signature>;
  /** Open what was wrapped to this certificate's key; null when it is another's. */
  unwrap(wrapped: Uint8Array, context: Bytes): Promise<Bytes | null>;
}

/** Read one unencrypted private key (PKCS#8) and the certificate path that belongs to it. */
export function readSoftCertificate(pem: string): SoftCertificate {
  const blocks = [...pem.matchAll(BLOCK)].map(([, label, text]) => ({ label, der: fromBase64(text!.replace(/\s/g, "")) }));
  const key = blocks.find(({ label }) => label === "PRIVATE KEY");
  const path = blocks.filter(({ label }) => label === "CERTIFICATE").map(({ der }) => der);
  if (!key || !path.length) throw new CertificateRefused("文件中须有私钥（PKCS#8，未加密）和它的证书");
  const certificate = parseCertificate(path[0]!);
  const privateKey = privateKeyOf(key.der);
  if (!isPairOf(certificate, privateKey)) throw new CertificateRefused("私钥与第一张证书不是一对");
  const sign = async (message: Bytes): Promise<Signature> => ({
    algorithm: algorithmOf(certificate.kind),
    certificates: path,
    value: await signWith(certificate, privateKey, message),
  });
  const unwrap: SoftCertificate["unwrap"] = async (wrapped, context) =>
    certificate.kind === "sm2" ? GM1.unwrap(privateKey, wrapped, context) : null;
  return { certificate, sign, unwrap };
}

function privateKeyOf(pkcs8: Uint8Array): Bytes {
  const [version, , octets] = partsOf(parseDer(pkcs8));
  if (hex(expect(version, TAG.integer).content) !== "00") throw new DerRefused("私钥须是第 0 版 PKCS#8");
  const inner = parseDer(expect(octets, TAG.octets).content);
  // Ed25519 holds the bare key, the elliptic curves an ECPrivateKey.
  const key = inner.tag === TAG.octets ? inner : expect(partsOf(inner)[1], TAG.octets);
  if (key.content.length !== 32) throw new DerRefused("私钥须是 32 字节");
  return new Uint8Array(key.content);
}

function isPairOf({ kind, key }: Certificate, privateKey: Uint8Array): boolean {
  if (kind === "sm2") return equal(sm2PublicKey(privateKey), key);
  if (kind === "ed25519") return equal(ed25519PublicKey(privateKey), key);
  return kind === "p256" && equal(p256.getPublicKey(privateKey, false), key);
}

async function signWith({ kind }: Certificate, privateKey: Uint8Array, message: Bytes): Promise<Bytes> {
  if (kind === "sm2") return sm2Sign(privateKey, message);
  if (kind === "ed25519") return ed25519Sign(privateKey, message);
  return p256.sign(await sha256(message), privateKey).toDERRawBytes() as Bytes;
}
