// X.509 certificates as far as a path to a trusted root needs them (RFC 5280; SM2 by GM/T 0015).
import { p256 } from "@noble/curves/nist";
import { equal, fromUtf8, hex, type Bytes } from "./bytes";
import { elementsOf, expect, parseDer, partsOf, TAG, DerRefused, type Element } from "./der";
import { ed25519Verify } from "./ed25519";
import { sha256 } from "./hashes";
import { sm2Verify } from "./sm2";

const OID = {
  sm2Sm3: "2a811ccf55018375",
  ecdsaSha256: "2a8648ce3d040302",
  rsaSha256: "2a864886f70d01010b",
  ed25519: "2b6570",
  ecKey: "2a8648ce3d0201",
  x25519: "2b656e",
  sm2Curve: "2a811ccf5501822d",
  p256Curve: "2a8648ce3d030107",
  rsaKey: "2a864886f70d010101",
  commonName: "550403",
  organisation: "55040a",
  serialNumber: "550405",
  keyUsage: "551d0f",
  basicConstraints: "551d13",
} as const;

const SIGNS = 0; // bit numbers of KeyUsage
const ENCRYPTS = [2, 3, 4]; // keys, data, or by agreement
const SIGNS_CERTIFICATES = 5;
const CONTEXT_3 = 0xa3;
export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;

export type KeyKind = "sm2" | "p256" | "rsa" | "ed25519" | "x25519" | "other";

export interface PublicKey {
  readonly kind: KeyKind;
  /** A point, raw Ed25519 key, or SubjectPublicKeyInfo for RSA. */
  readonly key: Uint8Array;
}

export interface Certificate extends PublicKey {
  readonly der: Bytes;
  readonly serial: string;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Names by object identifier, in hexadecimal. */
  readonly names: ReadonlyMap<string, string>;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly isAuthority: boolean;
  readonly usage: ReadonlySet<number> | null;
  readonly body: Uint8Array;
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

export function parseCertificate(der: Uint8Array): Certificate {
  const [body, algorithm, signature] = partsOf(parseDer(der));
  const fields = partsOf(body);
  // Version 3 only: its tag stands first, and only it has extensions.
  if (fields.shift()?.tag !== 0xa0) throw new DerRefused("证书须是第 3 版");
  const [serial, inner, issuer, validity, subject, key, ...more] = fields;
  if (!equal(inner!.whole, algorithm!.whole)) throw new DerRefused("证书写了两种签名算法");
  const [notBefore, notAfter] = partsOf(validity);
  const extensions = extensionsOf(more.find((element) => element.tag === CONTEXT_3));
  return {
    der: new Uint8Array(der),
    serial: hex(expect(serial, TAG.integer).content),
    issuer: issuer!.whole,
    subject: subject!.whole,
    names: namesOf(subject!),
    notBefore: momentOf(notBefore!),
    notAfter: momentOf(notAfter!),
    ...keyOf(key!),
    isAuthority: isAuthority(extensions.get(OID.basicConstraints)),
    usage: usageOf(extensions.get(OID.keyUsage)),
    body: body!.whole,
    algorithm: oid(partsOf(algorithm)[0]),
    signature: bitsOf(signature!),
  };
}

/** The public key of a certificate of any version: enough to see whose signature it is that nobody has to trust. */
export function subjectKey(der: Uint8Array): PublicKey {
  const fields = partsOf(partsOf(parseDer(der))[0]);
  // An explicit version comes before serial number, algorithm, issuer, validity and subject (RFC 5280 §4.1).
  return keyOf(expect(fields[fields[0]?.tag === 0xa0 ? 6 : 5], TAG.sequence));
}

export function commonName(certificate: Certificate): string {
  return certificate.names.get(OID.commonName) ?? certificate.names.get(OID.organisation) ?? "";
}

/** Check a signature by a certificate's key, in the one algorithm that belongs to the key. */
export async function isSignedWith(certificate: PublicKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (certificate.kind === "sm2") return sm2Verify(certificate.key, message, signature);
  if (certificate.kind === "ed25519") return ed25519Verify(certificate.key, message, signature);
  if (certificate.kind === "rsa") return rsaVerify(certificate.key, message, signature);
  return certificate.kind === "p256" && p256Verify(certificate.key, message, signature);
}

export function maySign(certificate: Certificate): boolean {
  return certificate.usage === null || certificate.usage.has(SIGNS);
}

/** Whether its key is made to be sealed to: the second certificate of a UKey. */
export function mayEncrypt({ usage }: Certificate): boolean {
  return usage !== null && ENCRYPTS.some((bit) => usage.has(bit));
}

/**
 * The path from a certificate to a trusted root, or why there is none.
 * `at` is the moment in question, in milliseconds; the root's own validity is not asked.
 */
export async function pathTo(
  roots: readonly Certificate[],
  leaf: Certificate,
  helpers: readonly Certificate[],
  at: number,
): Promise<Certificate[] | string> {
  const path = [leaf];
  for (let last = leaf; path.length <= 8; last = path.at(-1)!) {
    if (roots.some((root) => equal(root.der, last.der))) return path;
    if (at < last.notBefore || at > last.notAfter) return `证书“${commonName(last)}”当时不在有效期内`;
    const issuer = await issuerOf(last, [...roots, ...helpers]);
    if (!issuer) return `找不到“${commonName(last)}”的可信签发者`;
    path.push(issuer);
  }
  return "证书链过长";
}

async function issuerOf(certificate: Certificate, candidates: readonly Certificate[]): Promise<Certificate | null> {
  for (const each of candidates) {
    const fits = equal(each.subject, certificate.issuer) && each.isAuthority;
    if (!fits || (each.usage && !each.usage.has(SIGNS_CERTIFICATES))) continue;
    if (fitsAlgorithm(each.kind, certificate.algorithm) && (await isSignedWith(each, certificate.body, certificate.signature))) {
      return each;
    }
  }
  return null;
}

export function fitsAlgorithm(kind: KeyKind, algorithm: string): boolean {
  const expected: Partial<Record<KeyKind, string>> = {
    sm2: OID.sm2Sm3, p256: OID.ecdsaSha256, rsa: OID.rsaSha256, ed25519: OID.ed25519,
  };
  return expected[kind] === algorithm;
}

async function rsaVerify(spki: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", spki as Bytes, algorithm, false, ["verify"]);
  return crypto.subtle.verify(algorithm, key, signature as Bytes, message as Bytes);
}

async function p256Verify(point: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    return p256.verify(signature, await sha256(message), point, { format: "der", lowS: false });
  } catch {
    return false;
  }
}

function keyOf(element: Element): PublicKey {
  const [algorithm, bits] = partsOf(element);
  const [kind, curve] = partsOf(algorithm);
  const name = oid(kind);
  if (name === OID.ecKey && oid(curve) === OID.sm2Curve) return { kind: "sm2", key: bitsOf(bits!) };
  if (name === OID.ecKey && oid(curve) === OID.p256Curve) return { kind: "p256", key: bitsOf(bits!) };
  if (name === OID.ed25519) return { kind: "ed25519", key: bitsOf(bits!) };
  if (name === OID.x25519) return { kind: "x25519", key: bitsOf(bits!) };
  if (name === OID.rsaKey) return { kind: "rsa", key: element.whole };
  return { kind: "other", key: element.whole }; // another curve, say: it makes no signature that holds
}

function extensionsOf(element: Element | undefined): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  if (!element) return found;
  for (const extension of partsOf(parseDer(element.content))) {
    const parts = partsOf(extension);
    found.set(oid(parts[0]), expect(parts.at(-1), TAG.octets).content);
  }
  return found;
}

function isAuthority(extension: Uint8Array | undefined): boolean {
  const first = extension && partsOf(parseDer(extension))[0];
  return first?.tag === TAG.boolean && first.content[0] === 0xff;
}

function usageOf(extension: Uint8Array | undefined): Set<number> | null {
  if (!extension) return null;
  const [, ...bytes] = expect(parseDer(extension), TAG.bits).content;
  const set = new Set<number>();
  bytes.forEach((byte, at) => {
    for (let bit = 0; bit < 8; bit++) if (byte & (0x80 >> bit)) set.add(8 * at + bit);
  });
  return set;
}

function namesOf(subject: Element): Map<string, string> {
  const pairs = partsOf(subject).flatMap((set) => elementsOf(expect(set, TAG.set).content));
  return new Map(pairs.map((pair) => {
    const [name, value] = partsOf(pair);
    return [oid(name), textOf(value!)];
  }));
}

function textOf(element: Element): string {
  try {
    return fromUtf8(element.content);
  } catch {
    return hex(element.content);
  }
}

export function bitsOf(element: Element): Uint8Array {
  const { content } = expect(element, TAG.bits);
  if (content[0] !== 0) throw new DerRefused("比特串须是整字节");
  return content.subarray(1);
}

export function oid(element: Element | undefined): string {
  return hex(expect(element, TAG.oid).content);
}

export function momentOf(element: Element): number {
  const text = String.fromCharCode(...element.content);
  const [, year, month, day, hour, minute, second] = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  if (!year || (element.tag !== UTC_TIME && element.tag !== GENERALIZED_TIME)) throw new DerRefused("证书时间有误");
  const whole = element.tag === UTC_TIME ? (Number(year) < 50 ? 2000 : 1900) + Number(year) : Number(year);
  return Date.UTC(whole, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
