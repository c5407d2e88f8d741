// A certificate whose private key is a file (PEM): for trials, for offline work, never a device's stand-in.
import { p256 } from "@noble/curves/nist";
import { equal, fromBase64, hex, type Bytes } from "./bytes";
import { DerRefused, expect, parseDer, partsOf, TAG } from "./der";
import { ed25519PublicKey, ed25519Sign } from "./ed25519";
import { x25519PublicKey } from "./hpke";
import { sha256 } from "./hashes";
import { algorithmOf, type Signature } from "./signature";
import { sm2PublicKey, sm2Sign } from "./sm2";
import { GM1, INTL1, type Suite } from "./suites";
import { mayEncrypt, parseCertificate, type Certificate, type KeyKind } from "./x509";

const BLOCK = /-----BEGIN ([A-Z ]+)-----([\sA-Za-z0-9+/=]+)-----END \1-----/g;

export class CertificateRefused extends Error {
  override name = "CertificateRefused";
}

/** A certificate and what its key does; a UKey has a second one to be sealed to (双证书). */
export interface SoftCertificate {
  readonly certificate: Certificate;
  readonly encryption: Certificate | null;
  sign(message: Bytes): Promise<Signature>;
  /** Open what was wrapped to these keys; null when it is another's. */
  unwrap(wrapped: Uint8Array, context: Bytes): Promise<Bytes | null>;
}

interface Pair {
  readonly certificate: Certificate;
  readonly privateKey: Bytes;
}

/** Read unencrypted private keys (PKCS#8), at most one of each kind of use, and the certificates that belong to them. */
export function readSoftCertificate(pem: string): SoftCertificate {
  const blocks = [...pem.matchAll(BLOCK)].map(([, label, text]) => ({ label, der: fromBase64(text!.replace(/\s/g, "")) }));
  const keys = blocks.filter(({ label }) => label === "PRIVATE KEY").map(({ der }) => privateKeyOf(der));
  const all = blocks.filter(({ label }) => label === "CERTIFICATE").map(({ der }) => der);
  if (!keys.length || !all.length) throw new CertificateRefused("文件中须有私钥（PKCS#8，未加密）和它的证书");
  const second = pairsOf(all.slice(1).flatMap(readable), keys).find(({ certificate }) => mayEncrypt(certificate));
  const path = all.filter((der) => !second || !equal(der, second.certificate.der));
  const own = parseCertificate(path[0]!);
  if (own.kind === "other") throw new CertificateRefused("不认识这张证书的公钥种类，请换用国密、RSA 或 P-256 的证书");
  const [signing] = pairsOf([own], keys);
  if (!signing) throw new CertificateRefused("私钥与第一张证书不是一对");
  return {
    certificate: signing.certificate,
    encryption: second?.certificate ?? null,
    sign: async (message) => ({
      algorithm: algorithmOf(signing.certificate.kind),
      certificates: path,
      value: await signWith(signing.certificate, signing.privateKey, message),
    }),
    unwrap: (wrapped, context) => unwrapWith(second ?? signing, wrapped, context),
  };
}

/** The key that a bid is sealed to for its bidder's own sake; none where no certificate's key opens wraps of the suite. */
export function ownKeysOf({ certificate, encryption }: SoftCertificate, suite: string): { to: string; key: Bytes }[] {
  const { kind, key } = encryption ?? certificate;
  return suiteOfKey(kind)?.name === suite ? [{ to: "certificate", key: new Uint8Array(key) }] : [];
}

async function unwrapWith({ certificate, privateKey }: Pair, wrapped: Uint8Array, context: Bytes): Promise<Bytes | null> {
  return suiteOfKey(certificate.kind)?.unwrap(privateKey, wrapped, context) ?? null;
}

function suiteOfKey(kind: KeyKind): Suite | null {
  return { sm2: GM1, x25519: INTL1, p256: null, rsa: null, ed25519: null, other: null }[kind];
}

function pairsOf(certificates: readonly Certificate[], keys: readonly Bytes[]): Pair[] {
  return certificates.flatMap((certificate) =>
    keys.filter((key) => isPairOf(certificate, key)).map((privateKey) => ({ certificate, privateKey })));
}

/** An authority above may have a key that nothing here reads. */
function readable(der: Bytes): Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch {
    return [];
  }
}

function privateKeyOf(pkcs8: Uint8Array): Bytes {
  const [version, , octets] = partsOf(parseDer(pkcs8));
  if (hex(expect(version, TAG.integer).content) !== "00") throw new DerRefused("私钥须是第 0 版 PKCS#8");
  const inner = parseDer(expect(octets, TAG.octets).content);
  // Ed25519 and X25519 hold the bare key, the elliptic curves an ECPrivateKey.
  const key = inner.tag === TAG.octets ? inner : expect(partsOf(inner)[1], TAG.octets);
  if (key.content.length !== 32) throw new DerRefused("私钥须是 32 字节");
  return new Uint8Array(key.content);
}

function isPairOf({ kind, key }: Certificate, privateKey: Uint8Array): boolean {
  if (kind === "sm2") return equal(sm2PublicKey(privateKey), key);
  if (kind === "ed25519") return equal(ed25519PublicKey(privateKey), key);
  if (kind === "x25519") return equal(x25519PublicKey(privateKey), key);
  return kind === "p256" && equal(p256.getPublicKey(privateKey, false), key);
}

async function signWith({ kind }: Certificate, privateKey: Uint8Array, message: Bytes): Promise<Bytes> {
  if (kind === "sm2") return sm2Sign(privateKey, message);
  if (kind === "ed25519") return ed25519Sign(privateKey, message);
  return p256.sign(await sha256(message), privateKey).toDERRawBytes() as Bytes;
}
